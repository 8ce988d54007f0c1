"""The tests there are, as Robot Framework's own model sees them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from robot.api import TestSuite
from robot.errors import DataError
from robot.running import TestCase

from attune_e2e.errors import RunnerError
from attune_e2e.plan import CASE, SCENARIO

# Tags that say what a test is or needs, not which feature it belongs to.
_NO_FEATURE = re.compile(r"tier\d|api|slow|exclusive|(gap|needs|robot):.*|" + SCENARIO.pattern + "|" + CASE.pattern)

# What pabot calls the suite above several sources; robot itself joins their names by "&".
SEVERAL = "Suites"


@dataclass(frozen=True)
class PlannedTest:
    """One planned test."""

    name: str
    full_name: str
    suite: str
    source: Path
    line: int
    tags: tuple[str, ...]

    @cached_property
    def tier(self) -> int | None:
        return next((int(tag[4:]) for tag in self.tags if re.fullmatch(r"tier\d", tag)), None)

    @property
    def scenarios(self) -> tuple[str, ...]:
        return tuple(tag for tag in self.tags if SCENARIO.fullmatch(tag))

    @property
    def features(self) -> tuple[str, ...]:
        return tuple(tag for tag in self.tags if not _NO_FEATURE.fullmatch(tag))

    @property
    def gaps(self) -> tuple[str, ...]:
        return tuple(tag.removeprefix("gap:") for tag in self.tags if tag.startswith("gap:"))


def read(sources: Sequence[Path]) -> list[PlannedTest]:
    """Return every test under the given files and folders, in the order robot runs them.

    Raises:
        RunnerError: a source does not exist, cannot be parsed or holds no test.
    """
    if missing := [source for source in sources if not source.exists()]:
        raise RunnerError(f"{missing[0]} does not exist: name a suite file or a folder of suites")
    try:
        suite = TestSuite.from_file_system(*sources)
    except DataError as problem:
        raise RunnerError(str(problem)) from problem
    if len(sources) > 1:
        suite.name = SEVERAL
    found = [_test(case, suite) for case in suite.all_tests]
    if not found:
        raise RunnerError(f"no tests in {', '.join(map(str, sources))}")
    return found


def _test(case: TestCase, root: TestSuite) -> PlannedTest:
    parent = case.parent or root
    return PlannedTest(
        name=case.name,
        full_name=case.full_name,
        suite=parent.full_name,
        source=Path(case.source or parent.source or "."),
        line=case.lineno or 0,
        tags=tuple(case.tags),
    )


def literal(name: str) -> str:
    """Return a name with what robot reads as a pattern escaped."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)
