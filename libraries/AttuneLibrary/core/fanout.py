"""The children of one execution in time: when each was asked for, ran and ended, and how many ran at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from .history import Transition
from .words import TERMINAL


@dataclass(frozen=True, slots=True)
class Span:
    """One execution's life; what has not happened is None."""

    number: int
    requested: datetime | None
    running: datetime | None
    ended: datetime | None

    @classmethod
    def of(cls, number: int, transitions: Sequence[Transition]) -> "Span":
        return cls(
            number,
            _first(transitions, ("requested",)),
            _first(transitions, ("running",)),
            _first(transitions, TERMINAL["execution"]),
        )


def peak(spans: Iterable[Span]) -> int:
    """How many ran at the same moment, at most; one that ends as another begins does not overlap it."""
    marks: list[tuple[datetime, int]] = []
    for span in spans:
        if span.running is not None and span.ended is not None:
            marks += [(span.running, 1), (span.ended, -1)]
    most = now = 0
    for _, step in sorted(marks):
        now += step
        most = max(most, now)
    return most


def outlived(parent: Span, children: Iterable[Span]) -> list[str]:
    """What shows that the parent was not running all the while a child was under way; empty where it was."""
    if parent.running is None or parent.ended is None:
        return [f"execution {parent.number} has no span of its own: running {parent.running}, ended {parent.ended}"]
    faults = []
    for child in children:
        if child.requested is None or child.requested < parent.running:
            faults.append(f"child {child.number} was requested at {child.requested}, before its parent ran")
        if child.ended is None or child.ended > parent.ended:
            faults.append(f"child {child.number} ended at {child.ended}, after its parent")
    return faults


def begun_in_order(spans: Sequence[Span]) -> bool:
    """Whether each began to run no earlier than the one before it."""
    begun = [span.running for span in spans]
    return None not in begun and all(one <= next for one, next in pairwise(filter(None, begun)))


def _first(transitions: Sequence[Transition], words: Sequence[str]) -> datetime | None:
    return next((transition.time for transition in transitions if transition.status in words), None)
