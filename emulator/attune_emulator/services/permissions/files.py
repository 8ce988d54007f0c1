"""Permission sets as pack files."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from attune_emulator.services.packs.yaml_files import PackFileError
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator


def load(emulator: "Emulator", pack: Row, document: dict[str, Any], file: Path) -> str | None:
    """Insert or update the permission set a file describes; return its ref."""
    ref = document.get("ref")
    if not isinstance(ref, str):
        raise PackFileError("a permission set needs a ref")
    values = {
        "pack": pack["id"],
        "pack_ref": pack["ref"],
        "label": document.get("label"),
        "description": document.get("description"),
        "grants": document.get("grants") or [],
    }
    known = emulator.db.by_ref("permission_set", ref)
    if known is None:
        emulator.db.insert("permission_set", values | {"ref": ref})
    else:
        emulator.db.update("permission_set", known["id"], values)
    return ref


def remove_others(emulator: "Emulator", pack: Row, kept: set[str]) -> None:
    """Delete the pack's permission sets that no file describes any more."""
    for row in emulator.db.all("SELECT id, ref FROM permission_set WHERE pack = ?", pack["id"]):
        if row["ref"] not in kept:
            emulator.db.delete("permission_set", row["id"])
