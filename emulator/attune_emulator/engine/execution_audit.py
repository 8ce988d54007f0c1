"""Writes what becomes of executions into the audit log."""

from typing import TYPE_CHECKING, Any

from attune_emulator import deviations
from attune_emulator.notify.hub import Notification
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

_EVENTS = {"running": "execution.started", "scheduling": "execution.status_changed"}
_FAILURES = frozenset({"failed", "timeout", "abandoned"})


def _details(row: Row, payload: dict[str, Any]) -> dict[str, Any]:
    old = payload.get("old_status")
    facts = {
        "action_ref": row["action_ref"],
        "new_status": payload["status"],
        "old_status": old,
        "operation": "update" if old else "insert",
        "enforcement_id": row["enforcement"],
        "parent_execution_id": row["parent"],
        "worker_id": row["worker"] if old else None,
    }
    retries = (row["workflow_task"] or {}).get("retry_count") or 0
    return {name: value for name, value in facts.items() if value is not None} | {"retry_count": retries}


def _chain(row: Row) -> dict[str, int]:
    chain = {"execution_id": row["id"], "parent_execution_id": row["parent"], "enforcement_id": row["enforcement"]}
    return {name: value for name, value in chain.items() if value is not None}


def start(emulator: "Emulator") -> None:
    """Record every execution made and every change of its status."""

    def note(notification: Notification) -> None:
        if notification.channel not in ("execution_created", "execution_status_changed"):
            return
        row = emulator.db.by_id("execution", notification.entity_id)
        if row is None:
            return
        status = notification.payload["status"]
        if status == "running" and deviations.on("audit-step-lost"):
            return
        emulator.audit.record(
            "execution",
            _EVENTS.get(status, f"execution.{status}"),
            "failure" if status in _FAILURES else "success",
            actor_identity=row["executor"],
            resource_type="execution",
            resource_id=row["id"],
            resource_ref=row["action_ref"],
            details=_details(row, notification.payload),
            correlation_chain=_chain(row),
        )

    unsubscribe = emulator.hub.subscribe(note)

    async def end() -> None:
        unsubscribe()

    emulator.at_stop(end)
