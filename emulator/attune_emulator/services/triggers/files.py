"""Triggers as pack files."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from attune_emulator.services.packs.yaml_files import PackFileError
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator


def load(emulator: "Emulator", pack: Row, document: dict[str, Any], file: Path) -> str | None:
    """Insert or update the trigger a file describes; return its ref."""
    ref = document.get("ref")
    if not isinstance(ref, str):
        raise PackFileError("a trigger needs a ref")
    values = {
        "pack": pack["id"],
        "pack_ref": pack["ref"],
        "label": document.get("label") or ref,
        "description": document.get("description"),
        "enabled": bool(document.get("enabled", True)),
        "param_schema": document.get("parameters"),
        "out_schema": document.get("output"),
        "is_adhoc": False,
    }
    known = emulator.db.by_ref("trigger", ref)
    if known is None:
        emulator.db.insert("trigger", values | {"ref": ref})
    else:
        emulator.db.update("trigger", known["id"], values)
    return ref


def remove_others(emulator: "Emulator", pack: Row, kept: set[str]) -> None:
    """Delete the pack's triggers that no file describes any more; those made over REST stay."""
    for row in emulator.db.all("SELECT id, ref FROM trigger WHERE pack = ? AND NOT is_adhoc", pack["id"]):
        if row["ref"] not in kept:
            emulator.db.delete("trigger", row["id"])
