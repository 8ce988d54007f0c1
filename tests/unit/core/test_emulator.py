"""The embedded emulator: one for a run, gone with it however it ends."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import pytest

from AttuneLibrary.client import PlatformUnreachable
from AttuneLibrary.core import emulator
from AttuneLibrary.core.owner import Owner, owner_of, start_of

# Two processes with one owner, as pabot has them: each prints the URL it was given.
RUN = """
import subprocess, sys, os
from AttuneLibrary.core.emulator import start_emulator
from AttuneLibrary.core.owner import owner_of
child = "from AttuneLibrary.core.emulator import start_emulator\\nfrom AttuneLibrary.core.owner import owner_of\\n"
child += "print(start_emulator(owner_of(under_pabot=True)).api_url, flush=True)"
others = [subprocess.Popen([sys.executable, "-c", child], stdout=subprocess.PIPE, text=True) for _ in range(2)]
for other in others:
    print(other.communicate()[0].strip(), flush=True)
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary directory that only this test uses."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    return tmp_path


def run_of_two() -> tuple[subprocess.Popen[str], list[str]]:
    run = subprocess.Popen(
        [sys.executable, "-c", RUN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=dict(os.environ)
    )
    assert run.stdout is not None
    urls = [run.stdout.readline().strip() for _ in range(2)]
    assert run.stdout.readline() == "ready\n"
    return run, urls


def soon(holds: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def ready_in(temporary: Path) -> dict[str, object]:
    (file,) = temporary.glob("*/ready.json")
    found: dict[str, object] = json.loads(file.read_text())
    return found


def emulators_of(temporary: Path) -> int:
    """How many emulators keep their state below a folder; the shells around them do not count."""
    lines = [_command(process) for process in Path("/proc").glob("[0-9]*")]
    return sum(str(temporary) in line and "-m\0attune_emulator\0" in line and "trap" not in line for line in lines)


def _command(process: Path) -> str:
    try:
        return (process / "cmdline").read_text()
    except OSError:
        return ""  # it has just ended


def test_processes_of_a_run_share_one_and_it_dies_with_a_killed_owner(temporary: Path) -> None:
    run, urls = run_of_two()
    assert urls[0] == urls[1]
    assert emulators_of(temporary) == 1
    assert urlopen(f"{urls[0]}/health").status == 200
    pid = int(str(ready_in(temporary)["pid"]))
    os.kill(run.pid, signal.SIGKILL)
    run.communicate()
    assert soon(lambda: not start_of(pid))
    assert soon(lambda: list(temporary.iterdir()) == [])


def test_it_can_be_ended_at_once_and_leaves_nothing(temporary: Path) -> None:
    owner = owner_of(under_pabot=False)
    emulator.start_emulator(owner)
    pid = int(str(ready_in(temporary)["pid"]))
    emulator.stop_emulator(owner)
    assert soon(lambda: not start_of(pid))
    assert soon(lambda: list(temporary.iterdir()) == [])
    emulator.stop_emulator(owner)


def test_an_emulator_that_does_not_start_says_why_in_one_line(temporary: Path) -> None:
    with pytest.raises(PlatformUnreachable) as caught:
        emulator.start_emulator(owner_of(under_pabot=False), ("--workers", "many"))
    text = str(caught.value)
    assert text.startswith("the embedded emulator did not start: ")
    assert "argument --workers: 'many' is no count" in text
    assert "\n" not in text
    assert soon(lambda: list(temporary.iterdir()) == [])


def test_what_dead_runs_left_is_removed_and_what_living_ones_have_is_not(temporary: Path) -> None:
    living = owner_of(under_pabot=False)
    for owner in (Owner(2**22 + 1, "1"), living):
        emulator.meeting_folder(owner).joinpath("data").mkdir()
    (temporary / f"attune-e2e-{os.getuid()}-{2**22 + 1}-1.lock").touch()
    (temporary / f"attune-e2e-{os.getuid()}-0123456789abcdef.lock").touch()
    emulator.sweep()
    assert sorted(path.name for path in temporary.iterdir()) == [
        f"attune-e2e-{os.getuid()}-0123456789abcdef.lock",
        f"attune-e2e-{os.getuid()}-{living.key}",
    ]
