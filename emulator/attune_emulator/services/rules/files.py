"""Rules as pack files."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from attune_emulator.services.packs.yaml_files import PackFileError
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator


def load(emulator: "Emulator", pack: Row, document: dict[str, Any], file: Path) -> str | None:
    """Insert or update the rule a file describes; return its ref."""
    ref = _full_ref(pack, document)
    action, trigger = _linked(emulator, document, "action"), _linked(emulator, document, "trigger")
    values = {
        "pack": pack["id"],
        "pack_ref": pack["ref"],
        "label": document.get("label") or ref,
        "description": document.get("description"),
        "action": action["id"],
        "action_ref": action["ref"],
        "trigger": trigger["id"],
        "trigger_ref": trigger["ref"],
        "conditions": document.get("conditions") or {},
        "action_params": document.get("action_params") or {},
        "trigger_params": document.get("trigger_params") or {},
        "permission_set_refs": document.get("permission_set_refs"),
        "notify_on_trigger": bool(document.get("notify_on_trigger", False)),
        "enabled": bool(document.get("enabled", True)),
        "is_adhoc": False,
    }
    known = emulator.db.by_ref("rule", ref)
    if known is None:
        emulator.db.insert("rule", values | {"ref": ref})
    else:
        emulator.db.update("rule", known["id"], values)
    return ref


def _full_ref(pack: Row, document: dict[str, Any]) -> str:
    ref = document.get("ref")
    if not isinstance(ref, str):
        raise PackFileError("a rule needs a ref")
    return ref if "." in ref else f"{pack['ref']}.{ref}"


def _linked(emulator: "Emulator", document: dict[str, Any], kind: str) -> Row:
    ref = document.get(f"{kind}_ref")
    row = emulator.db.by_ref(kind, ref) if isinstance(ref, str) else None
    if row is None:
        raise PackFileError(f"{kind}_ref {ref!r} names no {kind}")
    return row


def remove_others(emulator: "Emulator", pack: Row, kept: set[str]) -> None:
    """Delete the pack's rules that no file describes any more; those made over REST stay."""
    for row in emulator.db.all("SELECT * FROM rule WHERE pack = ? AND NOT is_adhoc", pack["id"]):
        if row["ref"] not in kept:
            emulator.db.delete("rule", row["id"])
            emulator.bus.send("rule.deleted", row)
