"""What the events of one rule led to, event by event: exactly one enforcement, exactly one completed execution."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ..client import Session
from .chain import ENFORCEMENTS, EXECUTIONS
from .words import TERMINAL

Item = dict[str, Any]
FAILED = frozenset(TERMINAL["execution"]) - {"completed"}


@dataclass(slots=True)
class Run:
    """One event with everything of one rule that came from it."""

    event: int
    enforcements: list[Item] = field(default_factory=list)
    executions: list[Item] = field(default_factory=list)

    @property
    def ended(self) -> bool:
        """Every hop is there and the last one is over; more may still come."""
        started = {execution["enforcement"] for execution in self.executions}
        return (
            bool(self.enforcements)
            and all(enforcement["status"] in TERMINAL["enforcement"] for enforcement in self.enforcements)
            and all(enforcement["id"] in started for enforcement in self.enforcements)
            and all(execution["status"] in TERMINAL["execution"] for execution in self.executions)
        )

    @property
    def fault(self) -> str | None:
        """What can no longer become right by waiting."""
        if len(self.enforcements) > 1:
            return f"event {self.event} has {_told('enforcement', self.enforcements)}, wanted 1"
        if len(self.executions) > 1:
            return f"event {self.event} has {_told('execution', self.executions)}, wanted 1"
        if self.enforcements and self.enforcements[0]["status"] == "disabled":
            return f"event {self.event}: enforcement {self.enforcements[0]['id']} is disabled, wanted processed"
        if self.executions and self.executions[0]["status"] in FAILED:
            ended = self.executions[0]
            return f"event {self.event}: execution {ended['id']} is {ended['status']}, wanted completed"
        return None

    def __str__(self) -> str:
        reached = _told("execution", self.executions) if self.executions else _told("enforcement", self.enforcements)
        return f"event {self.event} has {reached}"


def read(session: Session, rule: str, events: Iterable[int]) -> list[Run]:
    """The runs of a rule in the order of `events`; two lists are read, however many events there are."""
    runs = {event: Run(event) for event in events}
    by_enforcement: dict[int, Run] = {}
    for enforcement in _once(session.pages(ENFORCEMENTS, rule_ref=rule)):
        run = runs.get(enforcement["event"])
        if run is not None:
            run.enforcements.append(enforcement)
            by_enforcement[enforcement["id"]] = run
    for execution in _once(session.pages(EXECUTIONS, rule_ref=rule)):
        # The children of a workflow name its enforcement too, but it was not they that the rule started.
        if execution["enforcement"] in by_enforcement and execution.get("parent") is None:
            by_enforcement[execution["enforcement"]].executions.append(execution)
    return list(runs.values())


def read_event(session: Session, event: int) -> dict[str, Run]:
    """What one event led to, by the refs of the rules."""
    runs: dict[str, Run] = {}
    for enforcement in session.pages(ENFORCEMENTS, event=event):
        run = runs.setdefault(enforcement["rule_ref"], Run(event))
        run.enforcements.append(enforcement)
        started = session.pages(EXECUTIONS, enforcement=enforcement["id"])
        run.executions += [execution for execution in started if execution.get("parent") is None]
    return runs


def _once(items: Iterable[Item]) -> Iterable[Item]:
    """Each of them once: what is made while pages are read pushes a row from one page to the next."""
    return {item["id"]: item for item in items}.values()


def faults(runs: Iterable[Run]) -> list[str]:
    return [run.fault for run in runs if run.fault]


def _told(word: str, items: list[Item]) -> str:
    if not items:
        return f"no {word}"
    told = ", ".join(f"{item['id']} {item['status']}" for item in sorted(items, key=lambda item: int(item["id"])))
    return f"{len(items)} {word}{'' if len(items) == 1 else 's'} ({told})"
