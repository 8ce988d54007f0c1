"""Prints each test as it ends."""

import threading
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from attune_e2e import console
from attune_e2e.seen import Ended, Seen

INTERVAL = 0.2
SIGNS = {"PASS": ("✓", "green"), "FAIL": ("✗", "red"), "SKIP": ("⚠", "yellow")}


class LiveRun:
    """Follows one run; as a context manager it follows until the end.

    Args:
        file: where the robots write.
        total: number of planned tests.
        detail: print whole messages, those of passed tests as well.
        quiet: print nothing, only keep count.
    """

    def __init__(self, file: Path, total: int, *, detail: bool = False, quiet: bool = False) -> None:
        self.seen = Seen()
        self.failed = threading.Event()
        self._file, self._detail, self._quiet = file, detail, quiet
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="progress", daemon=True)
        self._bar = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
            console=console.console, transient=True, disable=quiet or not console.console.is_terminal,
        )  # fmt: skip
        self._task = self._bar.add_task("tests", total=total)

    def __enter__(self) -> "LiveRun":
        self._bar.start()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self._bar.stop()

    def _follow(self) -> None:
        while not self._stop.wait(INTERVAL):
            self._take()
        self._take()

    def _take(self) -> None:
        for name, ended in self.seen.follow(self._file):
            self._bar.advance(self._task)
            if not self._quiet:
                self._print(name, ended)
            if ended.status == "FAIL":
                self.failed.set()

    def _print(self, name: str, ended: Ended) -> None:
        sign, colour = SIGNS.get(ended.status, ("?", ""))
        console.plain(f"{sign} {short(name)}  {ended.seconds:.1f} s", style=colour)
        lines = ended.message.strip().splitlines()
        if ended.status != "PASS" or self._detail:
            for line in lines if self._detail else lines[:3]:
                console.plain(f"    {line}")


def short(full_name: str) -> str:
    """Return suite and test without the folders above them."""
    return " › ".join(full_name.split(".")[-2:])
