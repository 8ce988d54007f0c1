"""Roles of identities: free words that permission sets can be tied to."""

from starlette.responses import Response

from attune_emulator.http.call import Call
from attune_emulator.http.errors import BadRequest, Conflict, NotFound
from attune_emulator.http.replies import Json, created, wrapped_success
from attune_emulator.http.routes import Routes
from attune_emulator.services.identities.bodies import AssignRole
from attune_emulator.services.identities.views import assignments_of, role_view

routes = Routes("identities")


def _demand_identity(call: Call, identity_id: int) -> None:
    if call.db.by_id("identity", identity_id) is None:
        raise NotFound(f"Identity '{identity_id}' not found")


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
    _demand_identity(call, id)
    if call.db.one("SELECT id FROM identity_role_assignment WHERE identity = ? AND role = ?", id, body.role):
        raise Conflict(f"Identity role assignment with identity_role={id}:{body.role} already exists")
    row = call.db.insert("identity_role_assignment", {"identity": id, "role": body.role})
    call.audit("admin", "admin.role_assignment.changed", resource_type="identities", resource_id=id)
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
    call.audit("admin", "admin.role_assignment.changed", resource_type="identities", resource_id=row["identity"])
    return wrapped_success("Identity role assignment deleted successfully")
