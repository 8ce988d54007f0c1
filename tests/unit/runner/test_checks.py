"""The counts of the self-test's steps."""

import sys
from pathlib import Path

import pytest

from attune_e2e.checks.step import Counts, Finished, Surroundings, junit_counts, robot_counts, second_try


@pytest.fixture
def where(tmp_path: Path) -> Surroundings:
    return Surroundings(tmp_path, tmp_path, {"PATH": "/usr/bin:/bin"})


def finished(tmp_path: Path, code: int, text: str = "said this") -> Finished:
    log = tmp_path / "log.txt"
    log.write_text(text)
    return Finished(code, log)


def test_a_command_runs_in_the_checkout_and_is_logged(where: Surroundings) -> None:
    done = where.run("mine", [sys.executable, "-c", "import os; print(os.getcwd()); raise SystemExit(3)"])
    assert (done.code, done.lines) == (3, [str(where.root)])
    assert done.clean() == Counts(failed=1, lines=[str(where.root)])


def test_a_clean_linter_is_one_passed(where: Surroundings) -> None:
    assert where.run("mine", [sys.executable, "-c", ""]).clean() == Counts(passed=1)


@pytest.mark.parametrize(
    ("suite", "code", "counts"),
    [
        ('tests="5" failures="0" errors="0" skipped="1"', 0, (4, 0)),
        ('tests="5" failures="1" errors="2" skipped="0"', 1, (2, 3)),
        ('tests="0" failures="0" errors="0" skipped="0"', 5, (0, 1)),
    ],
)
def test_pytests_counts(tmp_path: Path, suite: str, code: int, counts: tuple[int, int]) -> None:
    report = tmp_path / "junit.xml"
    report.write_text(f"<testsuites><testsuite {suite}/></testsuites>")
    found = junit_counts(report, finished(tmp_path, code))
    assert (found.passed, found.failed) == counts


def test_no_report_is_a_failure(tmp_path: Path) -> None:
    assert junit_counts(tmp_path / "none.xml", finished(tmp_path, 4)) == Counts(failed=1, lines=["said this"])
    assert robot_counts(tmp_path / "none.xml", finished(tmp_path, 252)).failed == 1


def test_robots_counts_name_what_failed(tmp_path: Path, suites: Path) -> None:
    import robot

    robot.run(
        str(suites), output=str(tmp_path / "o.xml"), log=None, report=None, console="none", variable=["EXIT_CODE:7"]
    )
    found = robot_counts(tmp_path / "o.xml", finished(tmp_path, 1))
    assert (found.passed, found.failed) == (2, 2)
    assert "Suites.Tier1.T1 08 Failure.An Exit Code Is Recorded: 1 != 7" in found.lines


def test_a_test_that_needed_a_second_try_is_named(tmp_path: Path) -> None:
    report = tmp_path / "junit.xml"
    report.write_text(
        '<testsuite tests="3" failures="1"><testcase name="test_a"/>'
        '<testcase name="test_b[1]"/><testcase name="test_c"><failure/></testcase></testsuite>'
    )
    log = "RERUN tests/test_x.py::test_b[1] - late\nRERUN tests/test_x.py::test_c - wrong"
    found = junit_counts(report, finished(tmp_path, 1, log))
    assert (found.passed, found.failed, found.unsteady) == (2, 1, ["tests/test_x.py::test_b[1]"])


def test_a_second_try_counts_and_is_told() -> None:
    first = Counts(5, 2, ["S.A: boom", "S.B: late"])
    found = second_try(first, Counts(1, 1, ["S.A: boom"]), ["S.A", "S.B"])
    assert found == Counts(6, 1, ["S.A: boom"], ["S.B"])


def test_a_second_try_that_runs_nothing_changes_nothing() -> None:
    first = Counts(5, 1, ["S.A: boom"])
    assert second_try(first, Counts(0, 1, ["no output"]), ["S.A"]) == first
