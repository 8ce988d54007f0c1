"""What a run left, and what is missing in it."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
import robot

from attune_e2e import summary, xunit
from attune_e2e.catalogue import PlannedTest
from attune_e2e.outcome import Outcome, Result, judge
from attune_e2e.seen import Ended, Seen


@pytest.fixture
def output(suites: Path, tmp_path: Path) -> Path:
    robot.run(
        str(suites), output=str(tmp_path / "output.xml"), log=None, report=None, console="none",
        variable=["EXIT_CODE:7"], include=["tier1"],
    )  # fmt: skip
    return tmp_path / "output.xml"


def statuses(outcome: Outcome) -> dict[str, str]:
    return {result.test.name: result.status for result in outcome.results}


def test_results_are_those_of_the_output(output: Path, tests: list[PlannedTest]) -> None:
    outcome = judge(output, [test for test in tests if test.tier == 1])
    assert statuses(outcome) == {
        "Nested [Fields] Arrive": "FAIL",
        "A Node Action Runs": "SKIP",
        "An Exit Code Is Recorded": "FAIL",
        "The Worker Dies": "PASS",
    }
    assert not outcome.green


def test_a_planned_test_that_is_missing_is_lost(output: Path, tests: list[PlannedTest]) -> None:
    outcome = judge(output, tests)
    [lost] = outcome.of("LOST")
    assert lost.test.name == "A Child Ends Before Its Parent"
    assert not outcome.green


def test_a_lost_test_that_had_ended_says_how(output: Path, tests: list[PlannedTest]) -> None:
    seen = Seen(ended={tests[-1].full_name: Ended("FAIL", 1.0, "boom")})
    [lost] = judge(output, tests, seen=seen).of("LOST")
    assert lost.message.endswith("it had ended with FAIL: boom")


@pytest.mark.parametrize("content", [None, "", "<robot>"])
def test_an_output_that_is_missing_or_broken_loses_everything(
    tmp_path: Path, tests: list[PlannedTest], content: str | None
) -> None:
    file = tmp_path / "broken.xml"
    if content is not None:
        file.write_text(content)
    outcome = judge(file, tests)
    assert len(outcome.of("LOST")) == len(tests)
    assert outcome.problems


def test_of_a_stopped_run_the_robots_word_counts(tmp_path: Path, tests: list[PlannedTest]) -> None:
    first, second, third, fourth, _ = tests
    seen = Seen(
        started={test.full_name for test in (first, second, third, fourth)},
        ended={
            first.full_name: Ended("PASS", 0.5, ""),
            second.full_name: Ended("FAIL", 0.5, "boom"),
            third.full_name: Ended("FAIL", 0.1, "Execution terminated by signal"),
        },
    )
    outcome = judge(tmp_path / "none.xml", tests, stopped=True, seen=seen)
    assert [result.status for result in outcome.results] == ["PASS", "FAIL", "NOT RUN", "NOT RUN", "NOT RUN"]
    assert [result.message for result in outcome.results[3:]] == [
        "the run was stopped while it ran",
        "the run was stopped before it began",
    ]


def test_an_empty_run_is_not_green() -> None:
    assert not Outcome([]).green


def outcome_of(tests: list[PlannedTest]) -> Outcome:
    words = [
        ("PASS", ""),
        ("SKIP", "no Node"),
        ("FAIL", "bad \x00 | <b>\nsecond line"),
        ("LOST", "gone"),
        ("NOT RUN", ""),
    ]
    return Outcome([Result(test, *word, 1.5) for test, word in zip(tests, words, strict=True)])  # type: ignore[arg-type]  # why: the words are statuses


def test_xunit_holds_every_test_lost_ones_as_errors(tests: list[PlannedTest], tmp_path: Path) -> None:
    xunit.write(outcome_of(tests), tmp_path / "xunit.xml")
    root = ElementTree.parse(tmp_path / "xunit.xml").getroot()
    assert root.tag == "testsuites"
    totals = {name: root.get(name) for name in ("tests", "failures", "errors", "skipped")}
    assert totals == {"tests": "5", "failures": "1", "errors": "1", "skipped": "2"}
    assert len(list(root.iter("testcase"))) == 5
    [failure] = root.iter("failure")
    assert failure.text == "bad � | <b>\nsecond line"


def test_the_summary_counts_by_tier_scenario_feature_and_gap(tests: list[PlannedTest]) -> None:
    text = summary.text(outcome_of(tests), seconds=12)
    assert "❌ red**: 5 tests, 1 passed, 1 failed, 1 skipped, 1 lost, 1 not run in 12.0 s" in text
    assert "| 1 | Tier 1: Core Automation Flows (MVP Essential) | 4 | 2 | 1 | 2 | 1 |" in text
    assert "| T1.8 | Action failure handling | 2 | 1 | 0 | 2 | 0 |" in text
    assert "| webhook |  | 2 | 1 | 1 | 0 | 1 |" in text
    assert "| made-up | T1 08 Failure › An Exit Code Is Recorded | FAIL |" in text
    assert "bad \x00 \\| &lt;b> second line" in text


def test_the_summary_goes_to_the_page_of_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    summary.write("mine\n", tmp_path / "summary.md")
    assert page.read_text() == "before\nmine\n\n"
    assert (tmp_path / "summary.md").read_text() == "mine\n"


def test_a_suites_time_holds_its_set_up(tmp_path: Path) -> None:
    suite = tmp_path / "window.robot"
    suite.write_text("*** Settings ***\nSuite Setup    Sleep    0.3\n*** Test Cases ***\nQuick\n    Log    x\n")
    robot.run(str(suite), output=str(tmp_path / "w.xml"), log=None, report=None, console="none")
    outcome = judge(tmp_path / "w.xml", [])
    assert outcome.suite_seconds["Window"] >= 0.3
