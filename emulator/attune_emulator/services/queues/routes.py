"""Work queues: what waits to be worked on, and by which action."""

from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from attune_emulator.authz import Subject
from attune_emulator.definitions import ACTION, PACK, existing
from attune_emulator.delegation import may_delegate
from attune_emulator.http.call import Call
from attune_emulator.http.errors import BadRequest, Conflict, Forbidden
from attune_emulator.http.fields import ABSENT
from attune_emulator.http.queries import PerPage
from attune_emulator.http.replies import created, data, ordered, page_of, success
from attune_emulator.http.routes import Routes
from attune_emulator.services.keys.owners import may
from attune_emulator.services.queues.access import demand_any_read, may_read, readable_queue, usable_queue
from attune_emulator.services.queues.bodies import CreateQueue, UpdateQueue
from attune_emulator.services.queues.changes import insert_queue, update_queue
from attune_emulator.services.queues.config import complaint, read_config
from attune_emulator.services.queues.tuning import batch_size, concurrency, keys_named
from attune_emulator.services.queues.views import queue_summary, queue_view
from attune_emulator.store import Row

routes = Routes("queues")

# What may be changed of a queue that a pack's files describe.
_OPERATIONAL = {"enabled", "accepting_new_items"}


@dataclass
class QueueFilter(PerPage):
    """Which queues to list."""

    enabled: bool | None = None
    is_adhoc: bool | None = None
    search: str | None = None


@routes.get("/api/v1/queues")
def list_queues(call: Call, query: QueueFilter) -> Response:
    """List the queues the caller may read."""
    demand_any_read(call)
    parts, values = ["1"], []
    for name in ("enabled", "is_adhoc"):
        wanted = getattr(query, name)
        if wanted is not None:
            parts.append(f"{name} = ?")
            values.append(wanted)
    if query.search is not None:
        parts.append("instr(lower(ref || ' ' || label || ' ' || coalesce(description, '')), lower(?)) > 0")
        values.append(query.search)
    return _page(call, query, " AND ".join(parts), values)


@routes.get("/api/v1/packs/{pack_ref}/queues")
def list_queues_of_pack(call: Call, pack_ref: str, query: PerPage) -> Response:
    """List a pack's queues."""
    demand_any_read(call)
    return _page(call, query, "pack = ?", [existing(call, PACK, pack_ref)["id"]])


def _page(call: Call, query: PerPage, where: str, values: list[Any]) -> Response:
    rows = call.db.all(ordered(f"SELECT * FROM work_queue WHERE {where}", "ref"), *values)
    return page_of([row for row in rows if may_read(call, row)], query.window(), queue_summary)


@routes.get("/api/v1/queues/{ref}")
def get_queue(call: Call, ref: str) -> Response:
    """Get one queue, with the numbers it dispatches by."""
    queue = readable_queue(call, ref)
    return data(queue_view(queue) | {"resolved_dispatch_tuning": _tuning(call, queue)})


def _tuning(call: Call, queue: Row) -> dict[str, int] | None:
    keys = [call.db.by_ref("key", ref) for ref in keys_named(queue)]
    if not all(may(call, "read", key) for key in keys if key is not None):
        return None
    return {"concurrency": concurrency(call.emulator, queue), "batch_size": batch_size(call.emulator, queue)}


@routes.post("/api/v1/queues")
def create_queue(call: Call, body: CreateQueue) -> Response:
    """Create a queue."""
    call.demand("queues", "create", Subject(ref=body.ref, pack_ref=body.pack_ref))
    pack = existing(call, PACK, body.pack_ref) if body.pack_ref is not None else None
    action = existing(call, ACTION, body.dispatch_action_ref)
    _judge(call, body.config, body.batch_mode, body.permission_set_refs, "create")
    if call.db.by_ref("work_queue", body.ref) is not None:
        raise Conflict(f"Work queue with ref '{body.ref}' already exists")
    values = body.given() | {
        "pack": pack["id"] if pack else None,
        "is_adhoc": pack is None,
        "dispatch_action": action["id"],
        "permission_set_refs": body.permission_set_refs,
    }
    return created(queue_view(insert_queue(call.emulator, values)), "Work queue created successfully")


@routes.put("/api/v1/queues/{ref}")
def change_queue(call: Call, ref: str, body: UpdateQueue) -> Response:
    """Change a queue."""
    queue = usable_queue(call, ref, "update")
    values = body.given()
    if body.permission_set_refs is not ABSENT:
        values["permission_set_refs"] = body.permission_set_refs
    if not queue["is_adhoc"] and values.keys() - _OPERATIONAL:
        raise Forbidden("Pack-managed queues may only change operational flags through the API")
    changed = queue | values
    _judge(call, changed["config"], changed["batch_mode"], values.get("permission_set_refs"), "update")
    values |= _links(call, values)
    return data(queue_view(update_queue(call.emulator, queue, values)), "Work queue updated successfully")


def _links(call: Call, values: dict[str, Any]) -> dict[str, Any]:
    """Return the columns for a pack and an action that are named anew."""
    links: dict[str, Any] = {}
    if "pack_ref" in values:
        pack = existing(call, PACK, values["pack_ref"]) if values["pack_ref"] is not None else None
        links |= {"pack": pack["id"] if pack else None, "is_adhoc": pack is None}
    if "dispatch_action_ref" in values:
        links["dispatch_action"] = existing(call, ACTION, values["dispatch_action_ref"])["id"]
    return links


def _judge(call: Call, config: Any, batch_mode: str, refs: list[str] | None, doing: str) -> None:
    if refs and not may_delegate(call.db, call.access, refs):
        raise Forbidden(f"Cannot {doing} queue with execution permission sets beyond current access")
    if wrong := complaint(read_config(config), batch_mode):
        raise BadRequest(wrong)


@routes.delete("/api/v1/queues/{ref}")
def delete_queue(call: Call, ref: str) -> Response:
    """Delete a queue with its items."""
    queue = usable_queue(call, ref, "delete")
    if not queue["is_adhoc"]:
        raise Forbidden("Pack-managed queues must be removed from pack queue definition files")
    call.db.delete("work_queue", queue["id"])
    return success(f"Work queue '{ref}' deleted successfully")
