"""Identities: who there is."""

from typing import Any

from starlette.responses import Response

from attune_emulator.authn import hash_password
from attune_emulator.authz import Subject
from attune_emulator.http.call import Call
from attune_emulator.http.errors import BadRequest, Conflict, NotFound
from attune_emulator.http.queries import PageSize
from attune_emulator.http.replies import created, data, ordered, select_page, wrapped_success
from attune_emulator.http.routes import Routes
from attune_emulator.services.identities.bodies import CreateIdentity, UpdateIdentity
from attune_emulator.services.identities.views import identity_summary, identity_view
from attune_emulator.services.keys.owners import demand_no_keys
from attune_emulator.store import Row

routes = Routes("identities")


def identity_for(call: Call, identity_id: int, action: str) -> Row:
    """Return an identity the caller may touch in this way; raises the 403 or NotFound."""
    call.demand("identities", action, Subject(id=identity_id))
    identity = call.db.by_id("identity", identity_id)
    if identity is None:
        raise NotFound(f"Identity '{identity_id}' not found")
    return identity


def _audited(call: Call, event: str, identity: Row, **details: Any) -> None:
    call.audit("admin", event, resource_type="identity", resource_id=identity["id"], details=details)


@routes.get("/api/v1/identities")
def list_identities(call: Call, query: PageSize) -> Response:
    """List the identities."""
    call.demand("identities", "read")
    sql = ordered("SELECT * FROM identity", "login ASC")
    return select_page(call.db, sql, [], query.window(), lambda row: identity_summary(call.db, row))


@routes.post("/api/v1/identities")
def create_identity(call: Call, body: CreateIdentity) -> Response:
    """Make an identity."""
    call.demand("identities", "create")
    body.judge()
    if call.db.one("SELECT id FROM identity WHERE login = ?", body.login):
        raise Conflict(f"Identity with login={body.login} already exists")
    values = {"login": body.login, "display_name": body.display_name, "attributes": body.attributes}
    password = {"password_hash": hash_password(body.password)} if body.password else {}
    identity = call.db.insert("identity", values | password)
    details = {"login": body.login, "display_name": body.display_name, "password_set": body.password is not None}
    what = {"resource_type": "identity", "resource_id": identity["id"], "resource_ref": body.login}
    call.audit("admin", "admin.identity.created", details=details | {"frozen": False}, **what)
    return created(identity_view(call.db, identity))


@routes.get("/api/v1/identities/{id}")
def get_identity(call: Call, id: int) -> Response:
    """Show an identity."""
    return data(identity_view(call.db, identity_for(call, id, "read")))


@routes.put("/api/v1/identities/{id}")
def update_identity(call: Call, id: int, body: UpdateIdentity) -> Response:
    """Change an identity."""
    identity = identity_for(call, id, "update")
    values = body.given()
    changed = {name: name == "password" or value for name, value in values.items()}
    if password := values.pop("password", None):
        values["password_hash"] = hash_password(password)
    identity = call.db.update("identity", identity["id"], values)
    what = {"resource_type": "identity", "resource_id": identity["id"], "resource_ref": identity["login"]}
    call.audit("admin", "admin.identity.updated", details={"changed_fields": changed}, **what)
    return data(identity_view(call.db, identity))


@routes.delete("/api/v1/identities/{id}")
def delete_identity(call: Call, id: int) -> Response:
    """Delete an identity other than one's own."""
    identity = identity_for(call, id, "delete")
    if identity["id"] == call.caller.identity_id:
        raise BadRequest("Refusing to delete the currently authenticated identity")
    demand_no_keys(call.db, "identity", identity["id"])
    call.db.delete("identity", identity["id"])
    _audited(call, "admin.identity.deleted", identity, identity_id=identity["id"])
    return wrapped_success("Identity deleted successfully")


def _set_frozen(call: Call, identity_id: int, frozen: bool) -> None:
    identity = identity_for(call, identity_id, "update")
    call.db.update("identity", identity["id"], {"frozen": frozen})
    _audited(call, "admin.identity.updated", identity, changed_fields={"frozen": frozen}, frozen=frozen)


@routes.post("/api/v1/identities/{id}/freeze")
def freeze_identity(call: Call, id: int) -> Response:
    """Keep an identity from logging in."""
    _set_frozen(call, id, True)
    return wrapped_success("Identity frozen successfully")


@routes.post("/api/v1/identities/{id}/unfreeze")
def unfreeze_identity(call: Call, id: int) -> Response:
    """Let an identity log in again."""
    _set_frozen(call, id, False)
    return wrapped_success("Identity unfrozen successfully")
