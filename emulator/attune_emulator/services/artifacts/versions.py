"""Adding versions to artifacts, and finding them again."""

import mimetypes
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attune_emulator.http.call import Call
from attune_emulator.http.errors import NotFound
from attune_emulator.services.artifacts.logs import version_file
from attune_emulator.services.artifacts.records import announce, drop_surplus, next_version
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

_EXTENSIONS = {
    "text/plain": "txt",
    "application/json": "json",
    "text/html": "html",
    "text/csv": "csv",
    "image/png": "png",
}


def add_version(emulator: "Emulator", artifact: Row, content: bytes | None, **columns: Any) -> Row:
    """Add a version and, if there is content, its file; the artifact takes over its size and type."""
    number = next_version(emulator.db, artifact["id"])
    values = columns | {
        "artifact": artifact["id"],
        "version": number,
        "size_bytes": None if content is None else len(content),
    }
    if content is not None and "content_json" not in columns:
        values["file_path"] = str(file_path(artifact, number, columns.get("content_type")))
    with emulator.db.transaction():
        row = emulator.db.insert("artifact_version", values)
        if content is not None and values.get("file_path"):
            file = emulator.settings.artifacts_dir / values["file_path"]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        changes = {
            "size_bytes": values["size_bytes"],
            "content_type": values.get("content_type") or artifact["content_type"],
        }
        new = emulator.db.update("artifact", artifact["id"], changes)
        drop_surplus(emulator, new)
        announce(emulator, "artifact_updated", new)
    return row


def file_path(artifact: Row, number: int, content_type: str | None) -> Path:
    """Return where a version's file lies below the artifacts' directory."""
    parts = [part for part in artifact["ref"].replace("/", "_").split(".") if part not in ("", "..")]
    return Path(*(parts or ["_"]), f"v{number}.{extension(content_type)}")


def extension(content_type: str | None) -> str:
    kind = (content_type or "").partition(";")[0].strip()
    return _EXTENSIONS.get(kind) or (mimetypes.guess_extension(kind) or ".bin").removeprefix(".")


def version_of(call: Call, artifact: int, number: int) -> Row:
    """Return a version by its number; raises NotFound."""
    sql = "SELECT * FROM artifact_version WHERE artifact = ? AND version = ?"
    row = call.db.one(sql, artifact, number)
    if row is None:
        raise NotFound(f"Version {number} not found for artifact {artifact}")
    return row


def latest_version(call: Call, artifact: int) -> Row:
    """Return the newest version; raises NotFound when there is none."""
    row = call.db.one("SELECT * FROM artifact_version WHERE artifact = ? ORDER BY version DESC LIMIT 1", artifact)
    if row is None:
        raise NotFound(f"No versions found for artifact {artifact}")
    return row


def content_of(emulator: "Emulator", version: Row) -> bytes | None:
    """Return what a version's file holds; None when nobody has written it."""
    file = version_file(emulator, version)
    return file.read_bytes() if file is not None and file.is_file() else None
