"""Runtimes as pack files."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from attune_emulator.services.packs.yaml_files import PackFileError
from attune_emulator.store import Database, Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator


def load(emulator: "Emulator", pack: Row, document: dict[str, Any], file: Path) -> str | None:
    """Insert or update the runtime a file describes, with its versions; return its ref."""
    ref = document.get("ref")
    if not isinstance(ref, str):
        raise PackFileError("a runtime needs a ref")
    values = {
        "pack": pack["id"],
        "pack_ref": pack["ref"],
        "name": document.get("name") or ref.rpartition(".")[2],
        "description": document.get("description"),
        "distributions": document.get("distributions") or {},
        "installation": document.get("installation"),
        "execution_config": document.get("execution_config") or {},
    }
    known = emulator.db.by_ref("runtime", ref)
    if known is None:
        runtime = emulator.db.insert("runtime", values | {"ref": ref})
    else:
        runtime = emulator.db.update("runtime", known["id"], values)
    _load_versions(emulator.db, runtime, document.get("versions") or [])
    return ref


def _load_versions(db: Database, runtime: Row, versions: list[dict[str, Any]]) -> None:
    db.execute("DELETE FROM runtime_version WHERE runtime = ?", runtime["id"])
    for version in versions:
        db.insert(
            "runtime_version",
            {
                "runtime": runtime["id"],
                "runtime_ref": runtime["ref"],
                "version": str(version.get("version")),
                "is_default": bool(version.get("is_default")),
                "distributions": version.get("distributions") or {},
                "execution_config": version.get("execution_config") or {},
            },
        )


def remove_others(emulator: "Emulator", pack: Row, kept: set[str]) -> None:
    """Leave runtimes alone: what was made over REST looks just like what came as a file."""
