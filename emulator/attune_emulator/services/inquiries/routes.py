"""Inquiries: questions to people."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from starlette.responses import Response

from attune_emulator import clock, deviations
from attune_emulator.authz import Subject
from attune_emulator.http.bodies import Body
from attune_emulator.http.call import Call
from attune_emulator.http.errors import BadRequest, Conflict, Forbidden, Invalid, NotFound, Unprocessable
from attune_emulator.http.fields import Length, Timestamp
from attune_emulator.http.queries import PageSize, Query, Window
from attune_emulator.http.replies import created, data, ordered, select_page, success
from attune_emulator.http.routes import Routes
from attune_emulator.services.executions.access import ancestors, seen_executions, visible_execution
from attune_emulator.services.inquiries.answering import announce_change, answer, expire, objection
from attune_emulator.services.inquiries.asking import open_inquiry
from attune_emulator.services.inquiries.views import inquiry_summary, inquiry_view
from attune_emulator.store import Row
from attune_emulator.visibility import EVERYTHING, Condition

routes = Routes("inquiries")

Status = Literal["pending", "responded", "timeout", "cancelled"]
LARGEST = 500
_IN_PATH = {"pending": "pending", "responded": "responded", "timeout": "timeout", "canceled": "cancelled"}


@dataclass
class CreateInquiry(Body):
    """A question to be asked on behalf of an execution."""

    execution: int
    prompt: Annotated[str, Length(1, 10000)]
    response_schema: Any = None
    assigned_to: int | None = None
    timeout_at: Timestamp | None = None
    default_response: Any = None


@dataclass
class UpdateInquiry(Body):
    """Changes to an inquiry."""

    status: Status | None = None
    response: Any = None
    assigned_to: int | None = None


@dataclass
class Respond(Body):
    """An answer, which may be null but has to be there."""

    response: Any


@dataclass
class InquiryQuery(Query):
    """Narrows down the list; paged by limit and offset."""

    status: Status | None = None
    execution: int | None = None
    assigned_to: int | None = None
    limit: int = 50
    offset: int = 0

    def window(self) -> Window:
        size = self.limit if deviations.on("paging") else max(self.limit, 1)
        limit = min(size, LARGEST)
        number = self.offset // size + 1 if size else 1
        return Window(number, limit, limit, self.offset)


def _missing(inquiry: int) -> NotFound:
    return NotFound(f"Inquiry with ID {inquiry} not found")


def _seen(call: Call) -> Condition:
    """Return the condition on inquiries the caller may see: those of its executions, and those put to it."""
    executions = seen_executions(call)
    if executions is EVERYTHING:
        return EVERYTHING
    sql = f"(assigned_to = ? OR execution IN (SELECT id FROM execution WHERE {executions.sql}))"
    return Condition(sql, [call.caller.identity_id, *executions.values])


def _visible(call: Call, inquiry: int) -> Row:
    seen = _seen(call)
    row = call.db.one(f"SELECT * FROM inquiry WHERE id = ? AND {seen.sql}", inquiry, *seen.values)
    if row is None:
        raise _missing(inquiry)
    return row


def _page(call: Call, window: Window, where: str = "1", *values: Any) -> Response:
    seen = _seen(call)
    sql = ordered(f"SELECT * FROM inquiry WHERE {seen.sql} AND {where}", "created DESC")
    return select_page(call.db, sql, [*seen.values, *values], window, inquiry_summary)


@routes.get("/api/v1/inquiries")
def list_inquiries(call: Call, query: InquiryQuery) -> Response:
    """List inquiries, newest first."""
    wanted = {name: getattr(query, name) for name in ("status", "execution", "assigned_to")}
    given = {name: value for name, value in wanted.items() if value is not None}
    return _page(call, query.window(), " AND ".join(["1", *(f"{name} = ?" for name in given)]), *given.values())


@routes.get("/api/v1/inquiries/status/{status}")
def list_by_status(call: Call, status: str, query: PageSize) -> Response:
    """List inquiries in one status, which is spelled with one l here."""
    if status not in _IN_PATH:
        raise BadRequest(f"Invalid inquiry status: '{status}'. Valid values are: {', '.join(_IN_PATH)}")
    return _page(call, query.window(), "status = ?", _IN_PATH[status])


@routes.get("/api/v1/executions/{execution_id}/inquiries")
def list_of_execution(call: Call, execution_id: int, query: PageSize) -> Response:
    """List the inquiries of an execution."""
    visible_execution(call, execution_id)
    return _page(call, query.window(), "execution = ?", execution_id)


@routes.get("/api/v1/inquiries/{id}")
def get_inquiry(call: Call, id: int) -> Response:
    """Get one inquiry."""
    return data(inquiry_view(_visible(call, id)))


@routes.post("/api/v1/inquiries")
def create_inquiry(call: Call, body: CreateInquiry) -> Response:
    """Put a question on behalf of an execution; each has one at most."""
    call.promised("inquiries", "create", Subject(execution_id=body.execution))
    visible_execution(call, body.execution)
    if call.db.value("SELECT id FROM inquiry WHERE execution = ?", body.execution) is not None:
        raise Conflict("Already exists (uq_inquiry_execution)")
    if body.assigned_to is not None and call.db.by_id("identity", body.assigned_to) is None:
        raise Unprocessable("Referenced entity does not exist (inquiry_assigned_to_fkey)")
    columns = {name: value for name, value in body.given().items() if name != "execution"}
    row = open_inquiry(call.emulator, body.execution, **columns)
    return created(inquiry_view(row), "Inquiry created successfully")


@routes.put("/api/v1/inquiries/{id}")
def update_inquiry(call: Call, id: int, body: UpdateInquiry) -> Response:
    """Change an inquiry, without any effect on its execution."""
    row = _visible(call, id)
    call.promised("inquiries", "update", Subject(id=id, execution_id=row["execution"]))
    with call.db.transaction():
        new = call.db.update("inquiry", id, body.given())
        if new["status"] != row["status"] and new["status"] in ("responded", "timeout"):
            announce_change(call.emulator, f"inquiry_{new['status']}", new)
    return data(inquiry_view(new), "Inquiry updated successfully")


@routes.delete("/api/v1/inquiries/{id}")
def delete_inquiry(call: Call, id: int) -> Response:
    """Delete an inquiry."""
    row = _visible(call, id)
    call.promised("inquiries", "delete", Subject(id=id, execution_id=row["execution"]))
    call.db.delete("inquiry", id)
    return success("Inquiry deleted successfully")


@routes.post("/api/v1/inquiries/{id}/respond")
def respond(call: Call, id: int, body: Respond) -> Response:
    """Answer an inquiry; its execution completes with the answer."""
    row = _visible(call, id)
    call.promised("inquiries", "respond", Subject(id=id, execution_id=row["execution"]))
    _judge(call, row, body.response)
    return data(inquiry_view(answer(call.emulator, row, body.response)), "Response submitted successfully")


def _judge(call: Call, row: Row, response: Any) -> None:
    """Refuse an answer that comes too late, from the wrong side, or in the wrong form."""
    if row["status"] != "pending" and not deviations.on("inquiry-answered-twice"):
        status = row["status"].capitalize()
        raise BadRequest(
            f"Cannot respond to inquiry with status '{status}'. Only pending inquiries can be responded to."
        )
    others = row["assigned_to"] is not None and row["assigned_to"] != call.caller.identity_id
    if others and not deviations.on("inquiry-open-to-all"):
        raise Forbidden(
            f"Inquiry {row['id']} is assigned to identity {row['assigned_to']} and can only be answered by them"
        )
    own = call.caller.execution_id
    execution = call.db.by_id("execution", own) if own is not None else None
    if execution is not None and row["execution"] in (own, *ancestors(call.db, execution)):
        raise Forbidden("An execution cannot respond to an inquiry it created")
    if row["timeout_at"] is not None and row["timeout_at"] < clock.now():
        expire(call.emulator, row)
        raise BadRequest("Inquiry has timed out and can no longer be responded to")
    if not deviations.on("inquiry-schema") and (wrong := objection(row["response_schema"], response)) is not None:
        raise Invalid(f"Response does not match the inquiry's schema: {wrong}")
