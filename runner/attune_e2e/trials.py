"""Trials: the same tests on an emulator with a switch off, where they must pass, and on, where they must fail."""

import os
import re
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from attune_e2e import console, emulator, summary
from attune_e2e.catalogue import PlannedTest
from attune_e2e.errors import RunnerError
from attune_e2e.janitor import Janitor
from attune_e2e.outcome import Outcome, Result, judge
from attune_e2e.parallel import OUTPUT, ParallelRun, default_processes
from attune_e2e.progress import short
from attune_e2e.target import Target

OFF = "off"
# Most of a trial is waiting, for timers above all.
JOBS_FACTOR = 2


@dataclass(frozen=True)
class Trial:
    """One switch and what it must do.

    Args:
        id: of the gap or defect.
        options: of the emulator, that switch it on.
        tests: that must pass without it.
        expected: full names of those that must fail with it, and the pattern each failure must match; None stands
            for: at least one of the tests fails, for whatever reason.
    """

    id: str
    options: tuple[str, ...]
    tests: tuple[PlannedTest, ...]
    expected: dict[str, str] | None

    def problems(self, outcome: Outcome) -> list[str]:
        """Return what is wrong with a run in which the switch was on."""
        if self.expected is None:
            return [] if outcome.of("FAIL") else ["no test noticed it"]
        lines = []
        for result in outcome.results:
            pattern = self.expected.get(result.test.full_name)
            if pattern is None:
                lines += _stray(result)
            elif result.status != "FAIL":
                lines.append(f"{short(result.test.full_name)}: {result.status}, must fail")
            elif not re.search(pattern, result.message, re.DOTALL):
                lines.append(f"{short(result.test.full_name)} fails for another reason: {_first(result.message)}")
        return lines


def _stray(result: Result) -> list[str]:
    if result.status in ("PASS", "SKIP"):
        return []
    return [f"{short(result.test.full_name)}: {result.status}, must pass: {_first(result.message)}"]


def _first(message: str) -> str:
    return message.strip().splitlines()[0][:200] if message.strip() else "no message"


@dataclass
class Verdict:
    """What came of a trial."""

    trial: Trial
    on: Outcome
    problems: list[str] = field(default_factory=list)

    @property
    def row(self) -> list[str]:
        """Return the trial as a row of a table."""
        failed, total = len(self.on.of("FAIL")), len(self.on.results)
        sign = "✗ " + "; ".join(self.problems) if self.problems else "✓"
        return [self.trial.id, str(len(self.trial.tests)), f"{failed} of {total} fail", sign]


class Laboratory:
    """Runs trials, some at a time, each on an emulator of its own.

    Args:
        janitor: keeps what the runs need and ends it whatever happens.
        sources: suites as given to robot.
        results: a folder for each run is made in here.
        jobs: trials at a time.
    """

    def __init__(self, janitor: Janitor, sources: Sequence[Path], results: Path, jobs: int | None = None) -> None:
        self._janitor, self._sources, self._results = janitor, sources, results
        self._jobs = jobs or JOBS_FACTOR * (os.cpu_count() or 1)

    def judge(self, trials: Sequence[Trial]) -> list[Verdict]:
        """Run all tests without any switch, then every trial; returns the verdicts in the order of the trials."""
        tests = dict.fromkeys(test for trial in trials for test in trial.tests)
        console.info(f"{summary.tests(len(tests))} with everything off ...")
        red = {result.test for result in self._run(OFF, tuple(tests), ()).results if result.status != "PASS"}
        verdicts = self._side_by_side(trials)
        for verdict in verdicts:
            broken = [test for test in verdict.trial.tests if test in red]
            verdict.problems += [f"{short(test.full_name)} does not pass with it off" for test in broken]
        return verdicts

    def _side_by_side(self, trials: Sequence[Trial]) -> list[Verdict]:
        pool = ThreadPoolExecutor(self._jobs)
        try:
            futures: list[Future[Verdict]] = [pool.submit(self._try, trial) for trial in trials]
            return [future.result() for future in futures]
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _try(self, trial: Trial) -> Verdict:
        try:
            outcome = self._run(trial.id, trial.tests, trial.options)
            verdict = Verdict(trial, outcome, trial.problems(outcome))
        except RunnerError as problem:
            verdict = Verdict(trial, Outcome([]), [str(problem)[:300]])
        say: Callable[[str], None] = console.error if verdict.problems else console.success
        say(f"{trial.id}: " + ", ".join(verdict.row[1:3]))
        return verdict

    def _run(self, name: str, tests: Sequence[PlannedTest], options: Iterable[str]) -> Outcome:
        started = emulator.start(self._janitor, *options, name=f"emulator-{name}")
        target = Target(started.url, started.ws_url)
        work = ParallelRun(
            sources=self._sources, tests=tests, results=self._results / name, work=self._janitor.folder / f"run-{name}",
            environment={**self._janitor.mark, **target.environment}, processes=default_processes(), quiet=True,
        )  # fmt: skip
        try:
            work.execute()
        finally:
            started.stop()
        return judge(work.results / OUTPUT, tests)
