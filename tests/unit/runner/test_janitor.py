"""Nothing survives a run."""

import os
import subprocess
import sys
import time

from attune_e2e.janitor import Janitor

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"


def sleeper(code: str, environment: dict[str, str]) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", code], env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    assert process.stdout and process.stdout.readline() == "up\n"
    return process


def test_marked_processes_and_the_folder_go_at_the_end() -> None:
    with Janitor() as janitor:
        process = sleeper("import time; print('up', flush=True); time.sleep(60)", dict(janitor.mark))
        (janitor.folder / "file").write_text("x")
    assert process.wait(5) == -15
    assert not janitor.folder.exists()


def test_what_ignores_the_request_is_killed() -> None:
    with Janitor() as janitor:
        process = sleeper(STUBBORN, dict(janitor.mark))
    assert process.wait(5) == -9


def test_another_runs_processes_are_left_alone() -> None:
    with Janitor() as other:
        process = sleeper("import time; print('up', flush=True); time.sleep(60)", dict(other.mark))
        with Janitor():
            pass
        time.sleep(0.1)
        assert process.poll() is None
    assert process.wait(5) == -15
