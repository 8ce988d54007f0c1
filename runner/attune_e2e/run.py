"""`attune-e2e run`: one run of the suites, from the banner to the exit code."""

import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from attune_e2e import (
    catalogue,
    console,
    durations,
    metrics,
    paths,
    profiles,
    report,
    results_folder,
    seen,
    services,
    summary,
    target,
)
from attune_e2e.catalogue import PlannedTest
from attune_e2e.coverage import Coverage
from attune_e2e.errors import GREEN, RED, UNREACHABLE, Interrupted, RunnerError
from attune_e2e.janitor import Janitor
from attune_e2e.operations import Collector
from attune_e2e.outcome import Outcome, judge
from attune_e2e.parallel import OUTPUT, ParallelRun, default_processes
from attune_e2e.plan import plan
from attune_e2e.selection import Selection
from attune_e2e.target import Target

# Beyond so many the opening lists suites only.
LISTED = 150


@dataclass
class RunOptions:
    """What was asked for."""

    sources: Sequence[Path] = ()
    selection: Selection = field(default_factory=Selection)
    verbose: bool = False
    stop: bool = False
    coverage: bool = False
    processes: int | None = None
    profile: str | None = None
    reset: bool = False
    results: Path | None = None


def run(options: RunOptions) -> int:
    """Run the selected tests; returns the exit code: 0 only if every one of them ran and none failed."""
    sources = paths.suites(list(options.sources))
    tests = catalogue.read(sources)
    chosen = options.selection.apply(tests)
    results = paths.results(options.results, sources)
    arguments = [*(profiles.arguments(options.profile) if options.profile else ()), *_detail(options.verbose)]
    _opening(chosen, options)
    with results_folder.locked(results), Janitor() as janitor:
        results_folder.clear(results)
        if options.reset:
            console.success(f"reset by: {profiles.reset(options.profile)}")
        found = _target(janitor)
        work = ParallelRun(
            sources=sources, tests=chosen, results=results, work=janitor.folder / "run",
            environment={**janitor.mark, **found.environment}, processes=options.processes or default_processes(),
            arguments=arguments, stop_at_failure=options.stop, detail=options.verbose,
        )  # fmt: skip
        return _execute(work, tests, found, options)


def _detail(verbose: bool) -> list[str]:
    return ["--loglevel", "DEBUG:INFO"] if verbose else []


def _target(janitor: Janitor) -> Target:
    console.info("Checking if Attune services are running...")
    found = target.find(janitor)
    console.success(f"API service is running at {found.url}" + (" (embedded emulator)" if found.embedded else ""))
    if not found.embedded:
        _services(found)
    return found


def _services(found: Target) -> None:
    """Name every part that is missing; without some of them each test would only wait for its timeout.

    Raises:
        RunnerError: no test can pass.
    """
    parts = list(services.findings(found))
    for finding in parts:
        if finding.level != "ok":
            console.warning(f"{finding.part}: {finding.words}; {finding.remedy}")
    if broken := [finding.part for finding in parts if finding.level == "broken"]:
        raise RunnerError(f"no test can pass: {', '.join(broken)}; attune-e2e doctor tells more", UNREACHABLE)
    console.success(f"{', '.join(finding.part for finding in parts if finding.level == 'ok')}: well")


def _execute(work: ParallelRun, tests: Sequence[PlannedTest], found: Target, options: RunOptions) -> int:
    started = time.monotonic()
    code = GREEN
    with ExitStack() as stack:
        collector = stack.enter_context(Collector(found)) if options.coverage else None
        try:
            work.execute()
        except Interrupted as stop:
            code = stop.code
            console.warning(f"{stop}: showing what there is")
    seconds = time.monotonic() - started
    outcome = judge(work.results / OUTPUT, work.tests, stopped=work.stopped, seen=seen.read(work.live))
    _record(work, outcome)
    if not (work.results / OUTPUT).exists() and work.log.exists():
        console.error("pabot left no output; it said: " + work.log.read_text(errors="replace")[-2000:].strip())
    report.write(outcome, work.results, seconds=seconds, extra=metrics.section(metrics.merge(work.results)))
    report.show(outcome, work.results, seconds=seconds)
    if collector:
        _cover(Coverage(tests, outcome, collector.touched()), work.results)
    return code or (GREEN if outcome.green else RED)


def _record(work: ParallelRun, outcome: Outcome) -> None:
    names = [test.full_name for test in work.tests]
    kept = results_folder.Planned([str(source) for source in work.sources], names, work.stopped)
    results_folder.keep(work.results, kept, work.live)
    if not work.stopped:
        durations.record(work.results, outcome.suite_seconds)


def _cover(coverage: Coverage, results: Path) -> None:
    coverage.write(results)
    console.info(f"{coverage.headline()}; see {results / 'coverage.md'}")


def _opening(tests: Sequence[PlannedTest], options: RunOptions) -> None:
    listed = options.verbose or len(tests) <= LISTED
    for tier in sorted({test.tier or 0 for test in tests}):
        mine = [test for test in tests if (test.tier or 0) == tier]
        console.heading(plan().tier_title(tier) if tier in plan().tiers else "Other tests")
        for suite in dict.fromkeys(test.suite for test in mine):
            own = [test for test in mine if test.suite == suite]
            console.plain(f"  {suite.split('.')[-1]} ({len(own)})")
            for test in own if listed else ():
                console.plain(f"    {test.name}", style="dim")
    console.info(f"{summary.tests(len(tests))}: {options.selection.words()}")
