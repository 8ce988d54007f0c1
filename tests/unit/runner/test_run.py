"""Whole runs: pabot, the live listener, stopping, and what is left behind. A few seconds each."""

import json
import os
import signal
import time
from pathlib import Path

import pytest

from attune_e2e.janitor import MARK

from .conftest import Runner

pytestmark = pytest.mark.usefixtures("platform")


def leftovers(tmp: Path) -> list[str]:
    """Return folders and processes of runs whose temporary folder is this."""
    found = [entry.name for entry in tmp.glob("attune-e2e-*")]
    wanted = f"{MARK}={tmp}".encode()
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and wanted in (entry / "environ").read_bytes():
                found.append((entry / "cmdline").read_text())
        except OSError:
            continue
    return found


def gone(tmp: Path, seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while leftovers(tmp) and time.monotonic() < deadline:
        time.sleep(0.1)
    return not leftovers(tmp)


def wait_for(file: Path, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not file.exists():
        assert time.monotonic() < deadline, f"{file} did not come"
        time.sleep(0.05)


def test_all_green(start: Runner, suites: Path) -> None:
    run = start("run", "--tier", "1", "--coverage")
    output, _ = run.communicate(timeout=60)
    assert run.returncode == 0, output
    lines = output.splitlines()
    assert lines[0].startswith("╔═") and "Attune E2E Integration Test Suite" in lines[1]
    for line in (
        "Tier 1: Core Automation Flows (MVP Essential)",
        "ℹ Checking if Attune services are running...",
        f"✓ API service is running at {os.environ['ATTUNE_API_URL']}",
    ):
        assert line in lines
    assert "4 tests, 3 passed, 0 failed, 1 skipped" in output
    assert "\x1b" not in output
    results = suites.parent / "results"
    for name in ("output.xml", "log.html", "report.html", "xunit.xml", "summary.md", "coverage.md", "coverage.json"):
        assert (results / name).is_file(), name
    assert set(json.loads((results / ".durations.json").read_text())) == {
        "Suites.Tier1.T1 04 Webhook",
        "Suites.Tier1.T1 08 Failure",
    }
    assert not list(suites.parent.glob(".pabot*"))
    assert gone(suites.parent / "tmp")


def test_several_sources_are_one_run(start: Runner, suites: Path) -> None:
    run = start("run", "suites/tier1/t1_04_webhook.robot", "suites/tier2")
    output, _ = run.communicate(timeout=60)
    assert run.returncode == 0, output
    assert "3 tests, 2 passed, 0 failed, 1 skipped" in output


def test_a_test_whose_process_dies_is_lost_and_the_run_red(start: Runner, suites: Path) -> None:
    run = start("run", variables="DIES:True")
    output, _ = run.communicate(timeout=60)
    assert run.returncode == 1
    assert "✗ 2 LOST: planned, and nowhere in the output:" in output
    assert 'errors="2"' in (suites.parent / "results" / "xunit.xml").read_text()
    again = start("report")
    output, _ = again.communicate(timeout=30)
    assert again.returncode == 1
    assert "2 lost" in output


def test_the_first_failure_stops_every_process(start: Runner, suites: Path, tmp_path: Path) -> None:
    torn = tmp_path / "torn.txt"
    run = start("run", "-s", variables=f"EXIT_CODE:7 PAUSE:60 TORN:{torn}")
    began = time.monotonic()
    output, _ = run.communicate(timeout=60)
    assert run.returncode == 1
    assert time.monotonic() - began < 40
    assert "T1 08 Failure › An Exit Code Is Recorded: 1 != 7" in output
    assert "not run:" in output
    assert "T2 01 Nested › A Child Ends Before Its Parent" in output.partition("not run:")[2]


EXCUSED = """
*** Settings ***
Library      excuser.py
Test Tags    tier1    T1.6
*** Test Cases ***
A Known Gap
    Fail    not kept
"""
EXCUSER = """
class excuser:
    ROBOT_LISTENER_API_VERSION = 3

    def __init__(self):
        self.ROBOT_LIBRARY_LISTENER = self

    def end_test(self, data, result):
        result.status = "SKIP"
"""


def test_a_failure_that_a_librarys_listener_excuses_stops_nothing(start: Runner, suites: Path) -> None:
    (suites / "tier1" / "t1_06_excused.robot").write_text(EXCUSED)
    (suites / "tier1" / "excuser.py").write_text(EXCUSER)
    run = start("run", "-s", "--tier", "1")
    output, _ = run.communicate(timeout=60)
    assert run.returncode == 0, output
    assert "✗" not in output
    assert "5 tests, 3 passed, 0 failed, 2 skipped" in output


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_with_teardowns_and_nothing_left(
    start: Runner, suites: Path, tmp_path: Path, number: signal.Signals
) -> None:
    torn = tmp_path / "torn.txt"
    run = start("run", "--tier", "2", variables=f"PAUSE:60 TEARDOWN:3 TORN:{torn}")
    _until_it_sleeps(suites.parent / "tmp")
    run.send_signal(number)
    output, _ = run.communicate(timeout=60)
    assert run.returncode == 128 + number
    assert "1 test, 0 passed, 0 failed, 1 not run" in output
    assert torn.exists()
    assert gone(suites.parent / "tmp")


def test_kill_9_of_the_runner_leaves_nothing(start: Runner, suites: Path) -> None:
    run = start("run", "--tier", "2", variables="PAUSE:60")
    tmp = suites.parent / "tmp"
    _until_it_sleeps(tmp)
    assert leftovers(tmp)
    run.kill()
    assert gone(tmp)


def _until_it_sleeps(tmp: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if any('"start"' in file.read_text() for file in tmp.glob("attune-e2e-*/run/live.ndjson")):
            time.sleep(0.3)
            return
        time.sleep(0.05)
    pytest.fail("the test did not begin")


def test_two_runs_do_not_share_a_folder_of_results(start: Runner, suites: Path) -> None:
    first = start("run", "--tier", "2", variables="PAUSE:60")
    _until_it_sleeps(suites.parent / "tmp")
    second = start("run", "--tier", "1")
    output, _ = second.communicate(timeout=30)
    assert second.returncode == 2
    assert "another run is writing to" in output
    first.send_signal(signal.SIGINT)
    first.communicate(timeout=60)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["-m", "webhok"], "no test has the tag 'webhok'; near matches: webhook"),
        (["--tier", "3"], "no test is in tier 3"),
        (["--profile", "reel"], "no profile 'reel'; near matches: real"),
        (["nowhere.robot"], "nowhere.robot does not exist"),
    ],
)
def test_bad_input_is_one_clear_line(start: Runner, arguments: list[str], line: str) -> None:
    run = start("run", *arguments)
    output, _ = run.communicate(timeout=30)
    assert run.returncode == 2
    [error] = [text for text in output.splitlines() if text.startswith("✗")]
    assert line in error
    assert "Traceback" not in output


def test_an_unreachable_platform_is_one_clear_line(start: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATTUNE_API_URL", "http://127.0.0.1:1")
    run = start("run")
    output, _ = run.communicate(timeout=30)
    assert run.returncode == 3
    last = output.splitlines()[-1]
    assert last.startswith("✗ no Attune API at http://127.0.0.1:1: connection refused; start it, or unset ")


def test_teardown_alone_removes_what_a_run_wrote(start: Runner, suites: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start("run", "--tier", "2").communicate(timeout=60)
    results = suites.parent / "results"
    assert (results / "output.xml").exists()
    monkeypatch.delenv("ATTUNE_API_URL")
    run = start("run", "--teardown", "--results", str(results))
    output, _ = run.communicate(timeout=30)
    assert run.returncode == 0, output
    assert "Checking if" not in output
    assert [entry.name for entry in results.iterdir()] == [".durations.json"]
