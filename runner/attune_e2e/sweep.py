"""`attune-e2e sweep` and `--teardown`: no leftovers on the platform, no files of old runs here."""

import re
from pathlib import Path

from attune_e2e import console, paths, results_folder, target
from attune_e2e.api import administrator
from attune_e2e.errors import GREEN, RED, RunnerError
from attune_e2e.leftovers import PREFIX, Sweeper, Swept

_UNITS = {"": 1, "s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400}


def seconds(text: str) -> float:
    """Return an age such as `90s`, `30m`, `2h` or `1d` in seconds; raises RunnerError for anything else."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([a-z]*)", text.strip().lower())
    if not found or found[2] not in _UNITS:
        raise RunnerError(f"'{text}' is no age: give it as 0, 90s, 30m, 2h or 1d")
    return float(found[1]) * _UNITS[found[2]]


def sweep(*, prefix: str = PREFIX, older_than: float = 3600, dry_run: bool = False) -> int:
    """Remove leftovers of dead runs from the platform that ATTUNE_API_URL names; returns the exit code."""
    if not prefix.startswith(PREFIX):
        raise RunnerError(
            f"the prefix '{prefix}' is not ours: give {PREFIX} or what begins with it, such as {PREFIX}k3f"
        )
    found = target.given()
    if found is None:
        raise RunnerError("ATTUNE_API_URL is not set: an embedded emulator takes its leftovers with it")
    target.check(found)
    sweeper = Sweeper(administrator(found.url), prefix=prefix, older_than=older_than, dry_run=dry_run)
    return _show(sweeper.sweep(), dry_run)


def _show(swept: Swept, dry_run: bool) -> int:
    if not swept.total:
        console.success("no leftovers")
        return GREEN
    rows = [[kind, str(len(names)), str(swept.removed.get(kind, 0))] for kind, names in swept.found.items()]
    console.table(["leftovers", "found", "removed"], rows)
    for kind, names in swept.found.items() if dry_run else ():
        console.plain(f"  {kind}: {', '.join(sorted(names))}")
    for failure in swept.failures:
        console.error(failure)
    if dry_run:
        console.info(f"{swept.total} leftovers; nothing was removed (--dry-run)")
        return GREEN
    (console.error if swept.failures else console.success)(f"{sum(swept.removed.values())} of {swept.total} removed")
    return RED if swept.failures else GREEN


def teardown(results: Path | None) -> int:
    """Remove leftovers of every age, and what runs wrote here; returns the exit code."""
    code = GREEN
    if target.given():
        code = sweep(older_than=0)
    else:
        console.info("ATTUNE_API_URL is not set: there is no platform to remove leftovers from")
    folder = paths.results(results, [Path.cwd(), paths.root()])
    with results_folder.locked(folder):
        removed = results_folder.clear(folder)
    console.success(f"removed from {folder}: {', '.join(removed) or 'nothing was there'}")
    return code
