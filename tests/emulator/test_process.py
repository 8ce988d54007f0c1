"""The emulator as a process: options, ready file, owner, signals."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from attune_emulator import owner


def run(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "attune_emulator", *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=30)


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (["--gaps", "nonsense"], "unknown gap 'nonsense'; known: "),
        (["--defects", "owner-filter"], "unknown defect 'owner-filter'; known: "),
        (["--port", "99999"], "'99999' is no port: 0 (a free one) to 65535"),
        (["--default-timeout", "-1"], "'-1' is no duration: seconds above 0"),
    ],
)
def test_bad_options_are_named(tmp_path, options, text) -> None:
    outcome = run("--data", str(tmp_path / "data"), *options)
    assert outcome.returncode == 2 and text in outcome.stderr
    assert not (tmp_path / "data").exists()


def test_a_taken_port_is_one_clear_line(emulator, tmp_path) -> None:
    port = emulator.url.rpartition(":")[2]
    outcome = run("--data", str(tmp_path / "data"), "--port", port, "--ws-port", "0")
    assert outcome.returncode == 1
    assert outcome.stderr == f"attune_emulator: cannot listen on 127.0.0.1:{port}: Address already in use\n"


def test_an_unknown_host_is_one_clear_line(tmp_path) -> None:
    outcome = run("--data", str(tmp_path / "data"), "--port", "0", "--ws-port", "0", "--host", "nowhere.invalid")
    assert outcome.returncode == 1 and outcome.stderr.startswith(
        "attune_emulator: cannot listen on nowhere.invalid:0: "
    )
    assert len(outcome.stderr.splitlines()) == 1


def test_the_ready_file_says_where_it_is(emulator) -> None:
    facts = json.loads((emulator.directory / "ready.json").read_text())
    assert facts["pid"] == emulator.process.pid and facts["version"]
    assert requests.get(facts["url"] + "/health", timeout=5).json() == {"status": "ok"}
    assert requests.get(facts["ws_url"].replace("ws:", "http:").replace("/ws", "/health"), timeout=5).ok


def test_sigterm_ends_it_cleanly(start_emulator) -> None:
    emulator = start_emulator()
    emulator.stop()
    assert emulator.process.returncode == 0
    assert "Traceback" not in emulator.log.read_text()


def test_it_goes_when_its_owner_is_killed(start_emulator) -> None:
    person = subprocess.Popen(["sleep", "60"])
    emulator = start_emulator("--owner-pid", str(person.pid))
    time.sleep(1.5)
    assert emulator.process.poll() is None
    person.kill()
    person.wait()
    assert emulator.process.wait(10) == 0


def _descendants(pid: int) -> list[int]:
    parents: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # gone between the listing and the look
        parents.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found = list(parents.get(pid, []))
    for child in found:
        found += parents.get(child, [])
    return found


def test_nothing_outlives_a_killed_emulator(start_emulator) -> None:
    emulator = start_emulator()
    emulator.data(
        "POST", "/api/v1/executions/execute", json={"action_ref": "core.sleep", "parameters": {"seconds": 60}}
    )
    emulator.until(lambda: len(_descendants(emulator.process.pid)) >= 3)
    children = _descendants(emulator.process.pid)
    emulator.kill()
    emulator.until(lambda: not [pid for pid in children if owner.start_time(pid)], timeout=10)


def test_a_process_is_told_apart_from_a_later_one_with_its_pid() -> None:
    person = subprocess.Popen(["sleep", "60"])
    born = owner.start_time(person.pid)
    assert born is not None and born == owner.start_time(person.pid)
    person.kill()
    assert owner.start_time(person.pid) is None or person.wait() is not None
    assert owner.start_time(person.pid) is None
