"""Integration tokens: long-lived secrets with which a service logs in as an identity."""

from starlette.responses import Response

from attune_emulator import clock
from attune_emulator.authn import INTEGRATION_PREFIX, digest, new_integration_token
from attune_emulator.authz import Subject
from attune_emulator.http.call import Call
from attune_emulator.http.errors import BadRequest, NotFound
from attune_emulator.http.replies import created, data, wrapped_success
from attune_emulator.http.routes import Routes
from attune_emulator.services.identities.bodies import CreateToken, RevokeToken
from attune_emulator.services.identities.routes import identity_for
from attune_emulator.services.identities.views import token_view
from attune_emulator.store import Row

routes = Routes("identities")

_SHOWN_PREFIX = len(INTEGRATION_PREFIX) + 8
_SHOWN_SUFFIX = 6


def _token(call: Call, identity_id: int, token_id: int) -> Row:
    token = call.db.by_id("integration_token", token_id)
    if token is None or token["identity"] != identity_id:
        raise NotFound(f"Integration token '{token_id}' not found")
    return token


def _audited(call: Call, token: Row, action: str, **details: object) -> None:
    what = {"resource_type": "integration_token", "resource_id": token["id"], "resource_ref": token["label"]}
    facts = {"action": action, "identity_id": token["identity"]} | details
    call.audit("admin", "admin.identity.updated", details=facts, **what)


@routes.get("/api/v1/identities/{id}/integration-tokens")
def list_tokens(call: Call, id: int) -> Response:
    """List an identity's integration tokens, without their secrets."""
    identity_for(call, id, "read")
    rows = call.db.all("SELECT * FROM integration_token WHERE identity = ? ORDER BY created DESC, id DESC", id)
    return data([token_view(row) for row in rows])


@routes.post("/api/v1/identities/{id}/integration-tokens")
def create_token(call: Call, id: int, body: CreateToken) -> Response:
    """Issue an integration token; its secret is shown this once."""
    call.demand("identities", "update", Subject(id=id))
    body.judge()
    identity_for(call, id, "update")
    if body.expires_at is not None and body.expires_at <= clock.now():
        raise BadRequest("Integration token expiration must be in the future")
    secret = new_integration_token()
    token = call.db.insert(
        "integration_token",
        {
            "identity": id,
            "label": body.label,
            "description": body.description,
            "expires_at": body.expires_at,
            "created_by": call.caller.identity_id,
            "token_hash": digest(secret),
            "token_prefix": secret[:_SHOWN_PREFIX],
            "token_suffix": secret[-_SHOWN_SUFFIX:],
        },
    )
    _audited(call, token, "created")
    return created({"token": secret, "integration_token": token_view(token)})


@routes.post("/api/v1/identities/{id}/integration-tokens/{token_id}/revoke")
def revoke_token(call: Call, id: int, token_id: int, body: RevokeToken) -> Response:
    """Make an integration token worthless."""
    identity_for(call, id, "update")
    token = _token(call, id, token_id)
    values = {"revoked_at": clock.now(), "revoked_by": call.caller.identity_id, "revocation_reason": body.reason}
    _audited(call, token, "revoked", reason=body.reason)
    return data(token_view(call.db.update("integration_token", token["id"], {} if token["revoked_at"] else values)))


@routes.delete("/api/v1/identities/{id}/integration-tokens/{token_id}")
def delete_token(call: Call, id: int, token_id: int) -> Response:
    """Delete an integration token."""
    identity_for(call, id, "update")
    token = _token(call, id, token_id)
    call.db.delete("integration_token", token["id"])
    _audited(call, token, "deleted")
    return wrapped_success("Integration token deleted successfully")
