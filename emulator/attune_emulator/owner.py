"""Watching the process this emulator was started for, and tying children to this one."""

import asyncio
import ctypes
import os
import signal
from pathlib import Path

_PR_SET_PDEATHSIG = 1
INTERVAL = 1.0


def start_time(pid: int) -> str | None:
    """Return when a process started, in the system's own units; None when there is no such process.

    Together with the pid it names a process for good, since pids are used again.
    """
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return None if Path("/proc/self/stat").exists() else _alive(pid)
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] in "ZX" else fields[19]


def _alive(pid: int) -> str | None:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return None
    except PermissionError:
        return "alive"
    return "alive"


async def gone(pid: int) -> None:
    """Return once the process is gone, however it ended."""
    born = start_time(pid)
    while born is not None and start_time(pid) == born:
        await asyncio.sleep(INTERVAL)


def die_with_parent(parent: int) -> None:
    """Have the kernel kill this process when its parent dies; for the start of a child process.

    `parent` is the parent's pid as the parent knows it: if it is gone already, this process exits here.
    """
    if os.uname().sysname == "Linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
