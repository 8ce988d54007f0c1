"""The emulator as a process: started for a run, and handed over to by `attune-e2e emulator`."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from attune_e2e import paths
from attune_e2e.errors import UNREACHABLE, RunnerError
from attune_e2e.janitor import Janitor

START_TIMEOUT = 30.0


@dataclass
class Emulator:
    """A running emulator."""

    url: str
    ws_url: str
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        """End it; it removes nothing, its data lies in the run's folder."""
        self.process.terminate()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start(janitor: Janitor, *options: str, name: str = "emulator") -> Emulator:
    """Start an emulator that lives as long as this process at most.

    Args:
        janitor: keeps its data and ends it whatever happens.
        options: further options of the emulator, such as `--gaps`, `all`.
        name: of its folder, another one for each emulator of a run.

    Raises:
        RunnerError: it ended or was not ready within 30 s; the line holds the end of what it printed.
    """
    folder = janitor.folder / name
    folder.mkdir()
    ready, log = folder / "ready.json", folder / "emulator.log"
    command = [
        sys.executable, "-m", "attune_emulator", "--port", "0", "--ws-port", "0", "--data", str(folder / "data"),
        "--owner-pid", str(os.getpid()), "--ready-file", str(ready), *options,
    ]  # fmt: skip
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env=paths.environment(dict(janitor.mark)), stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            start_new_session=True,
        )  # fmt: skip
    facts = _wait_until_ready(process, ready, log)
    return Emulator(facts["url"], facts["ws_url"], process)


def _wait_until_ready(process: subprocess.Popen[bytes], ready: Path, log: Path) -> dict[str, Any]:
    deadline = time.monotonic() + START_TIMEOUT
    while not ready.exists():
        if process.poll() is not None:
            raise RunnerError(f"the emulator ended with {process.returncode}: {_last_line(log)}", UNREACHABLE)
        if time.monotonic() > deadline:
            process.kill()
            late = f"the emulator was not ready within {START_TIMEOUT:.0f} s"
            raise RunnerError(f"{late}: {_last_line(log)}", UNREACHABLE)
        time.sleep(0.02)
    return cast(dict[str, Any], json.loads(ready.read_text()))


def _last_line(log: Path) -> str:
    lines = log.read_text(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it printed nothing"


def hand_over(arguments: Sequence[str]) -> None:
    """Become the emulator, with all its own options; does not return."""
    os.execve(sys.executable, [sys.executable, "-m", "attune_emulator", *arguments], paths.environment())
