"""How long each suite took last time, so that the longest starts first."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

FILE = ".durations.json"
# Suites that were never measured go by what their tests say they do: timers watch a whole minute.
GUESSES = {"slow": 90.0, "timer": 70.0, "workflow": 10.0}
GUESS = 5.0


def read(results: Path) -> dict[str, float]:
    """Return seconds by suite; empty where nothing, or nothing readable, was recorded."""
    try:
        found = json.loads((results / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}  # an estimate only: the run is right without it
    return {str(name): float(seconds) for name, seconds in found.items()} if isinstance(found, dict) else {}


def record(results: Path, measured: Mapping[str, float]) -> None:
    """Add what a run measured to what is known."""
    known = read(results) | {name: round(seconds, 2) for name, seconds in measured.items()}
    (results / FILE).write_text(json.dumps(known, indent=1, sort_keys=True), encoding="utf-8")


def guess(tags: Iterable[str], tests: int) -> float:
    """Return an estimate for a suite of so many tests that carry these tags: the more tests, the longer."""
    return max((GUESSES.get(tag, GUESS) for tag in tags), default=GUESS) + tests
