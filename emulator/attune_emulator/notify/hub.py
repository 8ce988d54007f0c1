"""The notifications of this emulator, from whoever changes something to whoever listens."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from attune_emulator import clock
from attune_emulator.store import Database


@dataclass(frozen=True)
class Notification:
    """One announced change."""

    channel: str
    entity_type: str
    entity_id: int
    payload: dict[str, Any]
    timestamp: str


Subscriber = Callable[[Notification], None]


class Hub:
    """Passes notifications on, in order, after the transaction that made them is committed."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._subscribers: list[Subscriber] = []

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Call `subscriber` with every notification from now on; returns the function that ends it.

        Subscribers must be quick and must not fail: put the notification into a queue of your own.
        """
        self._subscribers.append(subscriber)
        return lambda: self._subscribers.remove(subscriber)

    def publish(self, channel: str, entity_type: str, entity_id: int, payload: dict[str, Any]) -> None:
        """Announce a change; the fields every payload begins with are added here."""
        full = {"entity_type": entity_type, "entity_id": entity_id, "id": entity_id} | payload
        notification = Notification(channel, entity_type, entity_id, full, clock.now())
        self._db.after_commit(lambda: self._deliver(notification))

    def _deliver(self, notification: Notification) -> None:
        for subscriber in list(self._subscribers):
            subscriber(notification)
