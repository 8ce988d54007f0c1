"""Messages between the parts of the emulator, in the place of a message broker.

A topic is a word such as ``rule.enabled`` or ``event.created``; the message is whatever its sender documents.
Listeners run on the event loop after the sender's transaction, one after another, in the order of sending.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from attune_emulator.store import Database

Listener = Callable[[Any], None]


class Bus:
    """Topics and their listeners."""

    def __init__(self, db: Database, failed: Callable[[str, BaseException], None]) -> None:
        self._db, self._failed = db, failed
        self._listeners: defaultdict[str, list[Listener]] = defaultdict(list)

    def listen(self, topic: str, listener: Listener) -> None:
        """Call `listener` with every message of a topic until the next reset."""
        self._listeners[topic].append(listener)

    def send(self, topic: str, message: Any) -> None:
        """Send a message once the running transaction is committed."""

        def deliver_soon() -> None:
            asyncio.get_running_loop().call_soon(self._deliver, topic, message)

        self._db.after_commit(deliver_soon)

    def forget_all(self) -> None:
        self._listeners.clear()

    def _deliver(self, topic: str, message: Any) -> None:
        for listener in list(self._listeners[topic]):
            try:
                listener(message)
            except Exception as error:  # noqa: BLE001  # why: one failing listener must not keep a message from the others
                self._failed(f"listener of {topic}", error)
