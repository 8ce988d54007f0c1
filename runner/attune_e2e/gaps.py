"""`attune-e2e gaps`: each known gap, switched on, fails exactly its tests for its registered reason."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from attune_e2e import catalogue, console, paths, yaml_file
from attune_e2e.catalogue import PlannedTest
from attune_e2e.errors import RunnerError
from attune_e2e.selection import Selection, near
from attune_e2e.switches import LabOptions, perform
from attune_e2e.trials import Trial

REGISTER = Path("core/gaps.yaml")
TOGETHER = "all"


def gaps(ids: Sequence[str], options: LabOptions) -> int:
    """Try the named gaps, or all that tests carry and then all of them together; returns the exit code."""
    sources = paths.suites(list(options.sources))
    tests = Selection(tier=options.tier).apply(catalogue.read(sources))
    register = registered()
    used = sorted({gap for test in tests for gap in test.gaps})
    for gap in ids:
        if gap not in used:
            raise RunnerError(f"no test has the tag 'gap:{gap}'" + near(gap, used))
    if missing := [gap for gap in used if gap not in register]:
        raise RunnerError(f"gap '{missing[0]}' has no entry in {REGISTER}")
    if not used:
        raise RunnerError("no test has a tag gap:...")
    trials = [_trial(gap, tests, register) for gap in ids or used]
    if not ids:
        trials.append(_together(tests, register))
    console.heading(f"Gaps: {len(trials)} trials")
    return perform("gaps", sources, trials, options)


def registered() -> dict[str, Any]:
    """Return the library's register of gaps.

    Raises:
        RunnerError: the library is not installed.
    """
    folder = paths.package_folder("AttuneLibrary")
    if folder is None:
        raise RunnerError("AttuneLibrary is not installed: it holds the register of gaps")
    return yaml_file.read(folder / REGISTER)


def _trial(gap: str, tests: Sequence[PlannedTest], register: dict[str, Any]) -> Trial:
    mine = tuple(test for test in tests if gap in test.gaps)
    return Trial(gap, ("--gaps", gap), mine, {test.full_name: register[gap]["pattern"] for test in mine})


def _together(tests: Sequence[PlannedTest], register: dict[str, Any]) -> Trial:
    """All gaps at once: the tagged tests fail, each for one of its reasons, and no other."""
    expected = {
        test.full_name: "|".join(f"(?:{register[gap]['pattern'].replace('(?i)', '')})" for gap in test.gaps)
        for test in tests
        if test.gaps
    }
    flagged = {name: f"(?i){pattern}" for name, pattern in expected.items()}
    return Trial(TOGETHER, ("--gaps", "all"), tuple(tests), flagged)
