"""The lists of tests in the document about gaps."""

from pathlib import Path

from attune_e2e import gap_tests

DOCUMENT = """# Gaps

Words.

## one

**Promise.** It is kept.

**Tests.**

- T1.1: An old one

## two

**Tests.** None yet.
"""
SUITE = """*** Settings ***
Test Tags    tier1    T1.2

*** Test Cases ***
It Is Kept
    [Documentation]    Of two gaps.
    [Tags]    gap:one
    Log    x
"""


def test_each_gap_gets_the_tests_that_carry_its_tag_and_nothing_else_changes(tmp_path: Path) -> None:
    (tmp_path / "suites").mkdir()
    (tmp_path / "suites" / "suite.robot").write_text(SUITE)
    (tmp_path / "docs").mkdir()
    (tmp_path / gap_tests.TARGET).write_text(DOCUMENT)
    assert gap_tests.text(tmp_path) == DOCUMENT.replace("T1.1: An old one", "T1.2: It Is Kept")


def test_a_gap_without_a_test_says_so(tmp_path: Path) -> None:
    (tmp_path / "suites").mkdir()
    (tmp_path / "suites" / "suite.robot").write_text(SUITE.replace("gap:one", "gap:two"))
    (tmp_path / "docs").mkdir()
    (tmp_path / gap_tests.TARGET).write_text(DOCUMENT)
    expected = DOCUMENT.replace("**Tests.**\n\n- T1.1: An old one", "**Tests.** None yet.")
    head, _, _ = expected.rpartition("**Tests.** None yet.")
    assert gap_tests.text(tmp_path) == head + "**Tests.**\n\n- T1.2: It Is Kept\n"
