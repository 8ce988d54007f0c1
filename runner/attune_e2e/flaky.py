"""`attune-e2e flaky`: the same tests several times; how often each passes, and how near it comes to a timeout."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from attune_e2e import catalogue, console, metrics, paths, target
from attune_e2e.catalogue import PlannedTest
from attune_e2e.errors import GREEN, RED, RunnerError
from attune_e2e.janitor import Janitor
from attune_e2e.markdown import table
from attune_e2e.outcome import Outcome, Result, judge
from attune_e2e.parallel import OUTPUT, ParallelRun, default_processes
from attune_e2e.progress import short
from attune_e2e.results_folder import emptied, locked
from attune_e2e.selection import Selection

NAME = "flaky"
HEADERS = ["test", "passed", "margin", "median", "longest", ""]
# Below it a test is near enough to its timeouts to fail on a slower machine.
NARROW = 0.5
SHOWN = 20


@dataclass(frozen=True)
class FlakyOptions:
    """What was asked for."""

    sources: Sequence[Path] = ()
    selection: Selection = field(default_factory=Selection)
    times: int = 5
    processes: int | None = None
    results: Path | None = None


@dataclass
class Record:
    """What several runs of one test came to.

    Args:
        used: the greatest part of its timeout that any of its waits took, 0 to 1.
    """

    results: list[Result] = field(default_factory=list)
    used: float = 0.0

    @property
    def passed(self) -> int:
        return sum(result.status == "PASS" for result in self.results)

    @property
    def steady(self) -> bool:
        """Tell whether it ended the same way every time, and never red."""
        return len({result.status for result in self.results}) == 1 and self.results[0].status in ("PASS", "SKIP")

    def row(self, test: PlannedTest) -> list[str]:
        """Return it as a row of the table."""
        times = sorted(result.seconds for result in self.results)
        bad = next((result.message for result in self.results if result.status not in ("PASS", "SKIP")), "")
        return [
            short(test.full_name), f"{self.passed} of {len(self.results)}", f"{1 - self.used:.0%}",
            f"{times[len(times) // 2]:.1f} s", f"{times[-1]:.1f} s", " ".join(bad.split())[:120],
        ]  # fmt: skip


def flaky(options: FlakyOptions) -> int:
    """Run the selected tests several times on one platform; returns 0 only if each ended the same way every time.

    Raises:
        RunnerError: nothing is selected, or no platform answers.
    """
    if options.times < 2:
        raise RunnerError(f"--times is {options.times}: one run shows nothing, give 2 or more")
    sources = paths.suites(list(options.sources))
    tests = options.selection.apply(catalogue.read(sources))
    folder = paths.results(options.results, sources) / NAME
    records: dict[PlannedTest, Record] = {test: Record() for test in tests}
    with locked(folder), Janitor() as janitor:
        emptied(folder)
        found = target.find(janitor)
        for number in range(1, options.times + 1):
            results = folder / str(number)
            work = ParallelRun(
                sources=sources, tests=tests, results=results, work=janitor.folder / f"run-{number}",
                environment={**janitor.mark, **found.environment}, quiet=True,
                processes=options.processes or default_processes(),
            )  # fmt: skip
            work.execute()
            outcome = judge(results / OUTPUT, tests)
            _take(records, outcome, _used(metrics.merge(results).get("waits", [])))
            _say(number, options.times, outcome)
    return _close(records, folder)


def _take(records: dict[PlannedTest, Record], outcome: Outcome, used: dict[str, float]) -> None:
    for result in outcome.results:
        record = records[result.test]
        record.results.append(result)
        record.used = max(record.used, used.get(result.test.full_name, 0.0))


def _used(waits: Iterable[dict[str, object]]) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for wait in waits:
        limit = float(str(wait.get("limit") or 0))
        if limit:
            test = str(wait["test"])
            found[test] = max(found[test], min(1.0, float(str(wait["seconds"])) / limit))
    return found


def _say(number: int, times: int, outcome: Outcome) -> None:
    counts = outcome.counts
    red = sum(counts[status] for status in ("FAIL", "LOST", "NOT RUN"))
    say = console.error if red else console.success
    say(f"run {number} of {times}: {counts['PASS']} passed, {red} failed, {counts['SKIP']} skipped")


def _close(records: dict[PlannedTest, Record], folder: Path) -> int:
    ordered = sorted(records.items(), key=lambda pair: (pair[1].steady, -pair[1].used))
    rows = [record.row(test) for test, record in ordered]
    (folder / f"{NAME}.md").write_text(f"# {NAME.title()}\n\n" + table(HEADERS, rows), encoding="utf-8")
    (folder / f"{NAME}.json").write_text(json.dumps([dict(zip(HEADERS[:-1], row, strict=False)) for row in rows]))
    unsteady = [pair for pair in ordered if not pair[1].steady]
    narrow = [pair for pair in ordered if pair[1].steady and 1 - pair[1].used < NARROW]
    if unsteady or narrow:
        console.table(HEADERS, [record.row(test) for test, record in [*unsteady, *narrow][:SHOWN]])
    said = f"{len(records)} tests: {len(unsteady)} not steady, {len(narrow)} with less than {NARROW:.0%} of a timeout"
    (console.error if unsteady else console.success)(f"{said} left; see {folder / f'{NAME}.md'}")
    return RED if unsteady else GREEN
