"""summary.md: what a run came to, for people and for the page of a build."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from attune_e2e.markdown import table
from attune_e2e.outcome import Outcome
from attune_e2e.progress import short
from attune_e2e.tally import Tally, by_feature, by_scenario, by_tier

SLOWEST = 10
_SIGN = {True: "✅ all green", False: "❌ red"}


def text(outcome: Outcome, *, seconds: float | None = None, extra: Sequence[str] = ()) -> str:
    """Return the summary of a run.

    Args:
        outcome: the results.
        seconds: how long the run took, where known.
        extra: further sections.
    """
    return "\n".join([*_head(outcome, seconds), *_tables(outcome), *extra]).rstrip() + "\n"


def write(content: str, file: Path) -> None:
    """Write the summary, and append it to the page that a build server offers."""
    file.write_text(content, encoding="utf-8")
    page = os.environ.get("GITHUB_STEP_SUMMARY")
    if page:
        with Path(page).open("a", encoding="utf-8") as target:
            target.write(content + "\n")


def counts_line(outcome: Outcome) -> str:
    """Return the counts in one line."""
    counts = outcome.counts
    words = [("passed", "PASS"), ("failed", "FAIL"), ("skipped", "SKIP"), ("lost", "LOST"), ("not run", "NOT RUN")]
    always = ("passed", "failed")
    parts = [f"{counts[status]} {word}" for word, status in words if counts[status] or word in always]
    return f"{tests(len(outcome.results))}, " + ", ".join(parts)


def tests(count: int) -> str:
    """Return a number of tests in words."""
    return "1 test" if count == 1 else f"{count} tests"


def _head(outcome: Outcome, seconds: float | None) -> Iterator[str]:
    yield "# Attune E2E\n"
    took = f" in {seconds:.1f} s" if seconds is not None else ""
    yield f"**{_SIGN[outcome.green]}**: {counts_line(outcome)}{took}\n"
    for name, value in outcome.metadata.items():
        yield f"- {name}: {value}"
    if outcome.metadata:
        yield ""


def _tables(outcome: Outcome) -> Iterator[str]:
    yield from _results("Failed", ["FAIL"], outcome)
    yield from _results("LOST: planned, and nowhere in the output", ["LOST"], outcome)
    yield from _results("Not run", ["NOT RUN"], outcome)
    yield from _tallies("Tiers", by_tier(outcome.results))
    yield from _tallies("Scenarios", by_scenario(outcome.results))
    yield from _tallies("Features", by_feature(outcome.results))
    yield from _gaps(outcome)
    yield from _results("Skipped", ["SKIP"], outcome)
    slowest = sorted(outcome.results, key=lambda result: -result.seconds)[:SLOWEST]
    yield "## Slowest tests\n"
    yield table(["test", "seconds"], ([short(r.test.full_name), f"{r.seconds:.1f}"] for r in slowest if r.seconds))
    if outcome.problems:
        yield "## Errors and warnings of the run\n"
        yield from (f"- {' '.join(problem.split())[:300]}" for problem in outcome.problems)
        yield ""


def _results(title: str, statuses: Sequence[str], outcome: Outcome) -> Iterator[str]:
    found = [result for result in outcome.results if result.status in statuses]
    if found:
        yield f"## {title}\n"
        yield table(["test", "message"], ([short(result.test.full_name), result.message] for result in found))


def _tallies(title: str, tallies: Sequence[Tally]) -> Iterator[str]:
    if tallies:
        yield f"## {title}\n"
        rows = ([t.name, t.title, t.planned, t.run, t.passed, t.failed, t.skipped] for t in tallies)
        yield table(["", "", "planned", "run", "passed", "failed", "skipped"], rows)


def _gaps(outcome: Outcome) -> Iterator[str]:
    rows = [
        [gap, short(result.test.full_name), result.status]
        for result in outcome.results for gap in result.test.gaps
    ]  # fmt: skip
    if rows:
        yield "## Tests of known gaps\n"
        yield table(["gap", "test", "result"], sorted(rows))
