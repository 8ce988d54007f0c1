"""The steps of the self-test, cheap ones first."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from attune_e2e import catalogue, paths
from attune_e2e.checks.step import (
    Counts,
    Step,
    Surroundings,
    junit_counts,
    robot_counts,
    robot_failures,
    second_try,
)
from attune_e2e.house_rules import lint

PYTHON = ("libraries", "emulator", "runner", "tests", "benchmarks")


def every(processes: int | None) -> list[Step]:
    """Return the steps in their order."""
    return [
        Step("ruff", _ruff),
        Step("mypy", _mypy),
        Step("robocop", _robocop),
        Step("house rules", _house_rules),
        Step("libdoc", _libdoc),
        Step("dry run of the suites", _dry_run),
        Step("unit tests", lambda where: _pytest(where, "unit", "-n", "auto")),
        Step("emulator tests", lambda where: _pytest(where, "emulator")),
        Step("acceptance tests", _acceptance),
        Step("containers on a stand-in engine", _containers),
        Step("Tier 1 on the emulator", lambda where: _tier_1(where, processes)),
    ]


def _module(name: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", name, *arguments]


def _ruff(where: Surroundings) -> Counts:
    folders = [folder for folder in PYTHON if (where.root / folder).is_dir()]
    return where.run("ruff", _module("ruff", "check", *folders)).clean()


def _mypy(where: Surroundings) -> Counts:
    return where.run("mypy", _module("mypy")).clean()


def _robocop(where: Surroundings) -> Counts:
    return where.run("robocop", [paths.script("robocop"), "check", "suites", "resources"]).clean()


def _house_rules(where: Surroundings) -> Counts:
    found = Counts()
    for name, rules in lint.GROUPS.items():
        findings = [finding.text(where.root) for finding in rules(lint.Checkout(where.root))]
        found += Counts(failed=1, lines=[f"{name}:", *findings]) if findings else Counts(passed=1)
    return found


def _libdoc(where: Surroundings) -> Counts:
    """Document the library and each resource: one count for each."""
    found = Counts()
    for source in _documented(where.root):
        target = where.output / f"{source.stem}.json"
        done = where.run(f"libdoc-{source.stem}", _module("robot.libdoc", str(source), str(target)))
        found += done.clean()
    return found


def _documented(root: Path) -> Iterator[Path]:
    yield root / "libraries" / "AttuneLibrary"
    yield from sorted((root / "resources").glob("*.resource"))


def _dry_run(where: Surroundings) -> Counts:
    return _robot(where, "dry-run", "--dryrun", "suites")


def _robot(where: Surroundings, name: str, *arguments: str) -> Counts:
    folder = where.output / name
    done = where.run(name, _module("robot", "--outputdir", str(folder), "--consolecolors", "off", *arguments))
    return robot_counts(folder / "output.xml", done)


def _pytest(where: Surroundings, name: str, *more: str) -> Counts:
    report = where.output / f"{name}.xml"
    # A busy machine can be slower than any test allows for: one more try tells that from a fault, and is told.
    options = ["-q", "-rfER", "-p", "no:cacheprovider", "--reruns", "1", "--junitxml", str(report)]
    done = where.run(name, _module("pytest", *options, *more, f"tests/{name}"))
    return junit_counts(report, done)


def _acceptance(where: Surroundings) -> Counts:
    """Run tests that have to fail in a certain way, then judge them by what their documentation expects."""
    found, judged = _judged(where, "acceptance")
    failed = robot_failures(judged)
    if not failed:
        return found
    again, _ = _judged(where, "acceptance-again", *_only(failed))
    return second_try(found, again, failed)


def _containers(where: Surroundings) -> Counts:
    """Run the tests of containers, which no other step can: an engine is not to be had on every machine."""
    engine = where.root / "tests" / "acceptance" / "containers" / "stand_in_engine.py"
    environment = {**where.environment, "ATTUNE_CONTAINER_ENGINE": f"{sys.executable} {engine}"}
    return _robot(replace(where, environment=environment), "containers", "--include", "T3.17", "suites/tier3")


def _judged(where: Surroundings, name: str, *more: str) -> tuple[Counts, Path]:
    folder = where.output / name
    arguments = ["--outputdir", str(folder), "--log", "NONE", "--report", "NONE", *more, "tests/acceptance"]
    ran = where.run(name, _module("robot", *arguments))
    judged = folder / "judged.xml"
    done = where.run(f"{name}-judged", _module("robotstatuschecker", str(folder / "output.xml"), str(judged)))
    return robot_counts(judged, done if judged.exists() else ran), judged


def _only(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from ("--test", catalogue.literal(name))


def _tier_1(where: Surroundings, processes: int | None) -> Counts:
    folder = where.output / "tier1"
    options = ["--tier", "1", "--results", str(folder), "--coverage"]
    options += ["--processes", str(processes)] if processes else []
    done = where.run("tier1-console", _module("attune_e2e", "run", *options))
    found = robot_counts(folder / "output.xml", done)
    # A lost test is in no output: the runner's own verdict knows.
    if done.code and not found.failed:
        return Counts(found.passed, 1, done.lines[-20:])
    failed = robot_failures(folder / "output.xml")
    return second_try(found, _robot(where, "tier1-again", *_only(failed), "suites"), failed) if failed else found
