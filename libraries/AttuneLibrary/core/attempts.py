"""The attempts of one task that was tried again: how they are linked, and how long was waited between them."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from .fanout import Span

Execution = dict[str, Any]
# A pause is slept by one clock and recorded by another.
EARLY = 0.05


def linked_wrongly(attempts: Sequence[Execution]) -> list[str]:
    """What is wrong with the lineage: each names the first, counts on from it, and has its parameters."""
    found = []
    for number, attempt in enumerate(attempts):
        task = attempt.get("workflow_task") or {}
        first = attempts[0]
        facts = (
            ("original_execution", attempt.get("original_execution"), first["id"] if number else None),
            ("retry_count", task.get("retry_count"), number),
            ("parameters", attempt.get("config"), first.get("config")),
            ("parent", attempt.get("parent"), first.get("parent")),
        )
        found += [
            f"attempt {number} (execution {attempt['id']}): {name} is {actual!r}, wanted {wanted!r}"
            for name, actual, wanted in facts
            if actual != wanted
        ]
    return found


def gaps(spans: Sequence[Span]) -> list[float]:
    """Seconds from the end of each attempt until the next one runs."""
    return [
        (after.running - before.ended).total_seconds()
        for before, after in pairwise(spans)
        if before.ended is not None and after.running is not None
    ]


def paused_wrongly(found: Sequence[float], wanted: Sequence[float], margin: float) -> list[str]:
    """Which gaps are shorter than wanted, or longer by more than `margin` seconds."""
    if len(found) != len(wanted):
        return [f"there are {len(found)} pauses, wanted {len(wanted)}"]
    return [
        f"pause {number} took {gap:.3f} s, wanted {pause:g} to {pause + margin:g}"
        for number, (gap, pause) in enumerate(zip(found, wanted, strict=True), start=1)
        if not pause - EARLY <= gap <= pause + margin
    ]
