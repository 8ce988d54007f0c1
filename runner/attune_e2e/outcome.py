"""What a run left: the result of every planned test, those that got lost, and those that were not reached."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from robot.api import ExecutionResult
from robot.errors import DataError
from robot.result import TestCase

from attune_e2e.catalogue import PlannedTest
from attune_e2e.seen import Seen

Status = Literal["PASS", "FAIL", "SKIP", "LOST", "NOT RUN"]
LOST = "planned, and missing from the output: the process that ran it died"
# What robot writes into the test that a signal ends.
TERMINATED = "Execution terminated by signal"
RED: tuple[Status, ...] = ("FAIL", "LOST", "NOT RUN")


@dataclass(frozen=True)
class Result:
    """How one planned test ended; `seconds` is 0 where it never did."""

    test: PlannedTest
    status: Status
    message: str = ""
    seconds: float = 0.0


@dataclass
class Outcome:
    """The results of a run, in the order of the plan."""

    results: list[Result]
    metadata: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    suite_seconds: dict[str, float] = field(default_factory=dict)

    @property
    def counts(self) -> Counter[str]:
        return Counter(result.status for result in self.results)

    @property
    def green(self) -> bool:
        """Tell whether every planned test ran and none failed; a run of skips only is green, an empty one is not."""
        return bool(self.results) and not any(self.of(*RED))

    def of(self, *statuses: Status) -> list[Result]:
        """Return the results with one of the statuses."""
        return [result for result in self.results if result.status in statuses]


def judge(output: Path, planned: Sequence[PlannedTest], *, stopped: bool = False, seen: Seen | None = None) -> Outcome:
    """Compare what was planned with what an output holds.

    Args:
        output: robot's, pabot's or rebot's output.xml; one that is missing or broken loses every test.
        planned: the tests that had to run.
        stopped: whether the run was stopped; tests that had not ended then are NOT RUN, not LOST.
        seen: what the robots told while they ran.
    """
    found = _read(output)
    tests = found.tests
    told = seen or Seen()
    results = [
        _stopped(test, tests.get(test.full_name), told) if stopped else _result(test, tests.get(test.full_name), told)
        for test in planned
    ]
    return Outcome(results, found.metadata, found.problems, found.suite_seconds)


def _result(test: PlannedTest, found: TestCase | None, seen: Seen) -> Result:
    if found is not None:
        return Result(test, _status(found.status), found.message, found.elapsed_time.total_seconds())
    ended = seen.ended.get(test.full_name)
    before = f"; it had ended with {ended.status}" if ended else ""
    message = f": {ended.message}" if ended and ended.message else ""
    return Result(test, "LOST", LOST + before + message)


def _stopped(test: PlannedTest, found: TestCase | None, seen: Seen) -> Result:
    """Judge a test of a run that was stopped: pabot's output holds invented failures then, the robots' word counts."""
    ended = seen.ended.get(test.full_name)
    if ended is None or (found is not None and found.tags.match("robot:exit")):
        reached = "while it ran" if test.full_name in seen.started and ended is None else "before it began"
        return Result(test, "NOT RUN", f"the run was stopped {reached}")
    if ended.message.startswith(TERMINATED):
        return Result(test, "NOT RUN", "the run was stopped while it ran")
    return Result(test, _status(ended.status), ended.message, ended.seconds)


def _status(word: str) -> Status:
    return "PASS" if word == "PASS" else "SKIP" if word == "SKIP" else "FAIL"


@dataclass
class _Output:
    tests: dict[str, TestCase] = field(default_factory=dict)
    metadata: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    suite_seconds: dict[str, float] = field(default_factory=dict)


def _read(output: Path) -> _Output:
    try:
        result = ExecutionResult(output)
    except DataError as problem:
        return _Output(problems=[str(problem)])
    tests = {test.full_name: test for test in result.suite.all_tests}
    # A suite's time holds its set-up, which is most of it where tests share one window of observation.
    suites = {test.parent.full_name: test.parent.elapsed_time.total_seconds() for test in tests.values()}
    errors = [f"{message.level}: {message.message}" for message in result.errors]
    return _Output(tests, _metadata(result.suite), errors, suites)


def _metadata(suite: object) -> dict[str, str]:
    """Return the metadata of the first suite that has any; pabot merges them from below."""
    own = dict(getattr(suite, "metadata", {}))
    return own or next((found for child in getattr(suite, "suites", ()) if (found := _metadata(child))), {})
