"""Who may see and change which artifact.

Public artifacts are for all who may read artifacts at all. An identity's artifacts are its own. The rest goes by
grants, which may be bound to owners; an action may touch what belongs to its own pack only.
"""

from attune_emulator.authz import Subject
from attune_emulator.http.call import Call
from attune_emulator.http.errors import Forbidden, NotFound
from attune_emulator.store import Row
from attune_emulator.visibility import pack_of


def missing(artifact: int | str) -> NotFound:
    return NotFound(
        f"Artifact with ID {artifact} not found" if isinstance(artifact, int) else f"Artifact '{artifact}' not found"
    )


def _subject(row: Row) -> Subject:
    owner = int(row["owner"]) if row["scope"] == "identity" and row["owner"].isdigit() else None
    pack = (
        row["owner"]
        if row["scope"] == "pack"
        else pack_of(row["owner"])
        if row["scope"] in ("action", "sensor")
        else None
    )
    return Subject(
        id=row.get("id"),
        ref=row["ref"],
        pack_ref=pack,
        owner_identity=owner,
        owner_type=row["scope"],
        owner_ref=row["owner"],
        visibility=row["visibility"],
    )


def sees(call: Call, row: Row) -> bool:
    """Tell whether the caller may read an artifact."""
    if _is_own(call, row) or (row["visibility"] == "public" and call.access.any("artifacts", "read")):
        return True
    if row["scope"] == "identity":
        return call.access.allows_constrained("artifacts", "read", _subject(row))
    return _allowed(call, row, "read")


def _is_own(call: Call, row: Row) -> bool:
    return bool(row["scope"] == "identity" and row["owner"] == str(call.caller.identity_id))


def _allowed(call: Call, row: Row, action: str) -> bool:
    """Judge by grants; those bound to an action's pack count for what its actions and sensors own too.

    Who may configure a pack writes what is private in it.
    """
    subject = _subject(row)
    if call.access.allows("artifacts", action, subject):
        return True
    if subject.pack_ref is not None and action != "read" and row["visibility"] == "private":
        return call.access.holds("packs", "configure", Subject(ref=subject.pack_ref, pack_ref=subject.pack_ref))
    if row["scope"] not in ("action", "sensor") or subject.pack_ref is None:
        return False
    as_pack = Subject(
        pack_ref=subject.pack_ref, owner_type="pack", owner_ref=subject.pack_ref, visibility=row["visibility"]
    )
    return call.access.allows("artifacts", action, as_pack)


def readable(call: Call, artifact: int | str) -> Row:
    """Return an artifact the caller may read; raises NotFound."""
    row = call.db.by_id("artifact", artifact) if isinstance(artifact, int) else call.db.by_ref("artifact", artifact)
    if row is None or not sees(call, row):
        raise missing(artifact)
    return row


def changeable(call: Call, artifact: int, action: str) -> Row:
    """Return an artifact the caller may change; raises NotFound or Forbidden."""
    row = call.db.by_id("artifact", artifact)
    if row is None:
        raise missing(artifact)
    _demand_own_pack(call, row, "mutate")
    if not _is_own(call, row) and not _allowed(call, row, action):
        raise Forbidden(f"Insufficient permissions: artifacts:{action}")
    return row


def demand_creation(call: Call, row: Row) -> None:
    """Raise Forbidden unless the caller may make such an artifact."""
    _demand_own_pack(call, row, "create")
    if not _is_own(call, row) and not _allowed(call, row, "create"):
        raise Forbidden(f"Insufficient permissions: artifacts:create on owner '{row['owner']}'")
    if row["owner"] == "" and row["scope"] != "system":
        raise Forbidden("Insufficient permissions: artifacts:create on owner ''")


def _demand_own_pack(call: Call, row: Row, deed: str) -> None:
    """Keep an execution's token to what belongs to the pack of its action."""
    if call.caller.token_type != "execution" or row["scope"] not in ("pack", "action", "sensor"):
        return
    own = pack_of(str(call.caller.metadata.get("action_ref") or ""))
    owner = _subject(row).pack_ref
    if not own:
        refusal = "cannot create pack-scoped artifact" if deed == "create" else "cross-pack artifact mutation refused"
        raise Forbidden(f"Execution token missing or malformed action_ref; {refusal}")
    if not owner:
        raise Forbidden("Artifact has malformed pack-scoped owner; mutation refused")
    if own != owner:
        raise Forbidden(f"Execution token from pack '{own}' cannot {deed} artifact owned by pack '{owner}'")
