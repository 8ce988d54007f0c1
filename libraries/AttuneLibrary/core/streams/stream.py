"""What all streams have in common: a thread that reads into an inbox, and an end that nobody has to wait for."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable

from ...client.closed import LOST, OURS, Closed
from .inbox import Frame, Inbox

JOIN_SECONDS = 5.0


class Stream(ABC):
    """Opened by `open`, read by its own thread until `close`, the platform or a long silence ends it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.inbox = Inbox()
        self._thread: threading.Thread | None = None

    def __str__(self) -> str:
        return self.name

    @property
    def closed(self) -> Closed | None:
        """Why nothing more is going to come; None while it may."""
        return self.inbox.closed

    @property
    def frames(self) -> list[Frame]:
        return self.inbox.frames()

    def open(self) -> None:
        """Connect, and read from now on; raises the platform's refusal."""
        read = self.connect()
        self.inbox.reopen()
        self._thread = threading.Thread(target=self._serve, args=(read,), name=self.name, daemon=True)
        self._thread.start()
        self.opened()

    def close(self) -> None:
        """End it; what has been received stays."""
        self.inbox.end(OURS)
        self.disconnect()
        if self._thread is not None:
            self._thread.join(JOIN_SECONDS)
            self._thread = None

    def reconnect(self) -> None:
        """Lose the connection and make a new one of the same kind; what comes in between is missed."""
        self.close()
        self.open()

    @abstractmethod
    def connect(self) -> Callable[[], Closed]:
        """Connect; returns what reads everything into the inbox and says how it ended."""

    @abstractmethod
    def disconnect(self) -> None:
        """End the reading."""

    def opened(self) -> None:
        """Called when the new connection is read."""
        return

    def _serve(self, read: Callable[[], Closed]) -> None:
        why = LOST
        try:
            why = read()
        finally:
            self.inbox.end(why)
