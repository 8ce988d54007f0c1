"""Reads server-sent events from an answer that goes on and on."""

import codecs
import http.client
from collections.abc import Iterator
from dataclasses import dataclass

import requests
import urllib3

from .closed import FINISHED, LOST, OURS, Closed

PIECE = 65536


@dataclass(frozen=True, slots=True)
class Event:
    """One event; `data` is None where it had no line of data, which strict readers do not report at all."""

    name: str
    data: str | None
    id: str | None = None


class EventSource:
    """One answer's events; read by one thread, closed by any."""

    def __init__(self, response: requests.Response) -> None:
        self._response = response
        self._ours = False
        self.closed: Closed | None = None

    def events(self) -> Iterator[Event]:
        """Every event until the platform ends, nothing comes for too long, or it is closed; then `closed` says why."""
        parser = Parser()
        try:
            while piece := self._response.raw.read1(PIECE):
                yield from parser.feed(piece)
            self.closed = OURS if self._ours else FINISHED
        except urllib3.exceptions.ReadTimeoutError:
            self.closed = Closed("stalled: nothing came within the time limit")
        except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError, ValueError):
            # A closed answer cannot be read: that is what closing it is for.
            self.closed = OURS if self._ours else LOST
        finally:
            self._response.close()

    def close(self) -> None:
        """End the reading, also while it waits."""
        self._ours = True
        try:
            self._response.raw.shutdown()
        except (ValueError, RuntimeError, OSError):
            # It has ended already.
            return


class Parser:
    """The format of server-sent events, piece by piece."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""
        self._fields: dict[str, list[str]] = {}

    def feed(self, piece: bytes) -> Iterator[Event]:
        """The events that this piece completes."""
        text = self._rest + self._decoder.decode(piece).replace("\r\n", "\n")
        *lines, self._rest = text.split("\n")
        for line in lines:
            if line:
                name, _, value = line.partition(":")
                self._fields.setdefault(name, []).append(value.removeprefix(" "))
            elif found := self._event():
                yield found

    def _event(self) -> Event | None:
        """What the lines before an empty one say; comments say nothing."""
        fields, self._fields = self._fields, {}
        if "data" not in fields and "event" not in fields:
            return None
        data = "\n".join(fields["data"]) if "data" in fields else None
        return Event(fields.get("event", ["message"])[-1], data, fields.get("id", [None])[-1])
