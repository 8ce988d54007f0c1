"""What is written and printed when a run is over."""

from collections.abc import Sequence
from pathlib import Path

from attune_e2e import console, summary, xunit
from attune_e2e.outcome import Outcome, Status
from attune_e2e.progress import short
from attune_e2e.tally import Tally, by_tier

SHOWN = 20
LINE = 300


def write(outcome: Outcome, results: Path, *, seconds: float | None = None, extra: Sequence[str] = ()) -> None:
    """Write summary.md and xunit.xml."""
    xunit.write(outcome, results / "xunit.xml")
    summary.write(summary.text(outcome, seconds=seconds, extra=extra), results / "summary.md")


def show(outcome: Outcome, results: Path, *, seconds: float | None = None) -> None:
    """Print the tables and where the files are."""
    console.table(["", "planned", "run", "passed", "failed", "skipped"], [_row(t) for t in by_tier(outcome.results)])
    _listed("failed", "FAIL", outcome)
    _listed("LOST: planned, and nowhere in the output", "LOST", outcome)
    _listed("not run", "NOT RUN", outcome)
    for problem in outcome.problems[:SHOWN]:
        console.warning(" ".join(problem.split())[:300])
    took = f" in {seconds:.1f} s" if seconds is not None else ""
    (console.success if outcome.green else console.error)(summary.counts_line(outcome) + took)
    console.info(f"results: {results / 'log.html'}, summary.md, xunit.xml")


def _row(tally: Tally) -> list[str]:
    failed = f"✗ {tally.failed}" if tally.failed else "0"
    return [
        tally.title or tally.name,
        str(tally.planned),
        str(tally.run),
        str(tally.passed),
        failed,
        str(tally.skipped),
    ]


def _listed(title: str, status: Status, outcome: Outcome) -> None:
    found = outcome.of(status)
    if not found:
        return
    console.error(f"{len(found)} {title}:")
    for result in found[:SHOWN]:
        # The first line may only say whose failure it is: "Parent suite setup failed:".
        lines = [line.strip() for line in result.message.splitlines() if line.strip()]
        words = " ".join(lines[:2])[:LINE]
        console.plain(f"    {short(result.test.full_name)}" + (f": {words}" if words and status == "FAIL" else ""))
    if len(found) > SHOWN:
        console.plain(f"    ... and {len(found) - SHOWN} more, see summary.md")
