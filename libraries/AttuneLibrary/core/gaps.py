"""Promises the platform is known not to keep: which tests they concern and how those fail."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

REGISTER = Path(__file__).with_name("gaps.yaml")
TAG = "gap:"
SEVERAL = re.compile(r"\n\n\d+\) ")


@dataclass(frozen=True, slots=True)
class Gap:
    """`pattern` is found in the message of every test that fails because of this gap, and of no other.

    `noise` is found in the lines that the gap leaves in a sensor's log; empty where it leaves none.
    """

    id: str
    promise: str
    happens: str
    pattern: str
    noise: str = ""

    def explains(self, message: str) -> bool:
        """Whether this gap is all there is: of several failures it has to explain each."""
        return all(re.search(self.pattern, failure, re.DOTALL) for failure in failures(message))


def failures(message: str) -> list[str]:
    """The single failures in the message of a test, where Robot Framework has numbered them."""
    several, *numbered = SEVERAL.split(message)
    return numbered or [several]


@cache
def registered() -> dict[str, Gap]:
    """Every known gap by its id."""
    import yaml  # only runs with a test of a gap pay for it

    entries = yaml.safe_load(REGISTER.read_text(encoding="utf-8"))
    return {
        id: Gap(id, **{name: " ".join(str(text).split()) for name, text in entry.items()})
        for id, entry in entries.items()
    }


def ids_in(tags: Iterable[str]) -> list[str]:
    """The gaps that a test's tags name."""
    return [tag[len(TAG) :] for tag in map(str, tags) if tag.startswith(TAG)]


def gaps_in(tags: Iterable[str]) -> list[Gap]:
    """The registered gaps that a test's tags name; a name without an entry explains nothing."""
    return [registered()[id] for id in ids_in(tags) if id in registered()]
