"""Sensors as pack files; only these are tied to the triggers they watch for."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from attune_emulator.services.packs.yaml_files import PackFileError
from attune_emulator.services.runtimes.lookup import runtime_for
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

_COPIED = (
    *("artifact_retention_policy", "artifact_retention_limit", "log_retention_policy", "log_retention_limit"),
    "config",
)


def load(emulator: "Emulator", pack: Row, document: dict[str, Any], file: Path) -> str | None:
    """Insert or update the sensor a file describes and tie it to its triggers; return its ref."""
    ref = document.get("ref")
    if not isinstance(ref, str):
        raise PackFileError("a sensor needs a ref")
    runtime = runtime_for(emulator.db, str(document.get("runner_type") or "native"))
    if runtime is None:
        raise PackFileError(f"runner_type {document.get('runner_type')!r} names no runtime")
    values = {
        "pack": pack["id"],
        "pack_ref": pack["ref"],
        "label": document.get("label") or ref,
        "description": document.get("description"),
        "entrypoint": str(document.get("entry_point") or ""),
        "runtime": runtime["id"],
        "runtime_ref": runtime["ref"],
        "enabled": bool(document.get("enabled", True)),
        "param_schema": document.get("parameters") or None,
        "worker_selector": document.get("worker_selector") or {},
        "worker_tolerations": document.get("worker_tolerations") or [],
        "worker_affinity": document.get("worker_affinity") or {},
        "is_adhoc": False,
    } | {name: document.get(name) for name in _COPIED}
    known = emulator.db.by_ref("sensor", ref)
    if known is None:
        sensor = emulator.db.insert("sensor", values | {"ref": ref})
    else:
        sensor = emulator.db.update("sensor", known["id"], values)
    _tie(emulator, sensor, document)
    return ref


def _tie(emulator: "Emulator", sensor: Row, document: dict[str, Any]) -> None:
    named = document.get("trigger_types") or document.get("trigger_type") or []
    for ref in [named] if isinstance(named, str) else named:
        trigger = emulator.db.by_ref("trigger", ref)
        if trigger is not None:
            emulator.db.update("trigger", trigger["id"], {"sensor": sensor["id"], "sensor_ref": sensor["ref"]})


def remove_others(emulator: "Emulator", pack: Row, kept: set[str]) -> None:
    """Delete the pack's sensors that no file describes any more; those made over REST stay."""
    for row in emulator.db.all("SELECT id, ref FROM sensor WHERE pack = ? AND NOT is_adhoc", pack["id"]):
        if row["ref"] not in kept:
            emulator.db.delete("sensor", row["id"])
