"""The events about a queue: that it has begun to work, and that nothing is left. They take turns."""

import time
from typing import TYPE_CHECKING, Any

from attune_emulator import clock
from attune_emulator.services.events.recording import record_event
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

SOURCE = "attune.work_queue"


def announce_started(emulator: "Emulator", queue: Row, dispatch: Row) -> None:
    """Put ``core.queue_started`` on record unless the queue has been at work already."""
    if not queue["started"]:
        _record(emulator, queue, dispatch, "queue_started", {"leased_item_ids": dispatch["item_ids"]})


def announce_empty(emulator: "Emulator", queue: Row, dispatch: Row) -> None:
    """Put ``core.queue_empty`` on record if nothing waits and nobody works."""
    active = "SELECT count(*) FROM work_queue_dispatch WHERE queue = ? AND status = 'active'"
    ready = "SELECT count(*) FROM work_queue_item WHERE queue = ? AND status IN ('queued', 'retry')"
    counts = {
        "active_dispatch_count": emulator.db.value(active, queue["id"]),
        "ready_item_count": emulator.db.value(ready, queue["id"]),
    }
    if queue["started"] and not any(counts.values()):
        _record(emulator, queue, dispatch, "queue_empty", counts | {"terminal_dispatch_status": dispatch["status"]})


def _record(emulator: "Emulator", queue: Row, dispatch: Row, event_type: str, facts: dict[str, Any]) -> None:
    emulator.db.update(
        "work_queue", queue["id"], {"started": event_type == "queue_started", "updated": queue["updated"]}
    )
    trigger = emulator.db.by_ref("trigger", f"core.{event_type}")
    if trigger is None:
        return
    payload = facts | {
        "event_type": event_type,
        "queue_id": queue["id"],
        "queue_ref": queue["ref"],
        "pack_ref": queue["pack_ref"],
        "dispatch_id": dispatch["id"],
        "execution_id": dispatch["execution"],
        "dispatch_action_ref": queue["dispatch_action_ref"],
        "leased_item_count": len(dispatch["item_ids"]),
        "observed_at": clock.nanosecond_stamp(time.time_ns()).replace("+00:00", "Z"),
    }
    record_event(emulator, trigger, payload, source_ref=SOURCE)
