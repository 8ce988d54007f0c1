"""How work queues and their items look over REST and in notifications."""

from typing import Any

from attune_emulator import clock
from attune_emulator.store import Row

_QUEUE = (
    *("id", "ref", "pack", "pack_ref", "is_adhoc", "label", "description", "enabled", "accepting_new_items"),
    *("dispatch_action", "dispatch_action_ref", "default_priority", "allow_pending_update", "update_strategy"),
    *("batch_mode", "item_schema", "action_params", "permission_set_refs", "config", "created", "updated"),
)
_QUEUE_SUMMARY = (
    *("id", "ref", "pack_ref", "is_adhoc", "label", "description", "enabled", "accepting_new_items"),
    *("dispatch_action_ref", "created", "updated"),
)
_QUEUE_ANNOUNCED = (
    *("ref", "pack_ref", "is_adhoc", "label", "enabled", "dispatch_action_ref", "default_priority"),
    *("allow_pending_update", "update_strategy", "batch_mode"),
)
_ITEM = (
    *("id", "queue", "queue_ref", "item_key", "priority", "status", "payload", "metadata", "enqueue_source"),
    *("requested_by_identity", "requested_by_execution", "requested_by_enforcement", "leased_execution"),
    *("lease_token", "lease_expires_at", "attempt_count", "last_error", "ack_summary", "created", "updated"),
)
_ITEM_ANNOUNCED = (
    *("queue", "queue_ref", "item_key", "priority", "status", "enqueue_source", "requested_by_identity"),
    *("requested_by_execution", "requested_by_enforcement", "leased_execution", "attempt_count"),
)


def queue_view(row: Row) -> dict[str, Any]:
    """Return one queue."""
    return {name: row[name] for name in _QUEUE}


def queue_summary(row: Row) -> dict[str, Any]:
    """Return a queue as it stands in lists."""
    return {name: row[name] for name in _QUEUE_SUMMARY}


def item_view(row: Row) -> dict[str, Any]:
    """Return one item."""
    return {name: row[name] for name in _ITEM}


def queue_notice(row: Row) -> dict[str, Any]:
    """Return what a notification says of a queue."""
    return {name: row[name] for name in _QUEUE_ANNOUNCED} | _times(row, "created", "updated")


def item_notice(row: Row) -> dict[str, Any]:
    """Return what a notification says of an item."""
    return {name: row[name] for name in _ITEM_ANNOUNCED} | _times(row, "lease_expires_at", "created", "updated")


def _times(row: Row, *names: str) -> dict[str, str | None]:
    return {name: clock.notification_stamp(row[name]) for name in names}
