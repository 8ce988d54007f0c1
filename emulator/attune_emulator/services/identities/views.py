"""Identities, their roles and their tokens as the API shows them."""

from typing import Any

from attune_emulator import clock
from attune_emulator.store import Database, Row

_ASSIGNMENTS = (
    "SELECT a.id, a.identity AS identity_id, a.permission_set AS permission_set_id,"
    " s.ref AS permission_set_ref, a.created"
    " FROM permission_assignment a JOIN permission_set s ON s.id = a.permission_set"
)


def assignments_of(db: Database, identity_id: int) -> list[Row]:
    """Return the permission sets assigned directly to an identity."""
    return db.all(f"{_ASSIGNMENTS} WHERE a.identity = ? ORDER BY a.id", identity_id)


def assignment_view(db: Database, assignment_id: int) -> Row:
    row = db.one(f"{_ASSIGNMENTS} WHERE a.id = ?", assignment_id)
    assert row is not None
    return row


def role_view(row: Row) -> dict[str, Any]:
    shown = ("id", "role", "source", "managed", "created", "updated")
    return {"identity_id": row["identity"]} | {name: row[name] for name in shown}


def _roles(db: Database, identity_id: int) -> list[Row]:
    return db.all("SELECT * FROM identity_role_assignment WHERE identity = ? ORDER BY id", identity_id)


def _common(identity: Row) -> dict[str, Any]:
    return {name: identity[name] for name in ("id", "login", "display_name", "frozen", "attributes")}


def identity_view(db: Database, identity: Row) -> dict[str, Any]:
    return _common(identity) | {
        "roles": [role_view(row) for row in _roles(db, identity["id"])],
        "direct_permissions": assignments_of(db, identity["id"]),
    }


def identity_summary(db: Database, identity: Row) -> dict[str, Any]:
    return _common(identity) | {"roles": [row["role"] for row in _roles(db, identity["id"])]}


_TOKEN = (
    *("id", "label", "description", "token_prefix", "token_suffix", "created_by", "expires_at", "last_used_at"),
    *("last_used_ip", "revoked_at", "revoked_by", "revocation_reason", "created", "updated"),
)


def token_view(row: Row) -> dict[str, Any]:
    alive = row["revoked_at"] is None and (row["expires_at"] is None or row["expires_at"] > clock.now())
    return {"identity_id": row["identity"], "active": alive} | {name: row[name] for name in _TOKEN}
