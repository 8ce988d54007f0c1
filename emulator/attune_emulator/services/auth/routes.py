"""Logging in, registering, and one's own account."""

import jwt
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from attune_emulator import clock
from attune_emulator.authn import Caller, digest, hash_password, password_fits
from attune_emulator.http.bodies import body_of, demand_json, parse_json, raw_body
from attune_emulator.http.call import Call
from attune_emulator.http.errors import BadRequest, Conflict, Forbidden, NotBuilt, NotFound, Unauthorized
from attune_emulator.http.replies import data, wrapped_success
from attune_emulator.http.routes import Routes
from attune_emulator.services.auth.bodies import (
    ChangePassword,
    LdapLogin,
    Login,
    Refresh,
    Register,
    TokenLogin,
    UpdateMe,
)
from attune_emulator.services.auth.views import SETTINGS, current_user, user_info
from attune_emulator.store import Row

routes = Routes("auth")


def _demand_thawed(identity: Row) -> None:
    if identity["frozen"]:
        raise Forbidden("Identity is frozen and cannot authenticate")


def _login_of(call: Call, identity: Row, **refresh_metadata: object) -> Response:
    return data(call.emulator.tokens.pair(identity, **refresh_metadata) | {"user": user_info(identity)})


def _login_failed(call: Call, login: str, reason: str) -> None:
    call.audit("auth", "auth.login.failure", "failure", actor_login=login, details={"reason": reason})


@routes.get("/auth/settings", public=True)
def auth_settings(call: Call) -> Response:
    """Tell which ways of logging in there are."""
    return data(SETTINGS)


@routes.post("/auth/login", public=True)
def login(call: Call, body: Login) -> Response:
    """Log in with a password."""
    identity = call.db.one("SELECT * FROM identity WHERE login = ?", body.login)
    if identity is not None and identity["frozen"]:
        _login_failed(call, body.login, "frozen")
        _demand_thawed(identity)
    if identity is None or not password_fits(body.password, identity["password_hash"]):
        _login_failed(call, body.login, "unknown_user" if identity is None else "invalid_password")
        raise Unauthorized("Invalid login or password")
    call.audit("auth", "auth.login.success", actor_identity=identity["id"], actor_login=identity["login"])
    return _login_of(call, identity)


@routes.post("/auth/ldap/login", public=True)
def ldap_login(call: Call, body: LdapLogin) -> Response:
    """Log in by LDAP."""
    raise NotBuilt("LDAP authentication is not configured")


@routes.get("/auth/oidc/login", public=True)
def oidc_login(call: Call) -> Response:
    """Log in by OpenID Connect."""
    raise NotBuilt("OIDC authentication is not configured")


@routes.get("/auth/callback", public=True)
def oidc_callback(call: Call) -> Response:
    """Come back from the OpenID Connect provider."""
    if "code" not in call.request.query_params:
        raise BadRequest("Missing authorization code")
    raise NotBuilt("OIDC authentication is not configured")


@routes.post("/auth/token-login", public=True)
def token_login(call: Call, body: TokenLogin) -> Response:
    """Log in with an integration token."""
    token = call.db.one("SELECT * FROM integration_token WHERE token_hash = ?", digest(body.token))
    if token is None or token["revoked_at"] or (token["expires_at"] and token["expires_at"] <= clock.now()):
        reason = "unknown_token" if token is None else "inactive_token"
        call.audit("auth", "auth.token_login.failure", "failure", details={"reason": reason})
        raise Unauthorized("Invalid token")
    identity = call.db.by_id("identity", token["identity"])
    assert identity is not None
    _demand_thawed(identity)
    call.db.update("integration_token", token["id"], {"last_used_at": clock.now()})
    what = {"resource_type": "integration_token", "resource_id": token["id"], "resource_ref": token["label"]}
    who = {"actor_identity": identity["id"], "actor_login": identity["login"]}
    call.audit("auth", "auth.token_login.success", **who, **what)
    return _login_of(call, identity, integration_token_id=token["id"])


