"""The statuses an execution went through, as the platform recorded them."""

from dataclasses import dataclass
from datetime import datetime

from ..client import Session
from .timer_marks import instant


@dataclass(frozen=True, slots=True)
class Transition:
    """One status and the moment it began."""

    time: datetime
    status: str


def transitions(session: Session, execution: int) -> list[Transition]:
    """Every status change of an execution, oldest first."""
    found = []
    # Newest first, and two changes may carry one time: only turning the whole list round keeps their order.
    for record in reversed(list(session.pages(f"/api/v1/executions/{execution}/history"))):
        status = (record.get("new_values") or {}).get("status")
        if status:
            found.append(Transition(instant(record["time"], "time"), str(status)))
    return sorted(found, key=lambda transition: transition.time)
