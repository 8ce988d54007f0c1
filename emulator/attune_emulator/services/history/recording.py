"""Writing down what became of executions and workers."""

import hashlib
import json
from typing import Any

from attune_emulator import clock, deviations
from attune_emulator.store import Database, Row

EXECUTION_FIELDS = ("status", "result", "executor", "worker", "workflow_task", "env_vars", "started_at")
_EXECUTION_FIRST = ("action_ref", "enforcement", "executor", "parent", "started_at", "status", "worker")
WORKER_FIELDS = (
    *("name", "worker_type", "worker_role", "host", "port", "status", "capabilities", "meta"),
    *("cordoned", "cordon_reason", "cordoned_by", "cordoned_at"),
)


def execution_made(db: Database, row: Row) -> None:
    """Record a new execution."""
    first = {name: row[name] for name in _EXECUTION_FIRST}
    _write(db, "execution_history", "INSERT", row["id"], row["action_ref"], [], None, first)


def execution_changed(db: Database, old: Row, new: Row) -> None:
    """Record what differs between two states of an execution, results by their digest only."""
    if new["status"] == "scheduling" and deviations.on("history-step-lost"):
        return
    _changed(db, "execution_history", EXECUTION_FIELDS, old, new, new["action_ref"])


def worker_made(db: Database, row: Row) -> None:
    """Record a new worker."""
    first = {name: row[name] for name in WORKER_FIELDS}
    _write(db, "worker_history", "INSERT", row["id"], row["name"], [], None, first)


def worker_changed(db: Database, old: Row, new: Row) -> None:
    """Record what differs between two states of a worker; heartbeats are no change."""
    _changed(db, "worker_history", WORKER_FIELDS, old, new, new["name"])


def _changed(db: Database, table: str, names: tuple[str, ...], old: Row, new: Row, ref: str) -> None:
    fields = [name for name in names if old[name] != new[name]]
    if fields:
        before, after = ({name: _shown(name, row[name]) for name in fields} for row in (old, new))
        _write(db, table, "UPDATE", new["id"], ref, fields, before, after)


def _shown(name: str, value: Any) -> Any:
    if name == "started_at":
        return clock.notification_stamp(value)
    if name != "result" or value is None:
        return value
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    kind = {dict: "object", list: "array", str: "string", bool: "boolean"}.get(type(value), "number")
    return {"digest": f"md5:{hashlib.md5(text.encode()).hexdigest()}", "size": len(text), "type": kind}


def _write(
    db: Database, table: str, operation: str, entity: int, ref: str, fields: list[str], old: Any, new: dict[str, Any]
) -> None:
    # Written without reading the row back, since every step of every execution passes here.
    columns = "time, operation, entity_id, entity_ref, changed_fields, old_values, new_values"
    values = [
        clock.now(),
        operation,
        entity,
        ref,
        json.dumps(fields),
        json.dumps(old) if old else None,
        json.dumps(new),
    ]
    db.execute(f"INSERT INTO {table} ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", *values)
