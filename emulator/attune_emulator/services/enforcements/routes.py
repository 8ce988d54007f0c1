"""Enforcements: rules that an event set off."""

from dataclasses import dataclass
from typing import Literal

from starlette.responses import Response

from attune_emulator.authz import Subject
from attune_emulator.crypto import decrypt
from attune_emulator.http.call import Call
from attune_emulator.http.errors import NotFound
from attune_emulator.http.queries import PerPage, Query
from attune_emulator.http.replies import data, ordered, select_page
from attune_emulator.http.routes import Routes
from attune_emulator.services.enforcements.views import enforcement_summary, enforcement_view

routes = Routes("enforcements")


@dataclass
class EnforcementFilter(PerPage):
    """Which enforcements to list."""

    rule: int | None = None
    event: int | None = None
    status: Literal["created", "processed", "disabled"] | None = None
    trigger_ref: str | None = None
    rule_ref: str | None = None
    include_total: bool = False


@dataclass
class EnforcementDetail(Query):
    """How much to show of one enforcement."""

    include_secret_values: bool = False


@routes.get("/api/v1/enforcements")
def list_enforcements(call: Call, query: EnforcementFilter) -> Response:
    """List enforcements, newest first."""
    seen = call.visible.records("trigger_ref", "rule_ref", executor="scope_identity")
    parts, values = [seen.sql], [*seen.values]
    for name in ("rule", "event", "status", "trigger_ref", "rule_ref"):
        wanted = getattr(query, name)
        if wanted is not None:
            parts.append(f"{name} = ?")
            values.append(wanted)
    sql = f"SELECT * FROM enforcement WHERE {' AND '.join(parts)}"
    return select_page(
        call.db, ordered(sql, "created DESC"), values, query.window(), enforcement_summary, counted=query.include_total
    )


@routes.get("/api/v1/enforcements/{enforcement_id}")
def get_enforcement(call: Call, enforcement_id: int, query: EnforcementDetail) -> Response:
    """Get one enforcement; its secrets only with the grant to decrypt them."""
    row = call.db.by_id("enforcement", enforcement_id)
    if row is None or not call.visible.record(row["trigger_ref"], row["rule_ref"], executor=row["scope_identity"]):
        raise NotFound(f"Enforcement with ID {enforcement_id} not found")
    subject = Subject(id=enforcement_id, ref=row["rule_ref"], owner_identity=row["scope_identity"])
    call.demand("enforcements", "read", subject)
    if query.include_secret_values:
        call.demand("enforcements", "decrypt", subject)
        if row["secrets"] is not None:
            row["config"] = decrypt(call.emulator.encryption_key, row["secrets"])
    return data(enforcement_view(row))
