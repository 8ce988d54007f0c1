"""The audit log, to read."""

import uuid
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from starlette.responses import Response

from attune_emulator import deviations
from attune_emulator.http.call import Call
from attune_emulator.http.errors import NotFound, Rejection
from attune_emulator.http.fields import Timestamp
from attune_emulator.http.queries import PerPage
from attune_emulator.http.replies import data, ordered, select_page
from attune_emulator.http.routes import Routes
from attune_emulator.store import Row

routes = Routes("audit")

_SUMMARY = (
    *("id", "created", "category", "event_type", "outcome", "actor_identity", "actor_login"),
    *("resource_type", "resource_ref", "http_method", "http_path", "http_status", "request_id"),
)


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
    created_after: Timestamp | None = None
    created_before: Timestamp | None = None
    include_total: bool | None = None
    cap: ClassVar[int | None] = 500


_EQUAL = (
    *("category", "event_type", "outcome", "actor_identity", "resource_type", "resource_id", "resource_ref"),
    *("request_id", "http_status", "http_method"),
)


def _demand_read(call: Call) -> None:
    if not deviations.on("audit-open-to-all"):
        call.demand("audit_log", "read")


def _summary(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in _SUMMARY}


def _conditions(query: AuditQuery) -> tuple[str, list[Any]]:
    parts = [(f"{name} = ?", getattr(query, name)) for name in _EQUAL]
    parts += [(f"instr(lower({name}), lower(?)) > 0", getattr(query, name)) for name in ("actor_login", "http_path")]
    parts += [("created >= ?", query.created_after), ("created < ?", query.created_before)]
    held = [(sql, value) for sql, value in parts if value is not None and not deviations.on("audit-filters-ignored")]
    return " AND ".join(["1", *(sql for sql, _ in held)]), [value for _, value in held]


def _read(call: Call, operation: str, **details: Any) -> None:
    """Record that the log was read."""
    what = {"operation": operation} | details
    call.audit("admin", "audit_log.read", resource_type="audit_log", details=what)


@routes.get("/api/v1/audit-events")
def list_audit_events(call: Call, query: AuditQuery) -> Response:
    """List audit events, newest first."""
    _demand_read(call)
    where, values = _conditions(query)
    filters = {name: value for name, value in vars(query).items() if name not in ("page", "per_page", "include_total")}
    _read(call, "list", filters=filters, page=query.page, per_page=query.per_page)
    order = ("created", "id") if deviations.on("audit-oldest-first") else ("created DESC", "id DESC")
    sql = ordered(f"SELECT * FROM audit_event WHERE {where}", *order)
    return select_page(call.db, sql, values, query.window(), _summary, counted=bool(query.include_total))


@routes.get("/api/v1/audit-events/{id}")
def get_audit_event(call: Call, id: int) -> Response:
    """Show an audit event."""
    _demand_read(call)
    row = call.db.by_id("audit_event", id)
    if row is None:
        raise NotFound(f"Audit event {id} not found")
    _read(call, "get", audit_event_id=id)
    return data(row)


@routes.get("/api/v1/audit-events/by-request/{request_id}")
def audit_events_of_request(call: Call, request_id: str) -> Response:
    """List what one request left in the audit log."""
    _demand_read(call)
    try:
        uuid.UUID(request_id)
    except ValueError as error:
        text = f"Cannot parse `request_id` with value `{request_id}`: UUID parsing failed"
        raise Rejection(400, f"Invalid URL: {text}") from error
    return data(call.db.all("SELECT * FROM audit_event WHERE request_id = ? ORDER BY created, id", request_id))
