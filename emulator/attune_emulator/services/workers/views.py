"""How workers look from outside."""

from typing import Any

from attune_emulator import clock, deviations
from attune_emulator.store import Database, Row

_CAPACITY = "max_concurrent_executions"
_ACTIVE = ("requested", "scheduling", "scheduled", "running", "canceling")
_COPIED = ("id", "name", "worker_type", "worker_role", "host", "port", "last_heartbeat")
_CORDON = ("cordoned", "cordon_reason", "cordoned_by", "cordoned_at", "created", "updated")
_OF_SENSORS = ("sensor_processes_running", "sensor_processes_monitored", "active_rules", "max_concurrent_sensors")


def worker_view(db: Database, row: Row, stale_after: float) -> dict[str, Any]:
    """Return a worker as it is shown; a heartbeat older than `stale_after` seconds is stale."""
    load = _load(db, row)
    age = _age(row["last_heartbeat"])
    status = "busy" if row["status"] == "active" and load["total_active"] else row["status"]
    stale = (age is None or age > stale_after) and not deviations.on("silence-hidden")
    return (
        {name: row[name] for name in _COPIED}
        | {"status": status, "heartbeat_age_seconds": None if age is None else int(age), "heartbeat_stale": stale}
        | {name: row[name] for name in _CORDON}
        | {"health_state": _health(status, stale, row["cordoned"])}
        | {"supported_runtimes": _runtimes(row["capabilities"]), "load": load}
    )


def _age(heartbeat: str | None) -> float | None:
    return None if heartbeat is None else (clock.parse(clock.now()) - clock.parse(heartbeat)).total_seconds()


def _health(status: str, stale: bool, cordoned: bool) -> str:
    if cordoned:
        return "cordoned"
    if status == "error":
        return "error"
    return "offline" if stale or status == "inactive" else status


def _runtimes(capabilities: dict[str, Any]) -> list[dict[str, Any]]:
    versions = capabilities.get("runtime_versions", {})
    return [{"name": name, "versions": versions.get(name, [])} for name in sorted(capabilities.get("runtimes", []))]


def _load(db: Database, row: Row) -> dict[str, Any]:
    counted = db.all(
        f"SELECT status, count(*) AS n FROM execution WHERE worker = ? AND status IN {_ACTIVE} GROUP BY status",
        row["id"],
    )
    counts = dict.fromkeys(_ACTIVE, 0) | {entry["status"]: entry["n"] for entry in counted}
    total, capacity = sum(counts.values()), row["capabilities"].get(_CAPACITY)
    return (
        counts
        | {
            "total_active": total,
            _CAPACITY: capacity,
            "utilization_percent": min(100, 100 * total // capacity) if capacity else None,
            "queue_depth": None,
        }
        | dict.fromkeys(_OF_SENSORS)
    )
