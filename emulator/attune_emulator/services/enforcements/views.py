"""How enforcements look over REST and in notifications."""

from typing import Any

from attune_emulator import clock
from attune_emulator.store import Row

_WHOLE = (
    *("id", "rule", "rule_ref", "trigger_ref", "config", "event", "status", "payload", "condition", "conditions"),
    *("created", "resolved_at"),
)
_SUMMARY = ("id", "rule", "rule_ref", "trigger_ref", "event", "status", "condition", "created")
_ANNOUNCED = ("rule", "rule_ref", "trigger_ref", "event", "status", "condition")


def enforcement_view(row: Row) -> dict[str, Any]:
    """Return one enforcement."""
    return {name: row[name] for name in _WHOLE}


def enforcement_summary(row: Row) -> dict[str, Any]:
    """Return an enforcement as it stands in lists."""
    return {name: row[name] for name in _SUMMARY}


def enforcement_notice(row: Row) -> dict[str, Any]:
    """Return what a notification says of an enforcement."""
    times = {name: clock.notification_stamp(row[name]) for name in ("created", "resolved_at")}
    return {name: row[name] for name in _ANNOUNCED} | times
