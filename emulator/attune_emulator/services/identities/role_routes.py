"""Roles of identities: free words that permission sets can be tied to."""

from starlette.responses import Response

from attune_emulator.http.call import Call
from attune_emulator.http.errors import BadRequest, Conflict, NotFound
from attune_emulator.http.replies import Json, created, wrapped_success
from attune_emulator.http.routes import Routes
from attune_emulator.services.identities.bodies import AssignRole
from attune_emulator.services.identities.views import assignments_of, role_view
from attune_emulator.store import Row

routes = Routes("identities")


def _demand_identity(call: Call, identity_id: int) -> None:
    if call.db.by_id("identity", identity_id) is None:
        raise NotFound(f"Identity '{identity_id}' not found")


def _audited(call: Call, row: Row, operation: str) -> None:
    what = {"resource_type": "identity_role_assignment", "resource_id": row["id"], "resource_ref": row["role"]}
    details = {"identity_id": row["identity"], "operation": operation}
    details |= {name: row[name] for name in ("role", "source", "managed")}
    call.audit("admin", "admin.role_assignment.changed", details=details, **what)


@routes.get("/api/v1/identities/{id}/permissions")
def list_assignments_of_identity(call: Call, id: int) -> Response:
    """List the permission sets assigned directly to an identity."""
    call.demand("permissions", "read")
    _demand_identity(call, id)
    return Json(assignments_of(call.db, id))


@routes.post("/api/v1/identities/{id}/roles")
def assign_role(call: Call, id: int, body: AssignRole) -> Response:
    """Give an identity a role."""
    call.demand("permissions", "manage")
    body.judge()
    _demand_identity(call, id)
    if call.db.one("SELECT id FROM identity_role_assignment WHERE identity = ? AND role = ?", id, body.role):
        raise Conflict("Already exists (unique_identity_role_assignment)")
    row = call.db.insert("identity_role_assignment", {"identity": id, "role": body.role})
    _audited(call, row, "created")
    return created(role_view(row))


@routes.delete("/api/v1/identities/roles/{id}")
def remove_role(call: Call, id: int) -> Response:
    """Take a role from an identity."""
    call.demand("permissions", "manage")
    row = call.db.by_id("identity_role_assignment", id)
    if row is None:
        raise NotFound(f"Identity role assignment '{id}' not found")
    if row["managed"]:
        raise BadRequest("Managed role assignments must be updated through the identity provider sync")
    call.db.delete("identity_role_assignment", id)
    _audited(call, row, "deleted")
    return wrapped_success("Identity role assignment deleted successfully")
