"""Whom a key belongs to."""

from dataclasses import replace
from typing import Any, Literal

from attune_emulator import deviations
from attune_emulator.authz import Subject
from attune_emulator.http.call import Call
from attune_emulator.http.errors import BadRequest, Unprocessable
from attune_emulator.services.keys.bodies import CreateKey
from attune_emulator.services.keys.values import expired
from attune_emulator.store import Database, Row

_BY_REF = ("pack", "action", "sensor")


def owner_columns(call: Call, body: CreateKey) -> dict[str, Any]:
    """Return the columns that say whose a new key is; raises BadRequest where the body is not clear about it."""
    if call.caller.token_type == "execution" and deviations.on("inside-owner-lost"):
        body = replace(
            body,
            owner_type="identity",
            owner_identity=call.caller.identity_id,
            **{f"owner_{kind}{part}": None for kind in _BY_REF for part in ("", "_ref")},
        )
    columns: dict[str, Any] = {"owner_type": body.owner_type, "owner_identity": body.owner_identity}
    for kind in _BY_REF:
        columns |= _component(call, kind, getattr(body, f"owner_{kind}"), getattr(body, f"owner_{kind}_ref"))
    given = [kind for kind in ("identity", *_BY_REF) if columns[f"owner_{kind}"] is not None]
    if body.owner_type == "system":
        if given:
            raise BadRequest("System owner cannot have specific owner fields set")
        return columns | {"owner": "system"}
    if len(given) != 1:
        raise BadRequest(f"Exactly one owner field must be set for owner_type {body.owner_type}")
    if given != [body.owner_type]:
        raise BadRequest(f"owner_{body.owner_type} must be set for owner_type {body.owner_type}")
    if body.owner_type == "identity" and call.db.by_id("identity", columns["owner_identity"]) is None:
        raise Unprocessable("Referenced entity does not exist (key_owner_identity_fkey)")
    return columns | {"owner": str(columns[f"owner_{body.owner_type}"])}


def _component(call: Call, kind: str, number: int | None, ref: str | None) -> dict[str, Any]:
    """Return id and ref of an owning component named by either."""
    row: Row | None = None
    if number is not None:
        row = call.db.by_id(kind, number)
        if row is None:
            raise Unprocessable(f"Referenced entity does not exist (key_owner_{kind}_fkey)")
    elif ref is not None:
        row = call.db.by_ref(kind, ref)
        if row is None or not call.visible.definition(ref.partition(".")[0]):
            raise BadRequest(f"{kind.capitalize()} with ref '{ref}' not found")
    return {f"owner_{kind}": row and row["id"], f"owner_{kind}_ref": row and row["ref"]}


def subject_of(key: Row) -> Subject:
    """Return what the constraints of a grant look at in a key."""
    owner_ref = key["owner_pack_ref"] or key["owner_action_ref"] or key["owner_sensor_ref"]
    return Subject(
        id=key.get("id"),
        ref=key["ref"],
        pack_ref=key["owner_pack_ref"] or (owner_ref or "").partition(".")[0] or None,
        owner_identity=key["owner_identity"],
        owner_type=key["owner_type"],
        owner_ref=owner_ref,
        encrypted=key["encrypted"],
    )


def sees_owner(call: Call, key: Row) -> bool:
    """Tell whether the caller sees the pack that a key, or the action or sensor it belongs to, is part of."""
    return key["owner_type"] not in _BY_REF or call.visible.definition(subject_of(key).pack_ref)


def may(call: Call, action: str, key: Row) -> bool:
    """Tell whether the caller may do this to a key.

    An identity's keys are its own: others reach them only through a grant with constraints, administrators too.
    """
    subject = subject_of(key)
    foreign = key["owner_type"] == "identity" and key["owner_identity"] != call.caller.identity_id
    if action in ("update", "delete") and deviations.on("foreign-key-changeable"):
        foreign = False
    if foreign and not call.caller.is_service:
        return call.access.allows_constrained("keys", action, subject)
    return call.access.allows("keys", action, subject)


def demand_no_keys(db: Database, kind: Literal["identity", "pack"], number: int) -> None:
    """Refuse to delete an identity or a pack that owns keys; actions and sensors take theirs with them."""
    owned = db.all(f"SELECT * FROM key WHERE owner_{kind} = ?", number)
    for key in filter(expired, owned):
        # Nobody can see it any more, so nobody could take it out of the way.
        db.delete("key", key["id"])
    if not all(map(expired, owned)):
        raise Unprocessable(f"Referenced entity does not exist (key_owner_{kind}_fkey)")
