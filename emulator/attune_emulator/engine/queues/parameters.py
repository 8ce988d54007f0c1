"""What an execution is given of the items it works on."""

from typing import Any

from attune_emulator.expressions import render
from attune_emulator.store import Database, Row

_ITEM = (
    *("id", "item_key", "priority", "payload", "metadata", "attempt_count", "enqueue_source"),
    *("requested_by_identity", "requested_by_execution", "requested_by_enforcement"),
)


def execution_config(db: Database, queue: Row, items: list[Row], ack_version: int) -> Any:
    """Return the parameters of the execution for leased items; raises ExpressionError."""
    payloads = [item["payload"] for item in items]
    if not queue["action_params"]:
        if queue["batch_mode"] == "batch":
            return {"items": payloads}
        return payloads[0] if isinstance(payloads[0], dict) else {"item": payloads[0]}
    shown = [{name: item[name] for name in _ITEM} for item in items]
    names = {
        "item": payloads[0],
        "items": payloads,
        "queue_item": shown[0],
        "queue_items": shown,
        "queue": _about(queue, len(items), ack_version),
        "config": _pack_config(db, queue),
    }
    return render(queue["action_params"], names)


def _about(queue: Row, count: int, ack_version: int) -> dict[str, Any]:
    named = {name: queue[name] for name in ("id", "ref", "batch_mode")}
    return named | {"leased_item_count": count, "ack_contract_version": ack_version}


def _pack_config(db: Database, queue: Row) -> Any:
    pack = db.by_id("pack", queue["pack"]) if queue["pack"] is not None else None
    return pack["config"] if pack else None
