"""What the frames about one thing say of its way through its statuses."""

from collections.abc import Sequence
from datetime import datetime

from ..timer_marks import instant
from .inbox import Frame
from .wanted import Wanted, member


def about(frames: Sequence[Frame], entity_type: str, number: int) -> list[Frame]:
    """The frames of one thing, in the order they came."""
    return Wanted({"entity_type": entity_type, "entity_id": number}).among(frames)


def statuses(frames: Sequence[Frame]) -> list[str]:
    return [str(member(frame, "status")) for frame in frames]


def faults(frames: Sequence[Frame]) -> list[str]:
    """What is wrong in the chain: each frame begins where the one before it ended, and none is older."""
    found = []
    for before, after in zip([None, *frames], frames, strict=False):
        old = after.data.get("payload", after.data).get("old_status")
        wanted = None if before is None else str(member(before, "status"))
        if old != wanted:
            found.append(f"frame #{after.number} ({member(after, 'status')}) has old_status {old!r}, wanted {wanted!r}")
        if before is not None and moment(after) < moment(before):
            found.append(f"frame #{after.number} is older than #{before.number}")
    return found


def moment(frame: Frame) -> datetime:
    """When the thing changed, by the platform's clock."""
    payload = frame.data.get("payload", frame.data)
    return instant(str(payload.get("updated") or payload.get("resolved_at") or payload["created"]), "updated")


def latency(frame: Frame) -> float:
    """Seconds from the change to its notification, both by the platform's clock."""
    return (instant(str(frame.data["timestamp"]), "timestamp") - moment(frame)).total_seconds()
