"""The test plan's tables: the tests there are, with the results that runs left."""

from pathlib import Path

import pytest
from robot.run import run

from attune_e2e import plan_document
from attune_e2e.errors import RunnerError

DOCUMENT = """# Test plan

Real platform: version 1, run on 2020-01-01.

Totals: none.

| scenario | title | state | tests |
|---|---|---|---|
| [T1.1](#t11) | One | planned | - |
| [T1.2](#t12) | Two | covered | 3 |

## Tier 1

### T1.1 One

**Duration**: estimated 5 s, measured not yet.

**State**: planned.

### T1.2 Two

**State**: covered.

| test | cases | emulator | real platform |
|---|---|---|---|
| Gone |  | pass | pass |

## Tier 2

Words.
"""
SUITE = """*** Settings ***
Test Tags    tier1    T1.1

*** Test Cases ***
It Holds
    [Tags]    S1.1-a
    Log    x

It Does Not
    Skip    needs something

It Never Did
    [Tags]    gap:one    gap:two
    Fail    Known gap 'one' of the platform: it is so

It Broke
    Fail    boom
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "suites").mkdir()
    (tmp_path / "suites" / "t1_01.robot").write_text(SUITE)
    (tmp_path / "docs").mkdir()
    (tmp_path / plan_document.TARGET).write_text(DOCUMENT)
    return tmp_path


def test_a_scenario_lists_its_tests_and_forgets_those_that_are_gone(checkout: Path) -> None:
    text = plan_document.text(checkout)
    assert "| [T1.1](#t11) | One | covered | 4 |" in text
    assert "| [T1.2](#t12) | Two | planned | - |" in text
    assert "| It Holds | S1.1-a | - | - |" in text
    assert "Gone" not in text
    assert text.endswith("**State**: planned.\n\n## Tier 2\n\nWords.\n")


def test_results_go_to_their_tests_and_stay(checkout: Path) -> None:
    run(str(checkout / "suites"), outputdir=str(checkout), output="real.xml", log="NONE", report="NONE", console="NONE")
    real = plan_document.read([checkout / "real.xml"])
    text = plan_document.with_results(checkout, plan_document.Ended(), real)
    rows = ("It Holds | S1.1-a | - | pass", "It Does Not |  | - | skip", "It Never Did |  | - | gap `one` `two`")
    assert [row for row in (*rows, "It Broke |  | - | fail") if f"| {row} |" not in text] == []
    assert "Totals: emulator 4 not run; real platform 1 pass, 1 skip, 1 gap, 1 fail." in text
    assert f"version 1, run on {real.day}." in text and real.day > "2020"
    (checkout / plan_document.TARGET).write_text(text)
    assert plan_document.text(checkout) == text


def test_the_emulators_times_are_told(checkout: Path) -> None:
    run(str(checkout / "suites"), outputdir=str(checkout), output="own.xml", log="NONE", report="NONE", console="NONE")
    ended = plan_document.read([checkout / "own.xml"])
    text = plan_document.with_results(checkout, ended, plan_document.Ended())
    assert f"estimated 5 s, measured {ended.seconds['T1.1']:.1f} s." in text


def test_an_output_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RunnerError, match="nowhere"):
        plan_document.read([tmp_path / "nowhere.xml"])
