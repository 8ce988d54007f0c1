"""`attune-e2e mutants`: each fault that can be seeded in the emulator is noticed by the tests that must notice it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from attune_e2e import catalogue, console, emulator, paths, target, yaml_file
from attune_e2e.catalogue import PlannedTest
from attune_e2e.errors import RunnerError
from attune_e2e.janitor import Janitor
from attune_e2e.selection import Selection, near
from attune_e2e.switches import LabOptions, perform
from attune_e2e.target import Target
from attune_e2e.trials import Trial

CATCHERS = "mutants.yaml"


def mutants(ids: Sequence[str], options: LabOptions) -> int:
    """Try the named defects, or all that the tier's tests can notice; returns the exit code."""
    sources = paths.suites(list(options.sources))
    every = catalogue.read(sources)
    tests = Selection(tier=options.tier).apply(every)
    defects = {defect["id"]: defect for defect in _defects()}
    for defect in ids:
        if defect not in defects:
            raise RunnerError(f"the emulator has no defect '{defect}'" + near(defect, list(defects)))
    catchers = _catchers(sources)
    if unknown := [defect for defect in catchers if defect not in defects]:
        raise RunnerError(f"{CATCHERS} names '{unknown[0]}', which is no defect of the emulator")
    _all_exist(catchers, every)
    found = [_trial(defects[name], tests, catchers.get(name)) for name in ids or defects]
    trials = [trial for trial in found if trial.tests]
    for trial in found:
        if not trial.tests:
            console.warning(
                f"{trial.id}: no test here can notice it (scenarios {', '.join(defects[trial.id]['scenarios'])})"
            )
    if not trials:
        raise RunnerError("there is no test for any of these defects")
    console.heading(f"Mutants: {len(trials)} trials")
    return perform("mutants", sources, trials, options)


def _defects() -> list[dict[str, Any]]:
    """Ask an emulator for its defects."""
    with Janitor() as janitor:
        started = emulator.start(janitor)
        found = target.control(Target(started.url, started.ws_url), "defects")
        started.stop()
    if found is None:
        raise RunnerError("the emulator does not list its defects")
    return list(found)


def _catchers(sources: Sequence[Path]) -> dict[str, dict[str, str]]:
    """Return, for each defect, the tests that must notice it and the pattern of their failures."""
    files = [source / CATCHERS for source in sources if (source / CATCHERS).is_file()]
    found: dict[str, dict[str, str]] = {}
    for file in files:
        found.update(yaml_file.read(file))
    return found


def _all_exist(catchers: dict[str, dict[str, str]], tests: Sequence[PlannedTest]) -> None:
    names = {test.name for test in tests}
    for defect, named in catchers.items():
        for name in named:
            if name not in names:
                raise RunnerError(f"{CATCHERS}: {defect} names the test '{name}', which does not exist")


def _trial(defect: dict[str, Any], tests: Sequence[PlannedTest], catchers: dict[str, str] | None) -> Trial:
    options = ("--defects", str(defect["id"]))
    if catchers is None:
        mine = tuple(test for test in tests if set(test.scenarios) & set(defect["scenarios"]) and not test.gaps)
        return Trial(defect["id"], options, mine, None)
    # Names repeat from file to file, such as that of the health test: every test with such a name must notice it.
    named = tuple(test for test in tests if test.name in catchers)
    return Trial(defect["id"], options, named, {test.full_name: catchers[test.name] for test in named})
