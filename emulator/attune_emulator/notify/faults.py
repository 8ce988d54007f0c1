"""Seeded faults of what is told, before anybody is told it."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from attune_emulator import deviations
from attune_emulator.notify.hub import Notification

_BELONGING = ("enforcement", "rule_ref", "trigger_ref", "parent", "workflow_task", "execution", "event")
_told = itertools.count(1)


def later(notification: Notification, seconds: float) -> Notification:
    """Return a notification as it is sent so many seconds after its time."""
    moment = datetime.fromisoformat(notification.timestamp) + timedelta(seconds=seconds)
    return replace(notification, timestamp=moment.isoformat().replace("+00:00", "Z"))


def told(notification: Notification) -> Iterator[Notification]:
    """Yield what clients hear of a notification: itself, unless a fault is switched on."""
    if deviations.on("notification-lost") and next(_told) % 3 == 0:
        return
    if deviations.on("notification-bare"):
        kept = {name: value for name, value in notification.payload.items() if name not in _BELONGING}
        notification = replace(notification, payload=kept)
    if deviations.on("old-status-lost"):
        kept = {name: value for name, value in notification.payload.items() if name != "old_status"}
        notification = replace(notification, payload=kept)
    yield notification
    if deviations.on("notification-twice"):
        yield notification
