"""Rules for tags: one list of what is allowed, and every case that must exist does."""

import re
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from attune_e2e.house_rules.finding import Finding
from attune_e2e.house_rules.robot_file import RobotFile, RobotTest
from attune_e2e.plan import CASE, SCENARIO, plan
from attune_e2e.selection import near

_PLACES = re.compile(r"tier\d|api")


def allowed_tags(file: Path) -> dict[str, int]:
    """Return the patterns of a list of tags and their lines; a line is `tag    what it says`, # begins a comment."""
    found = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        words = line.partition("#")[0].split()
        if words:
            found[words[0]] = number
    return found


def tags_allowed(files: Sequence[RobotFile], listed: Path) -> Iterator[Finding]:
    """Every tag is in the list, and everything in the list is used."""
    allowed = allowed_tags(listed)
    used = set()
    for test in _tests(files):
        for tag in test.tags:
            matching = [pattern for pattern in allowed if fnmatchcase(tag, pattern)]
            used.update(matching)
            if not matching:
                message = f"test `{test.name}`: '{tag}' is not in {listed.name}" + near(tag, list(allowed))
                yield Finding(test.file.path, test.line, "tag-allowed", message)
    yield from _unused(allowed, used, listed)


def _unused(allowed: Mapping[str, int], used: set[str], listed: Path) -> Iterator[Finding]:
    for pattern, line in allowed.items():
        if pattern not in used and "*" not in pattern and "?" not in pattern:
            yield Finding(listed, line, "tag-allowed", f"no test has the tag '{pattern}'")


def tags_complete(files: Sequence[RobotFile]) -> Iterator[Finding]:
    """Every test says its place in the plan: one tier or `api`, and the scenario; a case fits its scenario."""
    for test in _tests(files):
        places = [tag for tag in test.tags if _PLACES.fullmatch(tag)]
        scenarios = [tag for tag in test.tags if SCENARIO.fullmatch(tag)]
        if len(places) != 1:
            yield _finding(
                test, "tag-place", f"has {places or 'neither a tier nor api'}, wanted one of tier1, tier2, tier3, api"
            )
        if not scenarios:
            yield _finding(test, "tag-scenario", "has no scenario such as T1.4 or X.8")
        for scenario in scenarios:
            if scenario.startswith("T") and scenario not in plan().scenarios:
                yield _finding(test, "tag-scenario", f"has '{scenario}', which the plan does not know")
        for case in (tag for tag in test.tags if CASE.fullmatch(tag)):
            if f"T{case[1:4]}" not in scenarios:
                yield _finding(test, "tag-scenario", f"has case {case} without its scenario T{case[1:4]}")


def cases_present(files: Sequence[RobotFile], folder: Path) -> Iterator[Finding]:
    """Every case of the plan's Tier 1 has a test."""
    there = {tag for test in _tests(files) for tag in test.tags}
    for case, title in plan().cases.items():
        if case not in there:
            yield Finding(folder, 1, "case-missing", f"no test has the tag {case} ({title})")


def gaps_registered(files: Sequence[RobotFile], registered: Mapping[str, object]) -> Iterator[Finding]:
    """A gap that a tag names is one the library knows the failure of."""
    for test in _tests(files):
        for tag in test.tags:
            gap = tag.removeprefix("gap:")
            if gap != tag and gap not in registered:
                yield _finding(test, "gap-registered", f"gap '{gap}' is not in gaps.yaml" + near(gap, list(registered)))


def _tests(files: Sequence[RobotFile]) -> Iterator[RobotTest]:
    for file in files:
        yield from file.tests


def _finding(test: RobotTest, rule: str, message: str) -> Finding:
    return Finding(test.file.path, test.line, rule, f"test `{test.name}` {message}")
