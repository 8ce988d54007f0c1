"""Items that wait already when another of the same key comes."""

from typing import Any

from attune_emulator.http.errors import Conflict
from attune_emulator.services.queues.bodies import CreateItem
from attune_emulator.store import JSON_NULL, Database, Row


def pending_item(db: Database, queue: Row, item_key: str | None) -> Row | None:
    """Return the waiting item that a newcomer of this key changes; None when it is to be added.

    Raises Conflict where the queue allows no change.
    """
    if item_key is None or not queue["allow_pending_update"]:
        return None
    sql = "SELECT * FROM work_queue_item WHERE queue = ? AND item_key = ? AND status IN ('queued', 'retry')"
    found = db.all(sql, queue["id"], item_key)
    if not found:
        return None
    if queue["update_strategy"] == "immutable":
        raise Conflict(f"Pending queue item with key '{item_key}' already exists in queue '{queue['ref']}'")
    if len(found) > 1:
        raise Conflict(f"Queue '{queue['ref']}' has multiple mutable pending items for item_key '{item_key}'")
    return found[0]


def merged(queue: Row, waiting: Row, newcomer: CreateItem) -> dict[str, Any]:
    """Return what a newcomer makes of the waiting item."""
    if queue["update_strategy"] == "replace":
        priority = queue["default_priority"] if newcomer.priority is None else newcomer.priority
        return {"payload": _json(newcomer.payload), "metadata": newcomer.metadata, "priority": priority}
    return {
        "payload": _json(merge_patch(waiting["payload"], newcomer.payload)),
        "metadata": merge_patch(waiting["metadata"], newcomer.metadata),
        "priority": waiting["priority"] if newcomer.priority is None else newcomer.priority,
    }


def merge_patch(target: Any, patch: Any) -> Any:
    """Return `target` with `patch` applied as RFC 7386 says: null removes a member."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merge_patch(result.get(name), value)
    return result


def _json(value: Any) -> Any:
    return JSON_NULL if value is None else value
