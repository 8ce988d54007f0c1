"""The process a run belongs to: pabot where it started us, else this robot."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Owner:
    """A process, named so that a later one with the same number is not mistaken for it."""

    pid: int
    started: str

    @property
    def key(self) -> str:
        return f"{self.pid}-{self.started}"

    def alive(self) -> bool:
        return start_of(self.pid) == self.started


def owner_of(under_pabot: bool) -> Owner:
    pid = os.getppid() if under_pabot else os.getpid()
    return Owner(pid, start_of(pid))


def start_of(pid: int) -> str:
    """When a process began, in ticks since boot; empty where there is no such process."""
    try:
        with Path(f"/proc/{pid}/stat").open(encoding="ascii", errors="replace") as stat:
            # The command's name, in parentheses, may hold spaces.
            return stat.read().rpartition(")")[2].split()[19]
    except FileNotFoundError:
        return "" if Path("/proc/self").is_dir() else _start_by_ps(pid)


def _start_by_ps(pid: int) -> str:
    import subprocess  # only where there is no /proc

    answer = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return answer.stdout.strip().replace(" ", "_").replace(":", "")
