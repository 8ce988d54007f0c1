"""Each house rule finds what breaks it, and nothing in a file that keeps it."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from attune_e2e.house_rules import keyword_rules, source_rules, suite_rules, tag_rules
from attune_e2e.house_rules.finding import Finding
from attune_e2e.house_rules.robot_file import RobotFile
from attune_e2e.plan import plan

GOOD = """
*** Settings ***
Documentation    A suite.
Resource         some.resource
Test Tags        tier1    T1.4    webhook
*** Test Cases ***
A Post Becomes An Event
    [Documentation]    It does.
    [Tags]    S1.4-a
    Fire Webhook    hook
    Wait For Event Count    1
Shapes Arrive
    [Documentation]    As they are.
    [Template]    Payload Should Arrive
    # payload
    ${{ {} }}
    Sleepy
*** Keywords ***
Payload Should Arrive
    [Documentation]    One row.
    [Arguments]    ${payload}
    Fire Webhook    hook    ${payload}
"""


def parsed(tmp_path: Path, text: str, name: str = "suite.robot") -> RobotFile:
    file = tmp_path / name
    file.write_text(text)
    return RobotFile(file)


def rules(findings: Iterable[Finding]) -> list[tuple[str, int]]:
    return [(finding.rule, finding.line) for finding in findings]


def test_a_suite_that_keeps_the_rules_has_no_finding(tmp_path: Path) -> None:
    file = parsed(tmp_path, GOOD)
    assert [rules(rule(file)) for rule in suite_rules.RULES] == [[]] * len(suite_rules.RULES)


@pytest.mark.parametrize(
    "call",
    [
        "Sleep    1s",
        "BuiltIn.Sleep    1s",
        "Wait Until Keyword Succeeds    5s    1s    Fire Webhook    hook",
        "Log To Console    here",
        "No Operation",
        "Run Keywords    Sleep    1s",
        "[Setup]    Sleep    1s",
        "run_keyword_and_ignore_error    Fire Webhook",
    ],
)
def test_forbidden_keywords_are_found_wherever_they_are_called(tmp_path: Path, call: str) -> None:
    file = parsed(tmp_path, GOOD.replace("Fire Webhook    hook\n    Wait", call + "\n    Wait"))
    assert rules(suite_rules.no_forbidden_keywords(file)) == [("forbidden-keyword", 10)]


@pytest.mark.parametrize(
    "block",
    [
        "FOR    ${i}    IN    1    2\n        Log    ${i}\n    END",
        "IF    True\n        Log    x\n    END",
        "IF    True    Log    x",
        "WHILE    False\n        Log    x\n    END",
        "TRY\n        Log    x\n    EXCEPT\n        Log    y\n    END",
    ],
)
def test_logic_is_found_in_tests_and_in_keywords(tmp_path: Path, block: str) -> None:
    in_test = parsed(tmp_path, GOOD.replace("Fire Webhook    hook\n    Wait", block + "\n    Wait"))
    assert rules(suite_rules.no_control_structures(in_test)) == [("no-logic", 10)]
    in_keyword = parsed(tmp_path, GOOD + f"    {block}\n")
    assert [rule for rule, _ in rules(suite_rules.no_control_structures(in_keyword))] == ["no-logic"]


def test_what_says_nothing_about_itself_is_found(tmp_path: Path) -> None:
    text = GOOD.replace("Documentation    A suite.\n", "").replace("    [Documentation]    It does.\n", "")
    found = list(suite_rules.documented(parsed(tmp_path, text.replace("    [Documentation]    One row.\n", ""))))
    assert [finding.message for finding in found] == [
        "the file has no Documentation",
        "test `A Post Becomes An Event` has no [Documentation]",
        "keyword `Payload Should Arrive` has no [Documentation]",
    ]


def test_a_table_without_a_header_row_is_found(tmp_path: Path) -> None:
    assert rules(suite_rules.tables_headed(parsed(tmp_path, GOOD.replace("    # payload\n", "")))) == [
        ("table-header", 12)
    ]
    below = GOOD.replace("    # payload\n", "").replace("    Sleepy\n", "    # payload\n    Sleepy\n")
    assert rules(suite_rules.tables_headed(parsed(tmp_path, below))) == [("table-header", 12)]


def test_a_template_of_the_whole_file_counts(tmp_path: Path) -> None:
    text = "*** Settings ***\nTest Template    Log\n*** Test Cases ***{}\nOne\n    1\n"
    assert rules(suite_rules.tables_headed(parsed(tmp_path, text.format("")))) == [("table-header", 4)]
    assert not list(suite_rules.tables_headed(parsed(tmp_path, text.format("    value"))))


def test_a_suite_that_leans_on_others_is_found(tmp_path: Path) -> None:
    text = GOOD.replace("Test Tags        tier1    T1.4    webhook\n", "").replace(
        "Resource         some.resource\n", ""
    )
    assert [message for _, message in _messages(suite_rules.self_contained(parsed(tmp_path, text)))] == [
        "the file has no Test Tags of its own",
        "the file has no Resource or Library of its own",
    ]
    assert not list(suite_rules.self_contained(parsed(tmp_path, text, "__init__.robot")))


def _messages(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    return [(finding.rule, finding.message) for finding in findings]


def listed(tmp_path: Path, *lines: str) -> Path:
    file = tmp_path / "tags.txt"
    file.write_text("\n".join(["# what may be", *lines]))
    return file


def test_a_tag_that_is_not_listed_is_found_with_its_neighbour(tmp_path: Path) -> None:
    tags = listed(tmp_path, "tier1  flows", "T1.*  scenario", "S1.*", "webhooks  posts")
    found = list(tag_rules.tags_allowed([parsed(tmp_path, GOOD)], tags))
    assert [finding.message for finding in found] == [
        "test `A Post Becomes An Event`: 'webhook' is not in tags.txt; near matches: webhooks",
        "test `Shapes Arrive`: 'webhook' is not in tags.txt; near matches: webhooks",
        "no test has the tag 'webhooks'",
    ]
    assert found[-1].line == 5


@pytest.mark.parametrize(
    ("tags", "messages"),
    [
        ("webhook    T1.4", ["neither a tier nor api"]),
        ("tier1    tier2    T1.4", ["['tier1', 'tier2']"]),
        ("tier1    webhook", ["no scenario", "case S1.4-a without its scenario T1.4"]),
        ("tier1    T1.44", ["'T1.44', which the plan does not know", "case S1.4-a without"]),
        ("tier1    T1.8", ["case S1.4-a without its scenario T1.4"]),
        ("api    X.16    T1.4", []),
    ],
)
def test_a_test_without_its_place_in_the_plan_is_found(tmp_path: Path, tags: str, messages: list[str]) -> None:
    text = GOOD.partition("Shapes")[0].replace("tier1    T1.4    webhook", tags)
    found = [finding.message for finding in tag_rules.tags_complete([parsed(tmp_path, text)])]
    assert len(found) == len(messages)
    assert all(part in message for part, message in zip(messages, found, strict=True))


def test_a_tag_taken_away_does_not_count(tmp_path: Path) -> None:
    text = GOOD.partition("Shapes")[0].replace("[Tags]    S1.4-a", "[Tags]    S1.4-a    -tier1")
    assert rules(tag_rules.tags_complete([parsed(tmp_path, text)])) == [("tag-place", 7)]


def test_every_case_of_the_plan_must_be_there(tmp_path: Path) -> None:
    found = [finding.message for finding in tag_rules.cases_present([parsed(tmp_path, GOOD)], tmp_path)]
    assert len(plan().cases) == 33
    assert len(found) == 32
    assert not any("S1.4-a" in message for message in found)


def test_a_gap_without_an_entry_is_found(tmp_path: Path) -> None:
    file = parsed(tmp_path, GOOD.replace("S1.4-a", "gap:key-tll    gap:past-date"))
    found = list(tag_rules.gaps_registered([file], {"key-ttl": {}, "past-date": {}}))
    assert [finding.message for finding in found] == [
        "test `A Post Becomes An Event` gap 'key-tll' is not in gaps.yaml; near matches: key-ttl"
    ]


Rule = Callable[[Path], Iterable[Finding]]


@pytest.mark.parametrize(
    ("rule", "text", "lines"),
    [
        (source_rules.not_too_long, "x = 1\n" * 400, []),
        (source_rules.not_too_long, "x = 1\n" * 401, [400]),
        (source_rules.reasons_given, "x = y()  # type: ignore\n", [1]),
        (source_rules.reasons_given, "x = y()  # noqa: E501\n", [1]),
        (source_rules.reasons_given, "x = y()  # noqa: E501  # why: a URL\n", []),
        (source_rules.reasons_given, "try:\n    x()\nexcept Exception:\n    pass\n", [3]),
        (source_rules.reasons_given, "try:\n    x()\nexcept: pass\n", [3]),
        (source_rules.reasons_given, "try:\n    x()\nexcept Exception as e:\n    ...  # never\n", [3]),
        (source_rules.reasons_given, "try:\n    x()\nexcept KeyError:\n    pass  # absent is fine\n", []),
        (source_rules.reasons_given, "try:\n    x()\nexcept Exception:\n    raise\n", []),
    ],
)
def test_sources(tmp_path: Path, rule: Rule, text: str, lines: list[int]) -> None:
    file = tmp_path / "module.py"
    file.write_text(text)
    assert [finding.line for finding in rule(file)] == lines


def test_only_the_waiter_sleeps_without_a_reason(tmp_path: Path) -> None:
    waiter = tmp_path / source_rules.SLEEPER
    other = waiter.with_name("other.py")
    waiter.parent.mkdir(parents=True)
    waiter.write_text("time.sleep(1)\n")
    other.write_text("time.sleep(1)\ntime.sleep(2)  # why: no platform yet\nfrom time import sleep\n")
    assert not list(source_rules.one_sleeper(waiter, tmp_path))
    assert [finding.line for finding in source_rules.one_sleeper(other, tmp_path)] == [1, 3]


LIBRARY = '''
def good():
    """Does it.

    Example:
    | Good
    """
def alias():
    """Same as `Good`."""
def bare():
    """Does it."""
def silent(): ...
def verify_it():
    """Does it.

    | Verify It
    """
'''


def test_keywords_without_words_or_examples_are_found(tmp_path: Path) -> None:
    file = tmp_path / "Sample.py"
    file.write_text(LIBRARY)
    found = keyword_rules.keywords_documented(keyword_rules.keywords_of(str(file)))
    assert [finding.message for finding in found] == [
        "keyword `Bare` has no example",
        "keyword `Silent` has no documentation",
        "keyword `Verify It`: say what it does, or `... Should ...`",
    ]
