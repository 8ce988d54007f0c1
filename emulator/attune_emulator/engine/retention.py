"""Deletes records that are older than the retention configuration allows."""

import time
from typing import TYPE_CHECKING

from attune_emulator import clock
from attune_emulator.services.retention.config import stored
from attune_emulator.store import Database

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

LOOK_EVERY = 1.0

# Target: table, column of the age, condition on rows that may go.
_TARGETS = {
    "events": ("event", "created", "1"),
    "enforcements": ("enforcement", "created", "status != 'created'"),
    "executions": ("execution", "updated", "status IN ('completed', 'failed', 'cancelled', 'timeout', 'abandoned')"),
    "execution_history": ("execution_history", "time", "1"),
    "worker_history": ("worker_history", "time", "1"),
    "audit_events": ("audit_event", "created", "1"),
    "inquiries": ("inquiry", "created", "status != 'pending'"),
    "work_queue_items": ("work_queue_item", "updated", "status IN ('completed', 'failed', 'skipped', 'cancelled')"),
    "pack_test_executions": ("pack_test_execution", "created", "1"),
}


def purge(db: Database) -> int:
    """Delete what is too old; returns how many rows went (or, in a dry run, would have gone)."""
    config, count = stored(db), 0
    present = {row["name"] for row in db.all("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for target, (table, column, condition) in _TARGETS.items():
        age = (config["targets"].get(target) or {}).get("max_age_seconds")
        if age is None or table not in present:
            continue
        old = f"SELECT id FROM {table} WHERE {column} < ? AND {condition} LIMIT ?"
        values = (clock.after(-age), config["batch_size"])
        if config["dry_run"]:
            count += len(db.all(old, *values))
        else:
            count += db.execute(f"DELETE FROM {table} WHERE id IN ({old})", *values)
    return count


def start(emulator: "Emulator") -> None:
    """Purge whenever the configured interval has passed."""
    last = time.monotonic()

    def step() -> None:
        nonlocal last
        config = stored(emulator.db)
        if config["enabled"] and time.monotonic() - last >= config["check_interval_seconds"]:
            last = time.monotonic()
            purge(emulator.db)

    emulator.supervisor.every("retention", LOOK_EVERY, step)
