"""`--self-test`: the project's own checks and tests, with the counts of each step and their sum."""

import json
import os
import sys
import time
from pathlib import Path

from attune_e2e import console, paths, results_folder
from attune_e2e.checks.step import Counts, Step, Surroundings
from attune_e2e.checks.steps import every
from attune_e2e.errors import GREEN, RED, RunnerError
from attune_e2e.janitor import Janitor

# What would point the checks at something else than the emulator they start.
_TARGET = ("ATTUNE_", "TEST_", "ROBOT_", "GAPS", "TIMEOUT_SCALE", "KEEP_RESOURCES", "GITHUB_STEP_SUMMARY")
_KEPT = ("ATTUNE_NODE", "ATTUNE_E2E_")


def self_test(*, stop: bool = False, verbose: bool = False, processes: int | None = None) -> int:
    """Run every step, or those up to the first red one; returns the exit code.

    Raises:
        RunnerError: there is no checkout to check.
    """
    root = paths.checkout()
    if root is None:
        raise RunnerError("--self-test checks the checkout: run it from there")
    results = root / "results"
    found: dict[str, Counts] = {}
    with results_folder.locked(results), Janitor() as janitor:
        results_folder.clear(results)
        output = results / "self-test"
        output.mkdir(parents=True)
        where = Surroundings(root, output, {**_surroundings(), **janitor.mark})
        for step in every(processes):
            found[step.name] = _perform(step, where, verbose)
            if stop and found[step.name].failed:
                break
    return _close(found, results / results_folder.SELF_TEST)


def _surroundings() -> dict[str, str]:
    found = paths.environment()
    for name in list(found):
        if name.startswith(_TARGET) and not name.startswith(_KEPT):
            del found[name]
    # The checks' own tests start with python -m, whatever is or is not activated.
    found["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), found.get("PATH", os.defpath)])
    return found


def _perform(step: Step, where: Surroundings, verbose: bool) -> Counts:
    console.info(f"{step.name} ...")
    started = time.monotonic()
    counts = step.perform(where)
    line = f"{step.name}: {counts.passed} passed, {counts.failed} failed ({time.monotonic() - started:.1f} s)"
    (console.error if counts.failed else console.success)(line)
    for text in counts.lines if counts.failed or verbose else ():
        console.plain(f"    {text}")
    for name in counts.unsteady:
        console.warning(f"passed only at the second try: {name}")
    return counts


def _close(found: dict[str, Counts], target: Path) -> int:
    total = sum(found.values(), Counts())
    steps = {
        step: {"passed": counts.passed, "failed": counts.failed, "unsteady": counts.unsteady}
        for step, counts in found.items()
    }
    target.write_text(json.dumps({"steps": steps, "passed": total.passed, "failed": total.failed}, indent=1))
    console.plain(f"{total.passed} passed, {total.failed} failed")
    return RED if total.failed else GREEN
