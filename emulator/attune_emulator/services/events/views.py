"""How events look over REST and in notifications."""

from typing import Any

from attune_emulator import clock
from attune_emulator.store import Row

_WHOLE = ("id", "trigger", "trigger_ref", "config", "payload", "source", "source_ref", "rule", "rule_ref", "created")
_SUMMARY = ("id", "trigger", "trigger_ref", "rule", "rule_ref", "source", "source_ref")
_ANNOUNCED = ("trigger", "trigger_ref", "source", "source_ref", "rule", "rule_ref")


def event_view(row: Row) -> dict[str, Any]:
    """Return one event."""
    return {name: row[name] for name in _WHOLE}


def event_summary(row: Row) -> dict[str, Any]:
    """Return an event as it stands in lists; the row says in `has_payload` whether it has one."""
    return {name: row[name] for name in _SUMMARY} | {"has_payload": bool(row["has_payload"]), "created": row["created"]}


def event_notice(row: Row, has_payload: bool) -> dict[str, Any]:
    """Return what a notification says of an event."""
    named = {name: row[name] for name in _ANNOUNCED}
    return named | {"has_payload": has_payload, "created": clock.notification_stamp(row["created"])}
