"""A stream of server-sent events."""

import json
from collections.abc import Callable
from typing import Any

from ...client import Event, EventSource
from ...client.closed import LOST, Closed
from .stream import Stream

Reading = Callable[[Event], dict[str, Any]]


class EventStream(Stream):
    """What a path sends as events; `source` opens it, as often as it is needed, `reading` makes a frame of an event."""

    def __init__(self, name: str, source: Callable[[], EventSource], reading: Reading) -> None:
        super().__init__(name)
        self._make, self._reading = source, reading
        self._source: EventSource | None = None

    def connect(self) -> Callable[[], Closed]:
        source = self._source = self._make()
        return lambda: self._read(source)

    def disconnect(self) -> None:
        if self._source is not None:
            self._source.close()

    def text(self) -> str:
        """Everything that came of a log: its content, and what was appended."""
        pieces = (frame.data for frame in self.frames)
        return "".join(str(piece["text"]) for piece in pieces if piece.get("event") in ("content", "append"))

    def _read(self, source: EventSource) -> Closed:
        for event in source.events():
            if not self.inbox.put(self._reading(event)):
                source.close()
        return source.closed or LOST


def as_record(event: Event) -> dict[str, Any]:
    """The JSON object that an event carries; what is none stays a text."""
    try:
        found = json.loads(event.data or "")
    except ValueError:
        found = None
    return found if isinstance(found, dict) else as_text(event)


def as_text(event: Event) -> dict[str, Any]:
    """An event as name, text and id."""
    return {"event": event.name, "text": event.data, "id": event.id}
