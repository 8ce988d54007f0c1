"""Which frames of a stream are meant, and frames in few words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import BadInput
from ..words import unknown
from .inbox import Frame

SHOWN = 12
# What tells one frame from another, as far as it has it.
TELLING = ("notification_type", "event", "entity_type", "entity_id", "old_status", "status", "text")
_MISSING = object()
# What frames have, at the top or in their payload; anything else is reached as payload.<name>.
KNOWN = (
    *("type", "notification_type", "entity_type", "entity_id", "user_id", "timestamp", "payload", "id"),
    *("action_id", "action_ref", "status", "old_status", "enforcement", "rule", "rule_ref", "trigger", "trigger_ref"),
    *("parent", "workflow_task", "started_at", "created", "updated", "config", "result", "source", "source_ref"),
    *("has_payload", "event", "condition", "resolved_at", "execution", "timeout_at", "prompt", "assigned_to"),
    *("response", "ref", "triggered_at", "name", "owner", "scope", "size_bytes", "visibility", "text"),
)


@dataclass(frozen=True)
class Wanted:
    """Members that a frame must have, at the top or in its payload; a name with dots leads deeper."""

    members: Mapping[str, Any]

    def __post_init__(self) -> None:
        for name in self.members:
            if name.partition(".")[0] not in KNOWN:
                raise BadInput(unknown("member of a frame", name, KNOWN))

    def fits(self, frame: Frame) -> bool:
        return all(_same(member(frame, name), value) for name, value in self.members.items())

    def among(self, frames: Sequence[Frame]) -> list[Frame]:
        return [frame for frame in frames if self.fits(frame)]

    def absent_from(self, frames: Sequence[Frame]) -> list[str]:
        """Names that no frame has."""
        return [name for name in self.members if all(member(frame, name) is _MISSING for frame in frames)]

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={_plain(value)}" for name, value in self.members.items())
        return f"a frame with {shown}" if shown else "a frame"


def member(frame: Frame, name: str) -> Any:
    """A member of a frame, or else of its payload."""
    found = _at(frame.data, name)
    return _at(frame.data.get("payload"), name) if found is _MISSING else found


def in_short(frame: Frame) -> str:
    """One frame in a few words."""
    words = [str(found) for name in TELLING if (found := member(frame, name)) not in (_MISSING, None)]
    return f"#{frame.number} " + (" ".join(words) or str(frame.data))[:100]


def listed(frames: Sequence[Frame]) -> list[str]:
    """The last frames, one a line."""
    if not frames:
        return ["no frame has come"]
    head = f"{len(frames)} frames have come" + (f", the last {SHOWN}:" if len(frames) > SHOWN else ":")
    return [head, *(f"  {in_short(frame)}" for frame in frames[-SHOWN:])]


def _at(data: Any, name: str) -> Any:
    for step in name.split("."):
        if not isinstance(data, Mapping) or step not in data:
            return _MISSING
        data = data[step]
    return data


def _plain(value: Any) -> Any:
    """An object that the platform returned stands for its number."""
    return value["id"] if isinstance(value, Mapping) and "id" in value else value


def _same(found: Any, wanted: Any) -> bool:
    wanted = _plain(wanted)
    if isinstance(wanted, str) and isinstance(found, int) and not isinstance(found, bool):
        # Robot Framework's arguments are texts.
        return str(found) == wanted
    return type(found) is type(wanted) and bool(found == wanted)
