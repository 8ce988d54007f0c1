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
        raise BadRequest("grants must be a list")
    row = call.db.update("permission_set", row["id"], vars(body))
    what = {"resource_type": "permissions", "resource_id": id, "resource_ref": row["ref"]}
    call.audit("admin", "admin.permission_set.changed", **what)
    return data(_set_view(call.db, row))


@routes.post("/api/v1/permissions/sets/{id}/roles")
def tie_role(call: Call, id: int, body: AssignRole) -> Response:
    """Tie a role to a permission set."""
    call.demand("permissions", "manage")
    row = _set(call, id)
    known = "SELECT id FROM permission_set_role_assignment WHERE permission_set = ? AND role = ?"
    if call.db.one(known, id, body.role):
        raise Conflict(f"Permission set role assignment with permission_set_role={id}:{body.role} already exists")
    tie = call.db.insert("permission_set_role_assignment", {"permission_set": row["id"], "role": body.role})
    call.audit("admin", "admin.role_assignment.changed", resource_type="permissions", resource_id=id)
    shown = {"permission_set_id": row["id"], "permission_set_ref": row["ref"]}
    return created({"id": tie["id"], "role": tie["role"], "created": tie["created"]} | shown)


@routes.delete("/api/v1/permissions/sets/roles/{id}")
def untie_role(call: Call, id: int) -> Response:
    """Untie a role from a permission set."""
    call.demand("permissions", "manage")
    if not call.db.delete("permission_set_role_assignment", id):
        raise NotFound(f"Permission set role assignment '{id}' not found")
    return wrapped_success("Permission set role assignment deleted successfully")


def _identity(call: Call, body: Assign) -> Row:
    if (body.identity_id is None) == (body.identity_login is None):
        raise BadRequest("Provide exactly one of identity_id or identity_login")
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
        raise Conflict("Permission assignment already exists")
    assignment = call.db.insert("permission_assignment", {"identity": identity["id"], "permission_set": row["id"]})
    call.audit("admin", "admin.permission_assignment.changed", resource_type="identities", resource_id=identity["id"])
    return created(assignment_view(call.db, assignment["id"]))


@routes.delete("/api/v1/permissions/assignments/{id}")
def unassign_set(call: Call, id: int) -> Response:
    """Take a permission set from an identity."""
    call.demand("permissions", "manage")
    row = call.db.by_id("permission_assignment", id)
    if row is None:
        raise NotFound(f"Permission assignment '{id}' not found")
    call.db.delete("permission_assignment", id)
    call.audit("admin", "admin.permission_assignment.changed", resource_type="identities", resource_id=row["identity"])
    return wrapped_success("Permission assignment deleted successfully")
