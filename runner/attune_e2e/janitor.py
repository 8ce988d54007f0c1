"""Nothing of a run survives the runner, however it ends: a small process of its own cleans up behind it.

The janitor holds the reading end of a pipe whose writing end only the runner has. When the pipe closes - the run is
over, or the runner was killed - it ends every process that carries the run's mark in its environment and removes the
run's folder. Robots that pabot starts get sessions of their own, so process groups would miss them; the mark does not.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

MARK = "ATTUNE_E2E_RUN_FOLDER"
# A robot that is asked to stop still runs its teardowns and deletes what it made.
GRACE = 6.0


class Janitor:
    """Owns the run's folder; as a context manager it leaves nothing behind."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="attune-e2e-"))
        # -S and -I keep it light: it needs nothing but the standard library.
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", __file__, str(self.folder)], stdin=subprocess.PIPE, start_new_session=True
        )

    @property
    def mark(self) -> Mapping[str, str]:
        """Return what every process of the run must have in its environment."""
        return {MARK: str(self.folder)}

    def close(self) -> None:
        """End what is left of the run and wait until it is gone."""
        if self._process.stdin:
            self._process.stdin.close()
        self._process.wait()

    def __enter__(self) -> "Janitor":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def marked(folder: str) -> list[int]:
    """Return the processes that carry the run's mark, this one excepted."""
    if not Path("/proc/self").exists():
        return _marked_by_ps(folder)
    wanted = f"{MARK}={folder}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            environment = (entry / "environ").read_bytes()
        except (OSError, ProcessLookupError):
            continue  # ended meanwhile, or another user's
        if wanted in environment.split(b"\0"):
            found.append(int(entry.name))
    return found


def _marked_by_ps(folder: str) -> list[int]:
    listing = subprocess.run(["ps", "-axEww", "-o", "pid=,command="], capture_output=True, text=True, check=False)
    lines = (line.split(None, 1) for line in listing.stdout.splitlines())
    return [int(line[0]) for line in lines if f"{MARK}={folder}" in line[-1] and int(line[0]) != os.getpid()]


def sweep(folder: str) -> None:
    """Ask every process of a run to end, end the rest, remove its folder."""
    _signal(marked(folder), signal.SIGTERM)
    deadline = time.monotonic() + GRACE
    while (left := marked(folder)) and time.monotonic() < deadline:
        time.sleep(0.1)
    while left:
        _signal(left, signal.SIGKILL)
        time.sleep(0.05)
        left = marked(folder)
    shutil.rmtree(folder, ignore_errors=True)


def _signal(processes: list[int], number: signal.Signals) -> None:
    for process in processes:
        try:
            os.kill(process, number)
        except ProcessLookupError:
            continue


def _main(folder: str) -> None:
    # A terminal's Ctrl-C is the runner's to answer; whatever is written to the pipe does not matter, its end does.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    sys.stdin.buffer.read()
    sweep(folder)


if __name__ == "__main__":
    _main(sys.argv[1])
