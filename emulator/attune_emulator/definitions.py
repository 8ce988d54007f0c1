"""Finding a component by its ref, for reading or for changing it.

Who lacks a grant is refused before anything is looked up, so that a refusal tells nobody what exists; what a caller
may not see is answered like what does not exist.
"""

from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from attune_emulator import deviations
from attune_emulator.authz import Subject
from attune_emulator.http.call import Call
from attune_emulator.http.errors import NotFound
from attune_emulator.http.queries import Paged
from attune_emulator.http.replies import View, ordered, select_page
from attune_emulator.store import Row
from attune_emulator.visibility import pack_of


@dataclass(frozen=True)
class Kind:
    """A kind of component: its table, its name in messages, and the resource its grants name."""

    table: str
    title: str
    resource: str

    def missing(self, ref: str) -> NotFound:
        return NotFound(f"{self.title} '{ref}' not found")

    def subject(self, ref: str, row: Row | None) -> Subject:
        """Return what the constraints of a grant look at."""
        if row is None:
            return Subject(ref=ref, pack_ref=pack_of(ref))
        return Subject(id=row["id"], ref=ref, pack_ref=row["pack_ref"], owner_identity=row["owner_identity"])


PACK = Kind("pack", "Pack", "packs")
TRIGGER = Kind("trigger", "Trigger", "triggers")
# Sensors have no grants of their own.
SENSOR = Kind("sensor", "Sensor", "triggers")
RULE = Kind("rule", "Rule", "rules")
RUNTIME = Kind("runtime", "Runtime", "runtimes")
ACTION = Kind("action", "Action", "actions")


def existing(call: Call, kind: Kind, ref: str) -> Row:
    """Return a component whoever may see it; raises NotFound."""
    row = call.db.by_ref(kind.table, ref)
    if row is None:
        raise kind.missing(ref)
    return row


def readable(call: Call, kind: Kind, ref: str) -> Row:
    """Return a component the caller may see; raises NotFound."""
    row = call.db.by_ref(kind.table, ref)
    if row is None or not call.visible.definition(row["pack_ref"], row["owner_identity"]):
        raise kind.missing(ref)
    return row


def usable(call: Call, kind: Kind, ref: str) -> Row:
    """Return a pack or component the caller may build with, which what is hidden is not; raises NotFound."""
    row = existing(call, kind, ref)
    if not call.visible.definition(row["ref"] if kind is PACK else row["pack_ref"], row["owner_identity"]):
        raise kind.missing(ref)
    return row


def changeable(call: Call, kind: Kind, ref: str, action: str, *, checked: bool = False) -> Row:
    """Return a component the caller may change; raises Forbidden or NotFound.

    `checked` says that the platform itself asks for the grant, and not only the plan.
    """
    row = call.db.by_ref(kind.table, ref)
    if row is None and deviations.on("owner-filter"):
        raise kind.missing(ref)
    subject = kind.subject(ref, row)
    if checked:
        call.demand(kind.resource, action, subject)
    else:
        call.promised(kind.resource, action, subject)
    return readable(call, kind, ref)


def component_page(call: Call, kind: Kind, query: Paged, view: View, where: str = "1", *values: Any) -> Response:
    """Answer one page of the components the caller may see, by ref."""
    seen = call.visible.definitions("pack_ref", "owner_identity")
    sql = ordered(f"SELECT * FROM {kind.table} WHERE {where} AND {seen.sql}", "ref")
    return select_page(call.db, sql, [*values, *seen.values], query.window(), view)
