"""Which operations of the API a run touched, from the emulator's journal of requests."""

import re
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from attune_e2e import target as targets
from attune_e2e.target import Target

# The journal keeps the last few thousand requests only.
INTERVAL = 2.0


@dataclass(frozen=True)
class Operation:
    """A method with a path template."""

    method: str
    path: str

    @property
    def rank(self) -> tuple[bool, ...]:
        """Sort key by which a literal segment wins over a parameter."""
        return tuple(part.startswith("{") for part in self.path.split("/"))

    @property
    def pattern(self) -> re.Pattern[str]:
        parts = (_segment(part) for part in self.path.split("/"))
        return re.compile("/".join(parts))


def _segment(part: str) -> str:
    if part.startswith("{*"):
        return ".+"
    return "[^/]+" if part.startswith("{") else re.escape(part)


@dataclass
class Touched:
    """Requests counted by operation; `unknown` are those no operation stands for."""

    every: list[Operation]
    counts: Counter[Operation]
    unknown: Counter[str]

    @property
    def untouched(self) -> list[Operation]:
        return [operation for operation in self.every if operation not in self.counts]


class Collector:
    """Reads the journal while a run goes on; as a context manager until its end. A real platform gives none."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._requests: Counter[tuple[str, str]] = Counter()
        self._last = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="journal", daemon=True)
        self._every = targets.control(target, "operations")

    def __enter__(self) -> "Collector":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _follow(self) -> None:
        if self._every is None:
            return
        while not self._stop.wait(INTERVAL):
            self._take()
        self._take()

    def _take(self) -> None:
        for entry in targets.control(self._target, "journal", after=self._last) or []:
            self._last = max(self._last, entry["n"])
            self._requests[entry["method"], entry["path"]] += 1

    def touched(self) -> Touched | None:
        """Return what was counted; None where the target keeps no journal."""
        if self._every is None:
            return None
        return count(self._requests, [Operation(item["method"], item["path"]) for item in self._every])


def count(requests: Counter[tuple[str, str]], every: Sequence[Operation]) -> Touched:
    """Assign requests, given as method and concrete path, to operations."""
    table = [(operation, operation.pattern) for operation in sorted(every, key=lambda item: item.rank)]
    touched = Touched(list(every), Counter(), Counter())
    for (method, path), times in requests.items():
        found = next((o for o, pattern in table if o.method == method and pattern.fullmatch(path)), None)
        if found:
            touched.counts[found] += times
        else:
            touched.unknown[f"{method} {path}"] += times
    return touched
