"""One connection to the notifier for the whole process, that wakes whoever waits.

It makes waits quick and never right or wrong: what is awaited is read by HTTP. Without a notifier, after a lost
connection, or where one is silent, waits look as often as they would anyway.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..client import AttuneError
from .topics import ENTITIES, told_by
from .waiting import Sleeper

if TYPE_CHECKING:
    from ..client.notifier import Notifier

log = logging.getLogger("attune")
# Seconds until a lost connection is tried again; each failure doubles them.
FIRST_RETRY, LONGEST_RETRY = 0.5, 8.0
# So many topics are remembered; beyond, whoever waits looks once in vain.
MOST = 20_000
SLEEPER = Sleeper()


class Notifications:
    """A wake source: `looking` before a look, then `pause` until something came since, or the time is over.

    Args:
        connect: makes a connection with a fresh token; called in the background.
        ready: prepares what `connect` needs; called by the waiting thread, may raise AttuneError.
    """

    def __init__(self, connect: Callable[[], "Notifier"], ready: Callable[[], object]) -> None:
        self._connect, self._ready = connect, ready
        self._changed = threading.Condition()
        self._number = 0
        self._looked = 0
        self._latest: dict[str, int] = {}
        self._everything = 0
        self._connection: _Connection | None = None
        self._retry, self._next = FIRST_RETRY, 0.0

    @property
    def live(self) -> bool:
        """Whether changes are being told."""
        connection = self._connection
        return connection is not None and connection.live

    def looking(self) -> None:
        """What comes from now on may have been missed by the look that follows."""
        with self._changed:
            self._looked = self._number

    def pause(self, seconds: float, topics: frozenset[str]) -> bool:
        """Wait at most `seconds`; True when one of the topics has been told since the last look began."""
        if not topics:
            return SLEEPER.pause(seconds, topics)
        self._revive()
        with self._changed:
            return self._changed.wait_for(lambda: self._newest(topics) > self._looked, seconds)

    def close(self) -> None:
        """Let the connection go; the next pause makes another one."""
        connection, self._connection = self._connection, None
        self._retry, self._next = FIRST_RETRY, 0.0
        if connection is not None:
            connection.close()

    def _newest(self, topics: frozenset[str]) -> int:
        return max(self._everything, *(self._latest.get(topic, 0) for topic in topics))

    def _revive(self) -> None:
        if self._connection is not None and not self._connection.over:
            return
        now = time.monotonic()
        if self._connection is not None and self._connection.was_live:
            self._retry, self._next = FIRST_RETRY, min(self._next, now)
        if now < self._next:
            return
        self._next, self._retry = now + self._retry, min(2 * self._retry, LONGEST_RETRY)
        try:
            self._ready()
        except AttuneError as problem:
            log.info("no notifications: %s", str(problem).splitlines()[0])
            return
        self._connection = _Connection(self._connect, self._told, self._all_told)

    def _told(self, topics: set[str]) -> None:
        if not topics:
            return
        with self._changed:
            self._number += 1
            if len(self._latest) > MOST:
                self._latest.clear()
                self._everything = self._number
            self._latest.update(dict.fromkeys(topics, self._number))
            self._changed.notify_all()

    def _all_told(self) -> None:
        """What came before the connection, or while there was none, has been told to nobody: everybody looks."""
        with self._changed:
            self._number += 1
            self._everything = self._number
            self._changed.notify_all()


class _Connection:
    """One connection from its making to its end, in a thread of its own."""

    def __init__(
        self, connect: Callable[[], "Notifier"], told: Callable[[set[str]], None], all_told: Callable[[], None]
    ) -> None:
        self._connect, self._told, self._all_told = connect, told, all_told
        self._notifier: Notifier | None = None
        self._closing = False
        self.live = self.was_live = self.over = False
        threading.Thread(target=self._serve, name="notifications", daemon=True).start()

    def close(self) -> None:
        self._closing = True
        if self._notifier is not None:
            self._notifier.close()

    def _serve(self) -> None:
        try:
            notifier = self._notifier = self._connect()
            if self._closing:
                notifier.close()
                return
            notifier.subscribe(*(f"entity_type:{entity}" for entity in ENTITIES))
            self._read(notifier, notifier.fence())
        except AttuneError as problem:
            log.info("no notifications: %s", str(problem).splitlines()[0])
        finally:
            self.live, self.over = False, True

    def _read(self, notifier: "Notifier", fence: str) -> None:
        while (frame := notifier.read()) is not None:
            if frame.get("type") == "error" and fence in str(frame.get("message")):
                self.live = self.was_live = True
                self._all_told()
            else:
                self._told(told_by(frame))
        log.info("notifications ended: %s", notifier.closed)
        # Whoever waits for a frame that is not going to come looks again.
        self.live = False
        self._all_told()
