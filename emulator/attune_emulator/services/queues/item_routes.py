"""The items of work queues."""

from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from attune_emulator.http.call import Call
from attune_emulator.http.errors import Conflict, NotFound, Rejection
from attune_emulator.http.queries import PerPage
from attune_emulator.http.replies import created, data, ordered, select_page, success
from attune_emulator.http.routes import Routes
from attune_emulator.schemas import demand_valid
from attune_emulator.services.queues.access import usable_queue
from attune_emulator.services.queues.bodies import CreateItem, UpdateItem
from attune_emulator.services.queues.changes import insert_item, update_item
from attune_emulator.services.queues.pending import merged, pending_item
from attune_emulator.services.queues.views import item_view
from attune_emulator.store import JSON_NULL, Row

routes = Routes("queues")

MUTABLE = ("queued", "retry")
_FILTERED = ("queued", "leased", "retry", "completed", "failed")


@dataclass
class ItemFilter(PerPage):
    """Which items to list; `statuses` are separated by commas."""

    item_key: str | None = None
    enqueue_source: str | None = None
    statuses: str | None = None


@routes.get("/api/v1/queues/{ref}/items")
def list_items(call: Call, ref: str, query: ItemFilter) -> Response:
    """List a queue's items, in the order in which they are worked off."""
    statuses = _statuses(call)
    queue = usable_queue(call, ref, "read")
    parts, values = ["queue = ?"], [queue["id"]]
    for name in ("item_key", "enqueue_source"):
        wanted = getattr(query, name)
        if wanted is not None:
            parts.append(f"{name} = ?")
            values.append(wanted)
    if statuses:
        parts.append(f"status IN ({', '.join('?' * len(statuses))})")
        values += statuses
    sql = f"SELECT * FROM work_queue_item WHERE {' AND '.join(parts)}"
    return select_page(call.db, ordered(sql, "priority DESC", "created", "id"), values, query.window(), item_view)


def _statuses(call: Call) -> list[str]:
    given = ",".join(call.request.query_params.getlist("statuses"))
    statuses = [part.strip() for part in given.split(",") if part.strip()]
    for status in statuses:
        if status not in _FILTERED:
            reason = f"invalid work queue item status '{status}' (expected one of {', '.join(_FILTERED)})"
            raise Rejection(400, f"Failed to deserialize query string: statuses: {reason}")
    return statuses


@routes.post("/api/v1/queues/{ref}/items")
def enqueue_item(call: Call, ref: str, body: CreateItem) -> Response:
    """Put an item into a queue, or change the one that waits there under the same key."""
    queue = usable_queue(call, ref, "create")
    if not queue["accepting_new_items"]:
        raise Conflict(f"Work queue '{ref}' is not accepting new items")
    _judge(queue, body.payload)
    waiting = pending_item(call.db, queue, body.item_key)
    if waiting is not None:
        changed = update_item(call.emulator, waiting, merged(queue, waiting, body))
        return data(item_view(changed), "Pending queue item updated successfully")
    priority = queue["default_priority"] if body.priority is None else body.priority
    values = {
        "item_key": body.item_key,
        "priority": priority,
        "payload": _json(body.payload),
        "metadata": body.metadata,
    }
    item = insert_item(call.emulator, values | _origin(call) | {"queue": queue["id"], "queue_ref": ref})
    return created(item_view(item), "Queue item enqueued successfully")


def _origin(call: Call) -> dict[str, Any]:
    return {
        "enqueue_source": "api",
        "requested_by_identity": call.caller.identity_id,
        "requested_by_execution": call.caller.execution_id,
    }


def _judge(queue: Row, payload: Any) -> None:
    demand_valid(f"queue item payload for queue '{queue['ref']}'", queue["item_schema"], payload)


def _json(value: Any) -> Any:
    return JSON_NULL if value is None else value


@routes.put("/api/v1/queues/{ref}/items/{item_id}")
def change_item(call: Call, ref: str, item_id: int, body: UpdateItem) -> Response:
    """Change an item that waits."""
    queue = usable_queue(call, ref, "update")
    item = _waiting(call, queue, item_id, "updated")
    values = body.given()
    if "payload" in values:
        _judge(queue, values["payload"])
    changed = update_item(call.emulator, item, values) if values else item
    return data(item_view(changed), "Queue item updated successfully")


@routes.delete("/api/v1/queues/{ref}/items/{item_id}")
def delete_item(call: Call, ref: str, item_id: int) -> Response:
    """Delete an item that waits."""
    queue = usable_queue(call, ref, "delete")
    item = _waiting(call, queue, item_id, "deleted")
    call.db.delete("work_queue_item", item["id"])
    return success(f"Queue item '{item_id}' deleted successfully")


def _waiting(call: Call, queue: Row, item_id: int, doing: str) -> Row:
    item = call.db.one("SELECT * FROM work_queue_item WHERE id = ? AND queue = ?", item_id, queue["id"])
    if item is None:
        raise NotFound(f"Queue item '{item_id}' not found")
    if item["status"] not in MUTABLE:
        raise Conflict(f"Only queued or retry queue items can be {doing}")
    return item
