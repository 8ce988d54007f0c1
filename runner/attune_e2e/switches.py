"""What `gaps` and `mutants` have in common: their options, the run of their trials, the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from attune_e2e import console, paths
from attune_e2e.errors import GREEN, RED
from attune_e2e.janitor import Janitor
from attune_e2e.markdown import table
from attune_e2e.results_folder import emptied, locked
from attune_e2e.trials import Laboratory, Trial, Verdict

HEADERS = ["switch", "tests", "on", "verdict"]


@dataclass(frozen=True)
class LabOptions:
    """What was asked for."""

    sources: Sequence[Path] = ()
    tier: int | None = None
    jobs: int | None = None
    results: Path | None = None


def perform(name: str, sources: Sequence[Path], trials: Sequence[Trial], options: LabOptions) -> int:
    """Run trials, print and write their table; returns the exit code."""
    folder = paths.results(options.results, list(sources)) / name
    with locked(folder), Janitor() as janitor:
        emptied(folder)
        verdicts = Laboratory(janitor, sources, folder, options.jobs).judge(trials)
    rows = [verdict.row for verdict in verdicts]
    (folder / f"{name}.md").write_text(f"# {name.title()}\n\n" + table(HEADERS, rows), encoding="utf-8")
    console.table(HEADERS, rows)
    return _close(name, verdicts)


def _close(name: str, verdicts: Sequence[Verdict]) -> int:
    bad = [verdict for verdict in verdicts if verdict.problems]
    for verdict in bad:
        console.error(f"{verdict.trial.id}:")
        for problem in verdict.problems:
            console.plain(f"    {problem}")
    (console.error if bad else console.success)(
        f"{name}: {len(verdicts) - len(bad)} of {len(verdicts)} as they must be"
    )
    return RED if bad else GREEN
