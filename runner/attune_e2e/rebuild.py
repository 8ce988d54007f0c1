"""`attune-e2e report`: the reports anew, from what a run left."""

from pathlib import Path

from attune_e2e import metrics, paths, report, results_folder
from attune_e2e.errors import GREEN, RED


def rebuild(results: Path | None) -> int:
    """Rewrite summary.md and xunit.xml; returns 0 only if the run was all green."""
    folder = paths.results(results, [Path.cwd()])
    outcome, _ = results_folder.rejudge(folder)
    report.write(outcome, folder, extra=metrics.section(metrics.merge(folder)))
    report.show(outcome, folder)
    return GREEN if outcome.green else RED
