"""The order of tiers where one run has several: the core first, what builds on it later."""

from typing import Any

TIERS = ("tier1", "tier2", "tier3", "api")


def order_tiers(suite: Any) -> None:
    """Sort a suite's folders that are tiers; everything else keeps its place after them."""
    suite.suites = sorted(suite.suites, key=_place)


def _place(suite: Any) -> int:
    name = suite.source.stem if suite.source else suite.name
    return TIERS.index(name) if name in TIERS else len(TIERS)
