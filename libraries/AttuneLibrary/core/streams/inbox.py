"""What a stream has received so far, and whoever waits for more."""

import threading
import time
from dataclasses import dataclass
from typing import Any

from ...client.closed import Closed

# A test that keeps more than that listens to too much.
MOST = 20_000


@dataclass(frozen=True, slots=True)
class Frame:
    """One thing received: its number on its stream, when it came by this machine's clock, and what it is."""

    number: int
    arrived: float
    data: dict[str, Any]


class Inbox:
    """Filled by the thread that reads, looked at by the test; a wake source for the waiter.

    Nothing is ever dropped: an absence could not be proved then. A stream whose frames are too many ends instead.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._frames: list[Frame] = []
        self._changed = threading.Condition()
        self._changes = 0
        self._looked = 0
        self._closed: Closed | None = None

    def put(self, data: dict[str, Any]) -> bool:
        """Keep one more; False where there are too many, and the stream is over."""
        with self._changed:
            if len(self._frames) >= self._most:
                self._end(Closed(f"more than {self._most} frames came: listen to less"))
                return False
            self._frames.append(Frame(len(self._frames) + 1, time.time(), data))
            self._notify()
            return True

    def end(self, why: Closed) -> None:
        """No more is going to come; the first reason counts."""
        with self._changed:
            self._end(why)

    def reopen(self) -> None:
        """More may come again."""
        with self._changed:
            self._closed = None

    @property
    def closed(self) -> Closed | None:
        with self._changed:
            return self._closed

    def frames(self) -> list[Frame]:
        """Everything so far; whatever comes from now on ends the next pause."""
        with self._changed:
            self._looked = self._changes
            return list(self._frames)

    @property
    def live(self) -> bool:
        """Whether more may come."""
        return self.closed is None

    def looking(self) -> None:
        """`frames` is the look."""
        return

    def pause(self, seconds: float, topics: frozenset[str]) -> bool:
        """Wait at most `seconds` for something that was not there at the last look."""
        with self._changed:
            return self._changed.wait_for(lambda: self._changes != self._looked, seconds)

    def _end(self, why: Closed) -> None:
        if self._closed is None:
            self._closed = why
            self._notify()

    def _notify(self) -> None:
        self._changes += 1
        self._changed.notify_all()
