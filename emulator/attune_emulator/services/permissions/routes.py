"""Permission sets, the roles they are tied to, and who they are assigned to."""

from dataclasses import dataclass
from typing import Annotated, Any

from starlette.responses import Response

from attune_emulator.http.bodies import Body
from attune_emulator.http.call import Call
from attune_emulator.http.errors import BadRequest, Conflict, NotFound
from attune_emulator.http.fields import Length
from attune_emulator.http.queries import Query
from attune_emulator.http.replies import Json, created, data, wrapped_success
from attune_emulator.http.routes import Routes
from attune_emulator.services.identities.bodies import AssignRole
from attune_emulator.services.identities.views import assignment_view
from attune_emulator.store import Database, Row

routes = Routes("permissions")

_ROLES = (
    "SELECT r.id, r.permission_set AS permission_set_id, s.ref AS permission_set_ref, r.role, r.created"
    " FROM permission_set_role_assignment r JOIN permission_set s ON s.id = r.permission_set"
)


@dataclass
class OfPack(Query):
    pack_ref: str | None = None


@dataclass
class UpdateSet(Body):
    grants: Any
    label: str | None = None
    description: str | None = None


@dataclass
class Assign(Body):
    permission_set_ref: Annotated[str, Length(1, 255)]
    identity_id: int | None = None
    identity_login: str | None = None


def _set_view(db: Database, row: Row) -> dict[str, Any]:
    shown = ("id", "ref", "pack_ref", "label", "description", "grants")
    roles = db.all(f"{_ROLES} WHERE r.permission_set = ? ORDER BY r.id", row["id"])
    return {name: row[name] for name in shown} | {"roles": roles}


def _set(call: Call, set_id: int) -> Row:
    row = call.db.by_id("permission_set", set_id)
    if row is None:
        raise NotFound(f"Permission set '{set_id}' not found")
    return row


_EVENTS = {"permission_assignment": "admin.permission_assignment.changed"}


def _audited(call: Call, kind: str, row_id: int, ref: str | None, details: dict[str, Any]) -> None:
    event = _EVENTS.get(kind, "admin.permission_set.changed")
    call.audit("admin", event, resource_type=kind, resource_id=row_id, resource_ref=ref, details=details)


@routes.get("/api/v1/permissions/sets")
def list_sets(call: Call, query: OfPack) -> Response:
    """List the permission sets."""
    call.demand("permissions", "read")
    rows = call.db.all("SELECT * FROM permission_set WHERE ?1 IS NULL OR pack_ref = ?1 ORDER BY ref", query.pack_ref)
    return Json([_set_view(call.db, row) for row in rows])


@routes.put("/api/v1/permissions/sets/{id}")
def update_set(call: Call, id: int, body: UpdateSet) -> Response:
    """Change a permission set."""
    call.demand("permissions", "manage")
    row = _set(call, id)
    if not isinstance(body.grants, list):
        raise BadRequest("Permission set grants must be an array")
    row = call.db.update("permission_set", row["id"], vars(body))
    details = {"operation": "updated", "permission_set_ref": row["ref"], "updated_fields": list(vars(body))}
    _audited(call, "permission_set", id, row["ref"], details)
    return data(_set_view(call.db, row))


@routes.post("/api/v1/permissions/sets/{id}/roles")
def tie_role(call: Call, id: int, body: AssignRole) -> Response:
    """Tie a role to a permission set."""
    call.demand("permissions", "manage")
    row = _set(call, id)
    known = "SELECT id FROM permission_set_role_assignment WHERE permission_set = ? AND role = ?"
    if call.db.one(known, id, body.role):
        raise Conflict("Already exists (unique_permission_set_role_assignment)")
    tie = call.db.insert("permission_set_role_assignment", {"permission_set": row["id"], "role": body.role})
    shown = {"permission_set_id": row["id"], "permission_set_ref": row["ref"]}
    details = {"operation": "created", "role": body.role} | shown
    _audited(call, "permission_set_role_assignment", tie["id"], row["ref"], details)
    return created({"id": tie["id"], "role": tie["role"], "created": tie["created"]} | shown)


@routes.delete("/api/v1/permissions/sets/roles/{id}")
def untie_role(call: Call, id: int) -> Response:
    """Untie a role from a permission set."""
    call.demand("permissions", "manage")
    tie = call.db.by_id("permission_set_role_assignment", id)
    if tie is None:
        raise NotFound(f"Permission set role assignment '{id}' not found")
    call.db.delete("permission_set_role_assignment", id)
    details = {"operation": "deleted", "role": tie["role"], "permission_set_id": tie["permission_set"]}
    _audited(call, "permission_set_role_assignment", id, tie["role"], details)
    return wrapped_success("Permission set role assignment deleted successfully")


def _identity(call: Call, body: Assign) -> Row:
    if body.identity_id is None and body.identity_login is None:
        raise BadRequest("Either identity_id or identity_login is required")
    if body.identity_id is not None and body.identity_login is not None:
        raise BadRequest("Provide either identity_id or identity_login, not both")
    column, value = ("id", body.identity_id) if body.identity_id is not None else ("login", body.identity_login)
    identity = call.db.one(f"SELECT * FROM identity WHERE {column} = ?", value)
    if identity is None:
        raise NotFound(f"Identity '{value}' not found")
    return identity


@routes.post("/api/v1/permissions/assignments")
def assign_set(call: Call, body: Assign) -> Response:
    """Assign a permission set to an identity."""
    call.demand("permissions", "manage")
    identity = _identity(call, body)
    row = call.db.by_ref("permission_set", body.permission_set_ref)
    if row is None:
        raise NotFound(f"Permission set '{body.permission_set_ref}' not found")
    known = "SELECT id FROM permission_assignment WHERE identity = ? AND permission_set = ?"
    if call.db.one(known, identity["id"], row["id"]):
        raise Conflict("Already exists (unique_identity_permset)")
    assignment = call.db.insert("permission_assignment", {"identity": identity["id"], "permission_set": row["id"]})
    details = {"operation": "created", "identity_id": identity["id"], "identity_login": identity["login"]}
    details |= {"permission_set_id": row["id"], "permission_set_ref": row["ref"]}
    _audited(call, "permission_assignment", assignment["id"], row["ref"], details)
    return created(assignment_view(call.db, assignment["id"]))


@routes.delete("/api/v1/permissions/assignments/{id}")
def unassign_set(call: Call, id: int) -> Response:
    """Take a permission set from an identity."""
    call.demand("permissions", "manage")
    row = call.db.by_id("permission_assignment", id)
    if row is None:
        raise NotFound(f"Permission assignment '{id}' not found")
    call.db.delete("permission_assignment", id)
    details = {"operation": "deleted", "identity_id": row["identity"], "permission_set_id": row["permission_set"]}
    _audited(call, "permission_assignment", id, None, details)
    return wrapped_success("Permission assignment deleted successfully")
