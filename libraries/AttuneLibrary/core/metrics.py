"""What a process's run cost, left and measured: every wait, requests, retries, things not deleted, figures."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from .figures import Figure
from .waiting import Effort

FILE = "metrics.json"


@dataclass(frozen=True, slots=True)
class WaitRecord:
    """One wait, and the seconds it could have taken."""

    keyword: str
    test: str
    seconds: float
    limit: float
    looks: int
    notifications: int
    reached: bool


@dataclass(slots=True)
class Metrics:
    """Collected while a process runs; written once, at its end."""

    waits: list[WaitRecord] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    test: str = ""

    def wait_ended(self, keyword: str, seconds: float, limit: float, effort: Effort, reached: bool) -> None:
        spent = round(seconds, 4)
        self.waits.append(WaitRecord(keyword, self.test, spent, limit, effort.looks, effort.wakes, reached))

    def write(self, folder: Path, **facts: Any) -> Path:
        """Write everything as JSON into `folder`."""
        file = folder / FILE
        figures = [figure.as_json() for figure in self.figures]
        content = {**facts, "left": self.left, "figures": figures, "waits": [asdict(wait) for wait in self.waits]}
        file.write_text(json.dumps(content, indent=1), encoding="utf-8")
        return file
