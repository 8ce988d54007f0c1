"""How often tests pass, and how near they come to their timeouts."""

import json
from pathlib import Path

import pytest

from attune_e2e import flaky
from attune_e2e.catalogue import PlannedTest
from attune_e2e.outcome import Outcome, Result

from .conftest import Runner

pytestmark = pytest.mark.usefixtures("platform")
ONCE = """*** Settings ***
Library    OperatingSystem
*** Test Cases ***
It Fails Once
    [Tags]    tier1    T1.1
    ${before}=    Run Keyword And Return Status    File Should Exist    ${MARK}
    Create File    ${MARK}
    Should Be True    ${before}    it was the first time
It Never Fails
    [Tags]    tier1    T1.1
    Log    x
*** Variables ***
${MARK}    %{TMPDIR}/mark
"""


def test_a_test_that_fails_once_is_not_steady(start: Runner, suites: Path) -> None:
    (suites / "tier1" / "once.robot").write_text(ONCE)
    run = start("flaky", "--times", "2", "suites/tier1/once.robot")
    output, _ = run.communicate(timeout=90)
    assert run.returncode == 1, output
    assert "✗ run 1 of 2: 1 passed, 1 failed, 0 skipped" in output
    assert "✓ run 2 of 2: 2 passed, 0 failed, 0 skipped" in output
    assert "2 tests: 1 not steady, 0 with less than 50% of a timeout left" in output
    rows = json.loads((suites.parent / "results" / "flaky" / "flaky.json").read_text())
    assert [(row["test"], row["passed"]) for row in rows] == [
        ("Once › It Fails Once", "1 of 2"), ("Once › It Never Fails", "2 of 2"),
    ]  # fmt: skip


def test_the_margin_is_what_the_nearest_wait_left(tests: list[PlannedTest]) -> None:
    test = tests[0]
    records = {test: flaky.Record()}
    waits = [
        {"test": test.full_name, "seconds": 1, "limit": 10},
        {"test": test.full_name, "seconds": 6, "limit": 8},
        {"test": "another", "seconds": 9, "limit": 10},
        {"test": test.full_name, "seconds": 3, "limit": 0},
    ]
    flaky._take(records, Outcome([Result(test, "PASS", seconds=7.0)]), flaky._used(waits))
    assert records[test].row(test)[1:5] == ["1 of 1", "25%", "7.0 s", "7.0 s"]


def test_one_run_shows_nothing(start: Runner) -> None:
    run = start("flaky", "--times", "1")
    output, _ = run.communicate(timeout=30)
    assert (run.returncode, output.strip()) == (2, "✗ --times is 1: one run shows nothing, give 2 or more")
