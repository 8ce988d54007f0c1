"""Integration tokens: long-lived secrets with which a service logs in as an identity."""

from starlette.responses import Response

from attune_emulator import clock
from attune_emulator.authn import INTEGRATION_PREFIX, digest, new_integration_token
from attune_emulator.http.call import Call
from attune_emulator.http.errors import BadRequest, NotFound
from attune_emulator.http.queries import PageSize
from attune_emulator.http.replies import created, data, ordered, select_page, wrapped_success
from attune_emulator.http.routes import Routes
from attune_emulator.services.identities.bodies import CreateToken, RevokeToken
from attune_emulator.services.identities.routes import identity_for
from attune_emulator.services.identities.views import token_view
from attune_emulator.store import Row

routes = Routes("identities")

_SHOWN_PREFIX = len(INTEGRATION_PREFIX) + 4
_SHOWN_SUFFIX = 6


def _identity(call: Call, identity_id: int, action: str) -> Row:
    """Return the identity; one's own tokens need no grant."""
    own = call.db.by_id("identity", identity_id) if identity_id == call.caller.identity_id else None
    return own or identity_for(call, identity_id, action)


def _token(call: Call, identity_id: int, token_id: int) -> Row:
    token = call.db.by_id("integration_token", token_id)
    if token is None or token["identity"] != identity_id:
        raise NotFound(f"Integration token '{token_id}' not found")
    return token


def _expiry(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        moment = clock.stamp(clock.parse(text))
    except ValueError as error:
        raise BadRequest(f"expires_at: {error}") from error
    if moment <= clock.now():
        raise BadRequest("expires_at must be in the future")
    return moment


@routes.get("/api/v1/identities/{id}/integration-tokens")
def list_tokens(call: Call, id: int, query: PageSize) -> Response:
    """List an identity's integration tokens, without their secrets."""
    _identity(call, id, "read")
    sql = ordered("SELECT * FROM integration_token WHERE identity = ?", "created DESC")
    return select_page(call.db, sql, [id], query.window(), token_view)


@routes.post("/api/v1/identities/{id}/integration-tokens")
def create_token(call: Call, id: int, body: CreateToken) -> Response:
    """Issue an integration token; its secret is shown this once."""
    _identity(call, id, "update")
    secret = new_integration_token()
    token = call.db.insert(
        "integration_token",
        {
            "identity": id,
            "label": body.label,
            "description": body.description,
            "expires_at": _expiry(body.expires_at),
            "created_by": call.caller.identity_id,
            "token_hash": digest(secret),
            "token_prefix": secret[:_SHOWN_PREFIX],
            "token_suffix": secret[-_SHOWN_SUFFIX:],
        },
    )
    call.audit("admin", "admin.integration_token.created", resource_type="identities", resource_id=id)
    return created({"token": secret, "integration_token": token_view(token)})


@routes.post("/api/v1/identities/{id}/integration-tokens/{token_id}/revoke")
def revoke_token(call: Call, id: int, token_id: int, body: RevokeToken) -> Response:
    """Make an integration token worthless."""
    _identity(call, id, "update")
    token = _token(call, id, token_id)
    values = {"revoked_at": clock.now(), "revoked_by": call.caller.identity_id, "revocation_reason": body.reason}
    call.audit("admin", "admin.integration_token.revoked", resource_type="identities", resource_id=id)
    return data(token_view(call.db.update("integration_token", token["id"], values)))


@routes.delete("/api/v1/identities/{id}/integration-tokens/{token_id}")
def delete_token(call: Call, id: int, token_id: int) -> Response:
    """Delete an integration token."""
    _identity(call, id, "update")
    call.db.delete("integration_token", _token(call, id, token_id)["id"])
    return wrapped_success("Integration token deleted successfully")
