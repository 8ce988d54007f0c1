"""The output of executions as artifacts: one artifact an action and stream, one version an execution."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from attune_emulator import clock, deviations
from attune_emulator.services.artifacts.records import announce, next_version
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

RETENTION_DAYS = 7


def pending_log(emulator: "Emulator", execution: int, stream: str) -> Path:
    """Return where a running execution's output lies until it ends."""
    return emulator.settings.artifacts_dir / "_pending" / "executions" / str(execution) / f"{stream}.log"


def keep_log(emulator: "Emulator", execution: Row, stream: str) -> Path | None:
    """Make what an execution wrote a version of its log artifact; returns the file, or None when it wrote nothing."""
    pending = pending_log(emulator, execution["id"], stream)
    if not pending.exists():
        return None
    if deviations.on("lost-stderr") and stream == "stderr":
        pending.unlink()
        return None
    artifact = _artifact(emulator, execution["action_ref"], stream)
    version = next_version(emulator.db, artifact["id"])
    path = Path(*artifact["ref"].split("."), f"v{version}.txt")
    final = emulator.settings.artifacts_dir / path
    final.parent.mkdir(parents=True, exist_ok=True)
    size = pending.rename(final).stat().st_size
    with suppress(OSError):
        # The other stream's file may still lie there; who comes last removes the directory.
        pending.parent.rmdir()
    emulator.db.insert(
        "artifact_version",
        {
            "artifact": artifact["id"],
            "version": version,
            "execution": execution["id"],
            "content_type": "text/plain",
            "size_bytes": size,
            "file_path": str(path),
            "meta": {"execution_id": execution["id"], "stream": stream},
            "created_by": "worker",
        },
    )
    announce(emulator, "artifact_updated", emulator.db.update("artifact", artifact["id"], {"size_bytes": size}))
    return final


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


def oldest_kept() -> str:
    """Return the time before which log versions are no longer kept."""
    return clock.after(-RETENTION_DAYS * 86400)
