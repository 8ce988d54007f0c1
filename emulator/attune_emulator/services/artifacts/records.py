"""Artifacts as rows: numbered versions, announcements, retention."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from attune_emulator import clock
from attune_emulator.store import Database, Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

_ANNOUNCED = ("ref", "type", "visibility", "name", "scope", "owner", "content_type", "size_bytes")


def next_version(db: Database, artifact: int) -> int:
    """Return the number the next version gets."""
    return int(db.value("SELECT coalesce(max(version), 0) + 1 FROM artifact_version WHERE artifact = ?", artifact))


def announce(emulator: "Emulator", channel: str, row: Row) -> None:
    """Announce a new or changed artifact."""
    payload = {name: row[name] for name in _ANNOUNCED} | _progress(row)
    times = {name: clock.notification_stamp(row[name]) for name in ("created", "updated")}
    emulator.hub.publish(channel, "artifact", row["id"], payload | times)


def _progress(row: Row) -> dict[str, Any]:
    entries = row["data"] if row["type"] == "progress" and isinstance(row["data"], list) else None
    last = entries[-1] if entries and isinstance(entries[-1], dict) else {}
    return {
        "progress_percent": last.get("percent"),
        "progress_message": last.get("message"),
        "progress_entries": len(entries) if entries is not None else None,
    }


def content_file(emulator: "Emulator", version: Row) -> Path | None:
    """Return the file of a version, if it has one."""
    return emulator.settings.artifacts_dir / version["file_path"] if version["file_path"] else None


def remove_version(emulator: "Emulator", version: Row) -> None:
    """Delete a version and its file."""
    emulator.db.delete("artifact_version", version["id"])
    if (file := content_file(emulator, version)) is not None:
        file.unlink(missing_ok=True)


def drop_surplus(emulator: "Emulator", artifact: Row) -> None:
    """Delete the oldest versions of an artifact that keeps only so many."""
    if artifact["retention_policy"] != "versions":
        return
    sql = "SELECT * FROM artifact_version WHERE artifact = ? ORDER BY version DESC LIMIT -1 OFFSET ?"
    for version in emulator.db.all(sql, artifact["id"], artifact["retention_limit"]):
        remove_version(emulator, version)
