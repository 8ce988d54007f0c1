"""One step of the self-test: a command, and how its own counts are read."""

import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from robot.api import ExecutionResult
from robot.errors import DataError

TAIL = 40
# How pytest names, with -rR, a test that it ran again.
_RERUN = "RERUN "


@dataclass
class Counts:
    """What a step came to, in its own units.

    Args:
        lines: what is wrong.
        unsteady: tests among the passed ones that failed at first; each is named, for it has to be mended.
    """

    passed: int = 0
    failed: int = 0
    lines: list[str] = field(default_factory=list)
    unsteady: list[str] = field(default_factory=list)

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.passed + other.passed, self.failed + other.failed, self.lines + other.lines,
            self.unsteady + other.unsteady,
        )  # fmt: skip


@dataclass(frozen=True)
class Surroundings:
    """Where steps run.

    Args:
        root: the checkout.
        output: folder for their logs and outputs.
        environment: variables of every command.
    """

    root: Path
    output: Path
    environment: Mapping[str, str]

    def run(self, name: str, command: Sequence[str]) -> "Finished":
        """Run a command from the checkout; all it prints goes into `<name>.log`."""
        log = self.output / f"{name}.log"
        with log.open("wb") as target:
            done = subprocess.run(
                command, cwd=self.root, env=dict(self.environment), stdin=subprocess.DEVNULL, stdout=target,
                stderr=subprocess.STDOUT, check=False,
            )  # fmt: skip
        return Finished(done.returncode, log)


@dataclass(frozen=True)
class Finished:
    """A command that ended."""

    code: int
    log: Path

    @property
    def lines(self) -> list[str]:
        return self.log.read_text(encoding="utf-8", errors="replace").splitlines()

    def clean(self) -> Counts:
        """Count a linter: one passed when it found nothing, else one failed with its words."""
        return Counts(passed=1) if self.code == 0 else Counts(failed=1, lines=self.lines[-TAIL:])


@dataclass(frozen=True)
class Step:
    """A name and what it does."""

    name: str
    perform: Callable[[Surroundings], Counts]


def junit_counts(file: Path, done: Finished) -> Counts:
    """Count pytest's results; a run that left none, or that found no test, is one failure. Skips count as neither."""
    if not file.exists():
        return Counts(failed=1, lines=done.lines[-TAIL:])
    suites = list(ElementTree.parse(file).getroot().iter("testsuite"))

    def total(name: str) -> int:
        return sum(int(suite.get(name, "0")) for suite in suites)

    failed = total("failures") + total("errors")
    passed = total("tests") - failed - total("skipped")
    if done.code and not failed:
        failed = 1
    red = _red(suites)
    again = [line.removeprefix(_RERUN).split(" - ")[0] for line in done.lines if line.startswith(_RERUN)]
    unsteady = [name for name in dict.fromkeys(again) if name.rpartition("::")[2] not in red]
    return Counts(passed, failed, done.lines[-TAIL:] if failed else [], unsteady)


def _red(suites: Iterable[ElementTree.Element]) -> set[str]:
    cases = (case for suite in suites for case in suite.iter("testcase"))
    return {
        case.get("name", "") for case in cases if case.find("failure") is not None or case.find("error") is not None
    }


def robot_counts(output: Path, done: Finished) -> Counts:
    """Count robot's results; an output that is missing, or without a test, is one failure."""
    try:
        result = ExecutionResult(output)
    except DataError as problem:
        return Counts(failed=1, lines=[str(problem), *done.lines[-TAIL:]])
    total = result.statistics.total
    if total.total == 0 or not (total.passed or total.failed):
        return Counts(failed=1, lines=done.lines[-TAIL:])
    lines = [f"{test.full_name}: {test.message}" for test in result.suite.all_tests if test.failed]
    return Counts(total.passed, total.failed, lines)


def second_try(first: Counts, again: Counts, names: Sequence[str]) -> Counts:
    """Return what two tries come to: the first one's counts, without the failures that the second did not have."""
    mended = len(names) - again.failed
    if not again.passed or mended <= 0:
        return first
    unsteady = [name for name in names if not any(line.startswith(f"{name}: ") for line in again.lines)]
    return Counts(first.passed + mended, first.failed - mended, again.lines, first.unsteady + unsteady)


def robot_failures(output: Path) -> list[str]:
    """Return the full names of the tests that failed in an output, or none where there is no output."""
    try:
        return [test.full_name for test in ExecutionResult(output).suite.all_tests if test.failed]
    except DataError:
        return []
