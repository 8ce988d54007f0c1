"""What the robots of a run told while it went on: which processes live, which tests began and how they ended."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Ended:
    """The end of a test as its own robot saw it."""

    status: str
    seconds: float
    message: str


@dataclass
class Seen:
    """Grows as the robots write; `processes` are those that began and did not end by themselves."""

    started: set[str] = field(default_factory=set)
    ended: dict[str, Ended] = field(default_factory=dict)
    processes: set[int] = field(default_factory=set)
    read: int = 0

    def follow(self, file: Path) -> Iterator[tuple[str, Ended]]:
        """Take in what was written since the last call; yields the tests that ended."""
        if not file.exists():
            return
        with file.open("rb") as source:
            source.seek(self.read)
            for line in source:
                if not line.endswith(b"\n"):
                    return  # its writer is still at it
                self.read += len(line)
                yield from self._note(json.loads(line))

    def _note(self, facts: dict[str, Any]) -> Iterator[tuple[str, Ended]]:
        match facts.pop("event"):
            case "open":
                self.processes.add(facts["pid"])
            case "close":
                self.processes.discard(facts["pid"])
            case "start":
                self.started.add(facts["test"])
            case "end":
                name = facts.pop("test")
                self.ended[name] = Ended(**facts)
                yield name, self.ended[name]


def read(file: Path) -> Seen:
    """Return everything that a run's robots wrote."""
    seen = Seen()
    for _ in seen.follow(file):
        pass
    return seen
