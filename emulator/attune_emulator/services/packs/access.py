"""Who may see and touch which pack.

Standard packs are everybody's to see. A pack made over REST is its maker's: others, administrators among them, reach it
only by a grant with constraints. A pack that came as files is seen by all who may read packs, or, with the gap
``owner-filter`` off, by its uploader and administrators.
"""

from typing import Any

from attune_emulator import deviations
from attune_emulator.authz import PermissionRefused, Subject
from attune_emulator.http.call import Call
from attune_emulator.http.errors import Forbidden, NotFound
from attune_emulator.store import Row


def subject_of(pack: Row) -> Subject:
    return Subject(id=pack["id"], ref=pack["ref"], pack_ref=pack["ref"], owner_identity=pack["owner_identity"])


def may(call: Call, pack: Row, action: str) -> bool:
    """Tell whether the caller's grants allow an action on a pack."""
    subject = subject_of(pack)
    private = pack["owner_identity"] is not None and not pack["from_files"] and not pack["is_standard"]
    if private and pack["owner_identity"] != call.caller.identity_id and not call.caller.is_service:
        return call.access.allows_constrained("packs", action, subject)
    return call.access.allows("packs", action, subject)


def sees(call: Call, pack: Row) -> bool:
    """Tell whether the caller sees a pack at all."""
    if deviations.on("foreign-pack-visible"):
        return True
    if pack["is_standard"]:
        return call.access.is_administrator or not deviations.on("standard-packs-private")
    return may(call, pack, "read") and call.visible.definition(pack["ref"], pack["owner_identity"])


def audited(call: Call, event: str, pack: Row, details: dict[str, Any]) -> None:
    """Write what was done to a pack into the audit log."""
    call.audit("pack", event, resource_type="pack", resource_id=pack["id"], resource_ref=pack["ref"], details=details)


def visible_pack(call: Call, ref: str) -> Row:
    """Return a pack the caller sees; raises NotFound."""
    pack = call.db.by_ref("pack", ref)
    if pack is None or not sees(call, pack):
        raise NotFound(f"Pack '{ref}' not found")
    return pack


def pack_to(call: Call, ref: str, action: str) -> Row:
    """Return a pack the caller may change in this way; raises NotFound or the 403 of the missing grant."""
    pack = call.db.by_ref("pack", ref)
    if pack is None:
        raise NotFound(f"Pack '{ref}' not found")
    open_to_all = pack["is_standard"] and deviations.on("standard-packs-changeable")
    if not (may(call, pack, action) or open_to_all or deviations.on("foreign-pack-changeable")):
        raise _refusal(pack, action)
    return pack


def _refusal(pack: Row, action: str) -> Forbidden:
    """Return the 403; of packs that are not standard the platform does not name the grant."""
    if deviations.on("refusal-unnamed") and not pack["is_standard"]:
        return Forbidden(f"Not authorized to {action} pack")
    return PermissionRefused("packs", action, subject_of(pack))
