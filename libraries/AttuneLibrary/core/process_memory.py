"""How much memory the processes of a platform on this machine hold."""

from pathlib import Path

PROC = Path("/proc")


def family(pid: int) -> tuple[int, ...]:
    """A process and those it started itself; empty where they cannot be looked at."""
    if not (PROC / str(pid) / "status").is_file():
        return ()
    return (pid, *sorted(child for child in _children_of(pid)))


def resident(pids: tuple[int, ...]) -> float:
    """Megabytes that these processes hold together; one that is gone holds nothing."""
    return sum(_field(pid, "VmRSS") for pid in pids) / 1024


def _children_of(pid: int) -> list[int]:
    return [
        int(entry.name)
        for entry in PROC.iterdir()
        if entry.name.isdigit() and int(_field(int(entry.name), "PPid")) == pid
    ]


def _field(pid: int, name: str) -> float:
    try:
        lines = (PROC / str(pid) / "status").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return 0.0
    found = next((line.split()[1] for line in lines if line.startswith(f"{name}:")), "0")
    return float(found)
