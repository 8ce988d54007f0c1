"""The audit log, to read."""

import uuid
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from starlette.responses import Response

from attune_emulator import clock
from attune_emulator.http.call import Call
from attune_emulator.http.errors import BadRequest, NotFound
from attune_emulator.http.queries import PerPage
from attune_emulator.http.replies import data, ordered, select_page
from attune_emulator.http.routes import Routes
from attune_emulator.store import Row

routes = Routes("audit")

_ALWAYS = ("id", "created", "category", "event_type", "outcome")
_SUMMARY = (
    *("actor_identity", "actor_login", "request_id", "resource_type", "resource_ref"),
    *("http_method", "http_path", "http_status"),
)
_FULL = (*_SUMMARY, "actor_token_type", "actor_ip", "actor_user_agent", "resource_id", "duration_ms")


@dataclass
class AuditQuery(PerPage):
    category: Literal["api", "auth", "rbac", "secret", "admin", "execution", "pack"] | None = None
    event_type: str | None = None
    outcome: Literal["success", "failure", "denied"] | None = None
    actor_identity: int | None = None
    actor_login: str | None = None
    resource_type: str | None = None
    resource_id: int | None = None
    resource_ref: str | None = None
    request_id: str | None = None
    http_status: int | None = None
    http_method: str | None = None
    http_path: str | None = None
    created_after: str | None = None
    created_before: str | None = None
    include_total: bool | None = None
    cap: ClassVar[int | None] = 500


_EQUAL = (
    *("category", "event_type", "outcome", "actor_identity", "resource_type", "resource_id", "resource_ref"),
    *("request_id", "http_status", "http_method"),
)


def _shown(row: Row, optional: tuple[str, ...]) -> dict[str, Any]:
    """Leave out what is not known."""
    return {n: row[n] for n in _ALWAYS} | {n: row[n] for n in optional if row[n] is not None}


def _summary(row: Row) -> dict[str, Any]:
    return _shown(row, _SUMMARY)


def _full(row: Row) -> dict[str, Any]:
    return _shown(row, _FULL) | {"details": row["details"] or {}, "correlation_chain": row["correlation_chain"] or []}


def _moment(name: str, text: str) -> str:
    try:
        return clock.stamp(clock.parse(text))
    except ValueError as error:
        raise BadRequest(f"Failed to deserialize query string: {name}: {error}") from error


def _conditions(query: AuditQuery) -> tuple[str, list[Any]]:
    parts = [(f"{name} = ?", getattr(query, name)) for name in _EQUAL]
    parts += [(f"instr(lower({name}), lower(?)) > 0", getattr(query, name)) for name in ("actor_login", "http_path")]
    for name, sign in (("created_after", ">="), ("created_before", "<=")):
        text = getattr(query, name)
        parts.append((f"created {sign} ?", _moment(name, text) if text else None))
    held = [(sql, value) for sql, value in parts if value is not None]
    return " AND ".join(["1", *(sql for sql, _ in held)]), [value for _, value in held]


@routes.get("/api/v1/audit-events")
def list_audit_events(call: Call, query: AuditQuery) -> Response:
    """List audit events, newest first."""
    call.demand("audit_log", "read")
    where, values = _conditions(query)
    sql = ordered(f"SELECT * FROM audit_event WHERE {where}", "created DESC", "id DESC")
    return select_page(call.db, sql, values, query.window(), _summary, counted=bool(query.include_total))


@routes.get("/api/v1/audit-events/{id}")
def get_audit_event(call: Call, id: int) -> Response:
    """Show an audit event."""
    call.demand("audit_log", "read")
    row = call.db.by_id("audit_event", id)
    if row is None:
        raise NotFound(f"Audit event {id} not found")
    return data(_full(row))


@routes.get("/api/v1/audit-events/by-request/{request_id}")
def audit_events_of_request(call: Call, request_id: str) -> Response:
    """List what one request left in the audit log."""
    call.demand("audit_log", "read")
    try:
        uuid.UUID(request_id)
    except ValueError as error:
        raise BadRequest(f"Invalid request id: {error}") from error
    rows = call.db.all("SELECT * FROM audit_event WHERE request_id = ? ORDER BY created, id", request_id)
    return data([_full(row) for row in rows])
