"""Making a pack out of a directory of files."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from attune_emulator.http.errors import BadRequest
from attune_emulator.services.packs.loader import PackFileError, load_components, read_yaml
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator


def read_pack_yaml(directory: Path) -> dict[str, Any]:
    """Return a directory's pack.yaml; raises BadRequest for one that is missing or lacks its ref or version."""
    file = directory / "pack.yaml"
    if not file.is_file():
        raise BadRequest(f"pack.yaml not found in directory: {directory}")
    document = read_yaml(file)
    if not isinstance(document, dict):
        raise PackFileError("pack.yaml is not a mapping")
    for name in ("ref", "version"):
        if not isinstance(document.get(name), str):
            raise BadRequest(f"Missing '{name}' field in pack.yaml")
    return document


def pack_values(document: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a pack that its pack.yaml decides."""
    return {
        "ref": document["ref"],
        "label": document.get("name") or document["ref"],
        "description": document.get("description"),
        "version": document["version"],
        "conf_schema": document.get("config_schema") or {},
        "meta": document.get("metadata") or {},
        "tags": document.get("keywords") or [],
        "runtime_deps": document.get("runtime_deps") or [],
        "dependencies": document.get("dependencies") or [],
    }


def register(emulator: "Emulator", directory: Path, **overrides: Any) -> Row:
    """Insert or update the pack whose files lie in `directory`, with all its components."""
    db, values = emulator.db, pack_values(read_pack_yaml(directory)) | overrides
    with db.transaction():
        known = db.by_ref("pack", values["ref"])
        if known is None:
            pack = db.insert("pack", {"config": {}} | values)
        else:
            pack = db.update("pack", known["id"], values)
        load_components(emulator, pack, directory)
    emulator.bus.send("pack.registered", pack)
    return pack
