"""How sensors look over REST."""

from typing import Any

from attune_emulator.store import Row

_WHOLE = (
    *("id", "ref", "pack", "pack_ref", "label", "description", "entrypoint", "runtime", "runtime_ref", "enabled"),
    *("param_schema", "worker_selector", "worker_tolerations", "worker_affinity", "created", "updated"),
)
_RETENTION = ("artifact_retention_policy", "artifact_retention_limit", "log_retention_policy", "log_retention_limit")
_SUMMARY = ("id", "ref", "pack_ref", "label", "description", "enabled", "created", "updated")


def sensor_view(row: Row) -> dict[str, Any]:
    """Return one sensor."""
    return {name: row[name] for name in _WHOLE} | _retention(row)


def sensor_summary(row: Row) -> dict[str, Any]:
    """Return a sensor as it stands in lists."""
    return {name: row[name] for name in _SUMMARY} | _retention(row)


def _retention(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in _RETENTION if row[name] is not None}