@routes.post("/auth/register", public=True)
def register(call: Call, body: Register) -> Response:
    """Make an account for oneself, without any grant."""
    if call.db.one("SELECT id FROM identity WHERE login = ?", body.login):
        raise Conflict(f"Identity with login '{body.login}' already exists")
    values = {"login": body.login, "display_name": body.display_name, "password_hash": hash_password(body.password)}
    identity = call.db.insert("identity", values | {"attributes": {}})
    return _login_of(call, identity)


async def _refresh_token(request: Request) -> str:
    """Return the refresh token from the body or, for browsers, from the cookie."""
    raw = await raw_body(request)
    if not raw:
        if "attune_refresh_token" not in request.cookies:
            raise Unauthorized("Missing refresh token")
        return request.cookies["attune_refresh_token"]
    demand_json(request)
    return body_of(Refresh, parse_json(raw), len(raw)).refresh_token


def _token_still_stands(call: Call, metadata: dict[str, object]) -> bool:
    token_id = metadata.get("integration_token_id")
    if not isinstance(token_id, int):
        return True
    token = call.db.by_id("integration_token", token_id)
    return token is not None and token["revoked_at"] is None


@routes.post("/auth/refresh", public=True)
async def refresh(call: Call) -> Response:
    """Exchange a refresh token for a new pair of tokens."""
    try:
        claims = call.emulator.tokens.claims(await _refresh_token(call.request))
    except jwt.InvalidTokenError as error:
        raise Unauthorized("Invalid or expired refresh token") from error
    if claims.get("token_type") != "refresh":
        raise Unauthorized("Invalid token type")
    metadata = claims.get("metadata") or {}
    identity = call.db.by_id("identity", int(claims["sub"]))
    if identity is None or not _token_still_stands(call, metadata):
        raise Unauthorized("Invalid or expired refresh token")
    _demand_thawed(identity)
    return data(call.emulator.tokens.pair(identity, **metadata))


def _identity_of(call: Call, caller: Caller) -> Row:
    identity = call.db.by_id("identity", caller.identity_id)
    if identity is None:
        raise NotFound("Identity not found")
    return identity


def _person(call: Call) -> Row:
    """Return the caller's identity; raises Forbidden for anything but a person's own token."""
    if call.caller.token_type != "access":
        raise Forbidden("User profile changes require a user access token")
    return _identity_of(call, call.caller)


@routes.get("/auth/me", public=True)
def me(call: Call) -> Response:
    """Describe the caller."""
    caller = call.caller_if_any
    if caller is None:
        raise Unauthorized("Unauthorized")
    call.count()
    identity = _identity_of(call, caller)
    _demand_thawed(identity)
    return data(current_user(call.db, identity, call.access))


@routes.put("/auth/me")
def update_me(call: Call, body: UpdateMe) -> Response:
    """Change one's own display name."""
    identity = _person(call)
    _demand_thawed(identity)
    identity = call.db.update("identity", identity["id"], {"display_name": body.display_name})
    return data(current_user(call.db, identity, call.access))


@routes.post("/auth/change-password")
def change_password(call: Call, body: ChangePassword) -> Response:
    """Change one's own password."""
    identity = _person(call)
    if identity["frozen"]:
        raise Forbidden("Identity is frozen and cannot change its password")
    if not password_fits(body.current_password, identity["password_hash"]):
        raise Unauthorized("Invalid current password")
    call.db.update("identity", identity["id"], {"password_hash": hash_password(body.new_password)})
    return wrapped_success("Password changed successfully")


@routes.get("/auth/logout", public=True)
def logout(call: Call) -> Response:
    """Clear the browser's cookies and lead to the login page."""
    answer = RedirectResponse("/login", 307)
    for cookie in ("attune_access_token", "attune_refresh_token"):
        answer.delete_cookie(cookie)
    return answer
