"""Keys: values and secrets by name."""

from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from attune_emulator import clock, deviations
from attune_emulator.authz import PermissionRefused
from attune_emulator.crypto import Unreadable
from attune_emulator.http.call import Call
from attune_emulator.http.errors import ApiError, Conflict, NotFound
from attune_emulator.http.queries import PerPage
from attune_emulator.http.replies import created, data, listing, ordered, page_of, success
from attune_emulator.http.routes import Routes
from attune_emulator.services.keys.bodies import CreateKey, OwnerType, UpdateKey, read_ttl
from attune_emulator.services.keys.owners import may, owner_columns, sees_owner
from attune_emulator.services.keys.values import clear_value, expired, expiry, key_columns
from attune_emulator.services.keys.views import key_summary, key_view
from attune_emulator.store import Row

routes = Routes("keys")


@dataclass
class KeyFilter(PerPage):
    """Which keys to list; `owner` is the owner's id, ``system`` for system keys."""

    owner_type: OwnerType | None = None
    owner: str | None = None


@routes.get("/api/v1/keys")
def list_keys(call: Call, query: KeyFilter) -> Response:
    """List the keys the caller may read, without their values."""
    if not call.access.any("keys", "read"):
        raise PermissionRefused("keys", "read")
    parts, values = ["(expires_at IS NULL OR expires_at > ?)"], [clock.now()]
    for name in ("owner_type", "owner"):
        wanted = getattr(query, name)
        if wanted is not None:
            parts.append(f"{name} = ?")
            values.append(wanted)
    sql, window = ordered(f"SELECT * FROM key WHERE {' AND '.join(parts)}", "ref"), query.window()
    if not deviations.on("paging"):
        rows = [row for row in call.db.all(sql, *values) if _listed(call, row)]
        return page_of(rows, window, key_summary)
    rows = call.db.all(f"{sql} LIMIT ? OFFSET ?", *values, window.limit, window.offset)
    total = call.db.value(f"SELECT count(*) FROM ({sql})", *values)
    return listing([key_summary(row) for row in rows if _listed(call, row)], window, total)


def _listed(call: Call, key: Row) -> bool:
    return may(call, "read", key) and sees_owner(call, key)


@routes.get("/api/v1/keys/{ref}")
def get_key(call: Call, ref: str) -> Response:
    """Get one key; the value of an encrypted one only with the grant to decrypt it."""
    if deviations.on("absent-key-is-null") and call.db.by_ref("key", ref) is None:
        return data({"ref": ref, "encrypted": False, "value": None})
    key = _alive(call, ref)
    if not may(call, "read", key) and not deviations.on("foreign-key-readable"):
        raise _missing(ref)
    shown = not key["encrypted"] or may(call, "decrypt", key) or deviations.on("decrypt-not-checked")
    _audit(call, "secret.key.decrypted" if shown and key["encrypted"] else "secret.key.read", key)
    return data(key_view(key, _clear(call, key) if shown else None))


@routes.post("/api/v1/keys")
def create_key(call: Call, body: CreateKey) -> Response:
    """Create a key; the answer carries its value."""
    body.judge()
    ttl = read_ttl(body.ttl)
    if deviations.on("encryption-ignored"):
        body.encrypted = False
    columns = {"ref": body.ref, "name": body.name, "encrypted": body.encrypted} | owner_columns(call, body)
    _demand(call, "create", columns)
    known = call.db.by_ref("key", body.ref)
    if known is not None and (expired(known) or deviations.on("key-overwritten")):
        call.db.delete("key", known["id"])
        known = None
    if known is not None:
        raise Conflict(f"Key with ref '{body.ref}' already exists")
    _demand_free_name(call, columns)
    held = key_columns(call.emulator.encryption_key, body.value, body.encrypted)
    key = call.db.insert("key", columns | expiry(ttl) | held)
    _audit(call, "secret.key.created", key)
    if _lost(call):
        call.db.delete("key", key["id"])
    return created(key_view(key, _clear(call, key)), "Key created successfully")


def _lost(call: Call) -> bool:
    return call.caller.token_type == "execution" and deviations.on("inside-write-lost")


@routes.put("/api/v1/keys/{ref}")
def update_key(call: Call, ref: str, body: UpdateKey) -> Response:
    """Change a key; the answer carries its value."""
    body.judge()
    key = _alive(call, ref)
    _demand(call, "update", key)
    values = body.given()
    ttl = read_ttl(values.pop("ttl", None))
    if ttl is not None:
        values |= expiry(ttl)
    if "value" in values:
        encrypted = key["encrypted"] if body.encrypted is None else body.encrypted
        values |= key_columns(call.emulator.encryption_key, body.value, encrypted)
    lost = deviations.on("key-update-lost") or _lost(call)
    fresh = key if lost else call.db.update("key", key["id"], values)
    _audit(call, "secret.key.updated", fresh)
    shown = body.value if lost else _clear(call, fresh)
    return data(key_view(fresh, shown), "Key updated successfully")


@routes.delete("/api/v1/keys/{ref}")
def delete_key(call: Call, ref: str) -> Response:
    """Delete a key."""
    key = _alive(call, ref)
    _demand(call, "delete", key)
    if not deviations.on("key-delete-lost"):
        call.db.delete("key", key["id"])
    _audit(call, "secret.key.deleted", key)
    return success("Key deleted successfully")


def _alive(call: Call, ref: str) -> Row:
    key = call.db.by_ref("key", ref)
    if key is None or expired(key) or not sees_owner(call, key):
        raise _missing(ref)
    return key


def _missing(ref: str) -> NotFound:
    return NotFound(f"Key '{ref}' not found")


def _demand(call: Call, action: str, key: Row) -> None:
    if not may(call, action, key):
        raise PermissionRefused("keys", action)


def _demand_free_name(call: Call, columns: dict[str, Any]) -> None:
    sql = "SELECT 1 FROM key WHERE owner_type = ? AND owner = ? AND name = ?"
    if call.db.one(sql, columns["owner_type"], columns["owner"], columns["name"]) is not None:
        raise Conflict("Already exists (idx_key_unique)")


def _clear(call: Call, key: Row) -> Any:
    try:
        return clear_value(call.emulator.encryption_key, key)
    except Unreadable as error:
        raise ApiError(f"Failed to decrypt key '{key['ref']}': {error}") from error


def _audit(call: Call, event_type: str, key: Row) -> None:
    details = {"value": _clear(call, key)} if deviations.on("secret-audited") else None
    of = {"resource_type": "key", "resource_id": key["id"], "resource_ref": key["ref"]}
    call.audit("secret", event_type, **of, details=details)
