"""What became of executions and workers, step by step."""

from dataclasses import dataclass
from typing import Any, ClassVar

from starlette.responses import Response

from attune_emulator.http.call import Call
from attune_emulator.http.errors import BadRequest
from attune_emulator.http.fields import Timestamp
from attune_emulator.http.queries import PageSize
from attune_emulator.http.replies import ordered, select_page
from attune_emulator.http.routes import Routes
from attune_emulator.services.executions.access import seen_executions, visible_execution
from attune_emulator.store import Row
from attune_emulator.visibility import EVERYTHING

routes = Routes("history")

_FIELDS = ("time", "operation", "entity_id", "entity_ref", "changed_fields", "old_values", "new_values")


@dataclass
class HistoryQuery(PageSize):
    """Narrows down a history; times are RFC 3339."""

    entity_id: int | None = None
    entity_ref: str | None = None
    operation: str | None = None
    changed_field: str | None = None
    since: Timestamp | None = None
    until: Timestamp | None = None
    cap: ClassVar[int | None] = 1000


@routes.get("/api/v1/history/{entity_type}")
def list_history(call: Call, entity_type: str, query: HistoryQuery) -> Response:
    """List the history of all executions or all workers, newest first."""
    if entity_type not in ("execution", "worker"):
        raise BadRequest(f"unknown history entity type '{entity_type}'; expected one of: execution, worker")
    return _page(call, entity_type, query)


@routes.get("/api/v1/executions/{id}/history")
def list_execution_history(call: Call, id: int, query: HistoryQuery) -> Response:
    """List one execution's history, newest first."""
    if call.db.by_id("execution", id) is not None:
        visible_execution(call, id)
    query.entity_id = id
    return _page(call, "execution", query)


@routes.get("/api/v1/workers/{id}/history")
def list_worker_history(call: Call, id: int, query: HistoryQuery) -> Response:
    """List one worker's history, newest first."""
    query.entity_id = id
    return _page(call, "worker", query)


def _page(call: Call, kind: str, query: HistoryQuery) -> Response:
    where, values = ["1"], list[Any]()
    if kind == "execution" and (seen := seen_executions(call)) is not EVERYTHING:
        where.append(f"entity_id IN (SELECT id FROM execution WHERE {seen.sql})")
        values += seen.values
    for name in ("entity_id", "entity_ref", "operation"):
        if (wanted := getattr(query, name)) is not None:
            where.append(f"{name} = ?")
            values.append(wanted)
    for name, sign in (("since", ">="), ("until", "<=")):
        if (text := getattr(query, name)) is not None:
            where.append(f"time {sign} ?")
            values.append(text)
    if query.changed_field is not None:
        where.append("EXISTS (SELECT 1 FROM json_each(changed_fields) WHERE value = ?)")
        values.append(query.changed_field)
    sql = ordered(f"SELECT * FROM {kind}_history WHERE {' AND '.join(where)}", "time DESC", "id DESC")
    return select_page(call.db, sql, values, query.window(), _view)


def _view(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in _FIELDS}
