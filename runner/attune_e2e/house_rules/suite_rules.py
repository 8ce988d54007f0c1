"""Rules for suites and resources: documented, self-contained, tables headed, no sleeping, no logic."""

from collections.abc import Iterator

from attune_e2e.house_rules.finding import Finding
from attune_e2e.house_rules.robot_file import CONTROL, RobotFile, calls

FORBIDDEN = {
    "sleep": "wait for what has to happen instead: `Wait For ...`, `... Should Stay`, or a later stimulus",
    "wait until keyword succeeds": "use `Wait For Condition`: it tells what it saw and stops when there is no hope",
    "log to console": "use `Summary` or `Log`",
    "no operation": "a step that does nothing proves nothing",
    "run keyword if": "logic belongs into Python",
    "run keyword unless": "logic belongs into Python",
    "run keyword and ignore error": "a failure that is ignored proves nothing",
    "run keyword and return status": "logic belongs into Python",
}


def no_forbidden_keywords(file: RobotFile) -> Iterator[Finding]:
    """No sleeping, no blind retries, no stubs, no hidden logic."""
    for word, line in calls(file.statements):
        reason = FORBIDDEN.get(word.lower().replace("_", " ").removeprefix("builtin."))
        if reason:
            yield Finding(file.path, line, "forbidden-keyword", f"`{word}`: {reason}")


def no_control_structures(file: RobotFile) -> Iterator[Finding]:
    """No FOR, IF, TRY or WHILE: a test is a list of steps."""
    for statement in file.of(*CONTROL):
        yield Finding(
            file.path, statement.lineno, "no-logic", f"{statement.type} in a robot file: logic belongs into Python"
        )


def documented(file: RobotFile) -> Iterator[Finding]:
    """Every file, test and keyword says what it is for."""
    if not file.documented:
        yield Finding(file.path, 1, "documentation", "the file has no Documentation")
    for test in file.tests:
        if not test.documented:
            yield Finding(file.path, test.line, "documentation", f"test `{test.name}` has no [Documentation]")
    for keyword in file.keywords:
        if not any(statement.type == "DOCUMENTATION" for statement in keyword.body):
            yield Finding(
                file.path, keyword.lineno, "documentation", f"keyword `{keyword.name}` has no [Documentation]"
            )


def tables_headed(file: RobotFile) -> Iterator[Finding]:
    """A table of template rows begins with a comment that names its columns."""
    for test in file.tests:
        if test.templated and not test.headed and not file.headed_table:
            yield Finding(
                file.path, test.line, "table-header", f"test `{test.name}`: no comment row above the first row"
            )


def self_contained(file: RobotFile) -> Iterator[Finding]:
    """A suite runs alone: it has its own tags and imports."""
    if not file.is_suite:
        return
    if not file.tags:
        yield Finding(file.path, 1, "self-contained", "the file has no Test Tags of its own")
    if not file.imports:
        yield Finding(file.path, 1, "self-contained", "the file has no Resource or Library of its own")
    if not file.tests:
        yield Finding(file.path, 1, "self-contained", "the file has no tests")


RULES = (no_forbidden_keywords, no_control_structures, documented, tables_headed, self_contained)
