"""Actions: what can be done."""

import re
from dataclasses import asdict, dataclass
from typing import Any

from starlette.responses import Response

from attune_emulator import deviations
from attune_emulator.authz import Subject
from attune_emulator.definitions import ACTION, PACK, changeable, component_page, existing, readable, usable
from attune_emulator.delegation import may_delegate
from attune_emulator.http.call import Call
from attune_emulator.http.errors import BadRequest, Conflict, Forbidden, NotFound, Unprocessable
from attune_emulator.http.queries import PageSize
from attune_emulator.http.replies import created, data, ordered, page_of, select_page, success
from attune_emulator.http.routes import Routes
from attune_emulator.services.actions.bodies import CreateAction, UpdateAction
from attune_emulator.services.actions.views import action_summary, action_view, search_hit

routes = Routes("actions")

_REF = re.compile(r"[\w.-]+")


@dataclass
class ActionQuery(PageSize):
    """Narrows the list of actions down to those the caller may execute."""

    executable_with_current_access: bool | None = None


@dataclass
class SearchQuery(PageSize):
    """A text in ref, label or description, and packs by ref, separated by commas."""

    q: str | None = None
    packs: str | None = None


@routes.get("/api/v1/actions")
def list_actions(call: Call, query: ActionQuery) -> Response:
    """List actions."""
    if not query.executable_with_current_access:
        return component_page(call, ACTION, query, action_summary)
    rows = call.db.all(ordered("SELECT * FROM action", "ref"))
    allowed = [row for row in rows if call.access.allows("actions", "execute", ACTION.subject(row["ref"], row))]
    return page_of(allowed, query.window(), action_summary)


@routes.get("/api/v1/actions/search")
def search_actions(call: Call, query: SearchQuery) -> Response:
    """Find actions by a text."""
    seen = call.visible.definitions("pack_ref", "owner_identity")
    text = (query.q or "").lower()
    where = "(instr(lower(ref), ?) OR instr(lower(label), ?) OR instr(lower(coalesce(description, '')), ?))"
    values: list[Any] = [*seen.values, text, text, text]
    if query.packs:
        packs = [existing(call, PACK, ref.strip())["ref"] for ref in query.packs.split(",")]
        where += f" AND pack_ref IN ({', '.join('?' * len(packs))})"
        values += packs
    sql = ordered(f"SELECT * FROM action WHERE {seen.sql} AND {where}", "ref")
    return select_page(call.db, sql, values, query.window(), search_hit)


@routes.get("/api/v1/packs/{pack_ref}/actions")
def list_actions_of_pack(call: Call, pack_ref: str, query: PageSize) -> Response:
    """List a pack's actions."""
    pack = existing(call, PACK, pack_ref)
    return component_page(call, ACTION, query, action_summary, "pack = ?", pack["id"])


@routes.get("/api/v1/actions/{ref}")
def get_action(call: Call, ref: str) -> Response:
    """Get one action."""
    return data(action_view(readable(call, ACTION, ref)))


@routes.get("/api/v1/actions/{ref}/queue-stats")
def get_queue_stats(call: Call, ref: str) -> Response:
    """Tell how long an action's executions queued; no action has a queue of its own here."""
    readable(call, ACTION, ref)
    raise NotFound(f"No queue statistics available for action '{ref}'")


@routes.post("/api/v1/actions")
def create_action(call: Call, body: CreateAction) -> Response:
    """Create an action."""
    if not _REF.fullmatch(body.ref):
        raise BadRequest("Action ref must contain only alphanumeric characters, dots, underscores, and hyphens")
    call.demand(
        "actions", "create", Subject(ref=body.ref, pack_ref=body.pack_ref, owner_identity=call.caller.identity_id)
    )
    pack = usable(call, PACK, body.pack_ref)
    values = body.given() | _placed(call, body)
    if call.db.by_ref("action", body.ref) is not None:
        raise Conflict(f"Action with ref '{body.ref}' already exists")
    values |= {"pack": pack["id"], "is_adhoc": True, "owner_identity": call.caller.identity_id}
    return created(action_view(call.db.insert("action", values)), "Action created successfully")


@routes.put("/api/v1/actions/{ref}")
def update_action(call: Call, ref: str, body: UpdateAction) -> Response:
    """Change an action."""
    row = changeable(call, ACTION, ref, "update", checked=True)
    values = body.given() | _placed(call, body)
    for name in ("artifact_retention_limit", "log_retention_limit"):
        if name in values and values[name] is not None and values[name] <= 0:
            raise BadRequest(f"{name} must be greater than zero")
    return data(action_view(call.db.update("action", row["id"], values)), "Action updated successfully")


@routes.delete("/api/v1/actions/{ref}")
def delete_action(call: Call, ref: str) -> Response:
    """Delete an action; its executions stay."""
    row = changeable(call, ACTION, ref, "delete", checked=True)
    call.db.delete("action", row["id"])
    return success(f"Action '{ref}' deleted successfully")


def _placed(call: Call, body: CreateAction | UpdateAction) -> dict[str, Any]:
    """Return the columns that say where and with which rights the action runs, judged."""
    values: dict[str, Any] = {}
    if body.runtime_ref is not None:
        runtime = call.db.by_ref("runtime", body.runtime_ref)
        if runtime is None:
            raise NotFound(f"Runtime '{body.runtime_ref}' not found")
        values |= {"runtime": runtime["id"], "runtime_ref": runtime["ref"]}
    elif body.runtime is not None:
        runtime = call.db.by_id("runtime", body.runtime)
        if runtime is None:
            raise Unprocessable("Referenced entity does not exist (action_runtime_fkey)")
        values["runtime_ref"] = runtime["ref"]
    if body.worker_tolerations:
        values["worker_tolerations"] = [_without_nulls(asdict(entry)) for entry in body.worker_tolerations]
    if body.default_execution_permission_set_refs and not may_delegate(
        call.db, call.access, body.default_execution_permission_set_refs
    ):
        raise Forbidden("Cannot configure action default execution permission sets beyond current access")
    if deviations.on("workflow-timeout"):
        values["timeout"] = None
    return values


def _without_nulls(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if value is not None}
