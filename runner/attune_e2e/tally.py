"""Counts by tier, scenario and feature: planned, run and passed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from attune_e2e.catalogue import PlannedTest
from attune_e2e.outcome import Result
from attune_e2e.plan import order, plan


@dataclass
class Tally:
    """Counts of one tier, scenario or feature; lost tests and those not reached are planned and did not run."""

    name: str
    title: str = ""
    planned: int = 0
    run: int = 0
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def add(self, result: Result) -> None:
        """Count a result."""
        self.planned += 1
        self.run += result.status in ("PASS", "FAIL")
        self.passed += result.status == "PASS"
        self.failed += result.status in ("FAIL", "LOST")
        self.skipped += result.status == "SKIP"

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        return asdict(self)


def by_tier(results: Sequence[Result]) -> list[Tally]:
    """Return a tally a tier, tests of the API tables under `api`."""
    found = _by(results, lambda test: [_tier(test)])
    titles = {str(number): plan().tier_title(number) for number in plan().tiers}
    for tally in found.values():
        tally.title = titles.get(tally.name, {"api": "API tables", "none": "without a tier"}.get(tally.name, ""))
    return [found[name] for name in sorted(found)]


def by_scenario(results: Sequence[Result]) -> list[Tally]:
    """Return a tally a scenario that has tests."""
    found = _by(results, lambda test: test.scenarios)
    for tally in found.values():
        tally.title = plan().scenarios.get(tally.name, "")
    return [found[name] for name in sorted(found, key=order)]


def by_feature(results: Sequence[Result]) -> list[Tally]:
    """Return a tally a feature tag."""
    found = _by(results, lambda test: test.features)
    return [found[name] for name in sorted(found)]


def _tier(test: PlannedTest) -> str:
    return str(test.tier) if test.tier is not None else "api" if "api" in test.tags else "none"


def _by(results: Sequence[Result], keys: Callable[[PlannedTest], Iterable[str]]) -> dict[str, Tally]:
    found: dict[str, Tally] = {}
    for result in results:
        for key in keys(result.test):
            found.setdefault(key, Tally(key)).add(result)
    return found
