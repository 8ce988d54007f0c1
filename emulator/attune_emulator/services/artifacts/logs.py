"""The output of executions as artifacts: one artifact an action and stream, one version an execution."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from attune_emulator import clock, deviations
from attune_emulator.services.artifacts.records import announce, next_version
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

RETENTION_DAYS = 7
_TOGETHER, _TOO_MANY = 0.5, 5


def pending_log(emulator: "Emulator", execution: int, stream: str) -> Path:
    """Return where a running execution's output lies until it ends."""
    return emulator.settings.artifacts_dir / "_pending" / f"{execution}.{stream}.log"


def begin_log(emulator: "Emulator", execution: Row, stream: str) -> None:
    """Show the output of a running execution as a version of its log artifact."""
    pending = pending_log(emulator, execution["id"], stream)
    if pending.exists() and not _lost(stream):
        version = _version(emulator, execution, stream)
        if deviations.on("log-cut-short"):
            emulator.db.write("artifact_version", version["id"], {"size_bytes": pending.stat().st_size})


def keep_log(emulator: "Emulator", execution: Row, stream: str) -> Path | None:
    """Make what an execution wrote a version of its log artifact; returns the file, or None when it wrote nothing."""
    pending = pending_log(emulator, execution["id"], stream)
    if not pending.exists():
        return None
    if _lost(stream) or _collides(emulator, execution, stream):
        pending.unlink()
        return None
    version = _version(emulator, execution, stream)
    final: Path = emulator.settings.artifacts_dir / version["file_path"]
    final.parent.mkdir(parents=True, exist_ok=True)
    if version["size_bytes"] and deviations.on("log-cut-short"):
        os.truncate(pending, version["size_bytes"])
    size = pending.rename(final).stat().st_size
    emulator.db.write("artifact_version", version["id"], {"size_bytes": size})
    announce(emulator, "artifact_updated", emulator.db.update("artifact", version["artifact"], {"size_bytes": size}))
    return final


def _lost(stream: str) -> bool:
    return stream == "stderr" and deviations.on("lost-stderr")


def _collides(emulator: "Emulator", execution: Row, stream: str) -> bool:
    """Tell whether so many logs of one action are written together that the platform would lose this one."""
    if not deviations.on("log-versions-collide"):
        return False
    sql = (
        "SELECT count(*) FROM artifact_version v JOIN artifact a ON a.id = v.artifact WHERE a.ref = ? AND v.created > ?"
    )
    ref = f"{execution['action_ref']}.{stream}.log"
    return bool(emulator.db.value(sql, ref, clock.after(-_TOGETHER)) >= _TOO_MANY)


def log_file(emulator: "Emulator", execution: int, stream: str) -> Path | None:
    """Return where an execution's output lies, while it runs or afterwards."""
    pending = pending_log(emulator, execution, stream)
    if pending.exists():
        return pending
    written = "execution = ? AND created_by = 'worker' AND json_extract(meta, '$.stream') = ?"
    version = emulator.db.one(f"SELECT * FROM artifact_version WHERE {written}", execution, stream)
    return emulator.settings.artifacts_dir / version["file_path"] if version is not None else None


def version_file(emulator: "Emulator", version: Row) -> Path | None:
    """Return where a version's content lies; that of a running execution is not in its final place yet."""
    final = emulator.settings.artifacts_dir / version["file_path"] if version["file_path"] else None
    if final is None or final.exists():
        return final
    meta = version["meta"] if isinstance(version["meta"], dict) else {}
    if version["execution"] is not None and "stream" in meta:
        return log_file(emulator, version["execution"], meta["stream"])
    return None


def _version(emulator: "Emulator", execution: Row, stream: str) -> Row:
    """Return the version of an execution's log, which is made on first use."""
    artifact = _artifact(emulator, execution["action_ref"], stream)
    sql = "SELECT * FROM artifact_version WHERE artifact = ? AND execution = ?"
    known = emulator.db.one(sql, artifact["id"], execution["id"])
    if known is not None:
        return known
    number = next_version(emulator.db, artifact["id"])
    return emulator.db.insert(
        "artifact_version",
        {
            "artifact": artifact["id"],
            "version": number,
            "execution": execution["id"],
            "content_type": "text/plain",
            "file_path": str(Path(*artifact["ref"].split("."), f"v{number}.txt")),
            "meta": {"execution_id": execution["id"], "stream": stream},
            "created_by": "worker",
        },
    )


def _artifact(emulator: "Emulator", action_ref: str, stream: str) -> Row:
    ref = f"{action_ref}.{stream}.log"
    known = emulator.db.by_ref("artifact", ref)
    if known is not None:
        return known
    made = emulator.db.insert(
        "artifact",
        {
            "ref": ref,
            "scope": "action",
            "owner": action_ref,
            "type": "file_text",
            "visibility": "private",
            "retention_policy": "days",
            "retention_limit": RETENTION_DAYS,
            "name": f"{action_ref} {stream}",
            "description": f"Captured {stream} for action '{action_ref}' (retention: Days {RETENTION_DAYS})",
            "content_type": "text/plain",
        },
    )
    announce(emulator, "artifact_created", made)
    return made
