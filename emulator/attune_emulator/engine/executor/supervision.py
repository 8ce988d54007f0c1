"""Watching for executions that nobody will ever finish: their worker is lost, or never took them."""

from typing import TYPE_CHECKING, Any

from attune_emulator import clock, deviations
from attune_emulator.engine.executor.placement import Unschedulable, choose_worker
from attune_emulator.engine.executor.silence import note_silent
from attune_emulator.services.events.recording import record_alert
from attune_emulator.services.executions.changes import change
from attune_emulator.services.executions.statuses import ABANDONED, FAILED, REQUESTED
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

PICK_UP = 300
_NOT_PICKED_UP = "Execution timeout: worker did not pick up task"
_LOST = "Execution abandoned because its worker became unavailable while running"


class Supervision:
    """Looks at running and scheduled executions now and then."""

    def __init__(self, emulator: "Emulator") -> None:
        self._emulator = emulator

    def start(self) -> None:
        pause = max(0.2, min(5.0, self._emulator.settings.stale_after / 10))
        self._emulator.supervisor.every("execution supervision", pause, self._look)

    def _look(self) -> None:
        self._abandon_lost()
        note_silent(self._emulator)
        self._hand_over()
        self._fail_not_picked_up()

    def _abandon_lost(self) -> None:
        """Give up executions whose worker has been silent too long, or came back without them."""
        if deviations.on("loss-unnoticed"):
            return
        signs = ["w.last_heartbeat < ?1"]
        if not deviations.on("quick-restart"):
            signs.append("(e.lost_at IS NOT NULL AND e.lost_at < ?1)")
        if deviations.on("drain-abandoned"):
            signs.append("w.status = 'inactive'")
        statuses = "'running'" if deviations.on("canceling-on-lost-worker") else "'running', 'canceling'"
        rows = self._emulator.db.all(
            "SELECT e.*, w.id AS worker_id FROM execution e JOIN worker w ON w.id = e.worker"
            f" WHERE e.status IN ({statuses}) AND ({' OR '.join(signs)})",
            self._silent_since(),
        )
        for row in rows:
            worker = self._emulator.db.by_id("worker", row["worker_id"])
            execution = self._emulator.db.by_id("execution", row["id"])
            assert worker is not None and execution is not None
            self._abandon(execution, worker)

    def _abandon(self, row: Row, worker: Row) -> None:
        facts = {
            "error": _LOST,
            "abandoned_by": "execution_timeout_monitor",
            "original_status": row["status"],
            "worker": _described(worker),
            "reconciled_at": clock.notification_stamp(clock.now()),
        }
        if deviations.on("loss-unexplained"):
            facts = {"error": _LOST}
        change(self._emulator, row, status=ABANDONED, result=facts)
        # Somebody keeps work from a cordoned worker, and knows why.
        if not worker["cordoned"] and not deviations.on("alert-lost"):
            self._alert(row, worker, facts)

    def _alert(self, row: Row, worker: Row, result: dict[str, Any]) -> None:
        about = {"execution_id": row["id"], "action_ref": row["action_ref"], "worker_role": worker["worker_role"]}
        about |= {f"worker_{name}": worker[name] for name in ("id", "name", "status")}
        about["last_heartbeat"] = worker["last_heartbeat"]
        record_alert(
            self._emulator,
            severity="error",
            category="execution_reconciliation",
            failure_type="execution_abandoned_worker_unavailable",
            component_type="execution",
            component_id=row["id"],
            component_ref=row["action_ref"],
            worker_role=worker["worker_role"],
            summary=f"Execution {row['id']} was abandoned because worker '{worker['name']}' became unavailable",
            details=about | {"reconciliation_result": result},
            correlation_id=f"execution:{row['id']}:worker_unavailable",
        )

    def _silent_since(self) -> str:
        return clock.after(-self._emulator.settings.stale_after)

    def _hand_over(self) -> None:
        """Schedule anew what waits for a worker that is lost or leaves, where another could take it."""
        if deviations.on("queue-not-handed-over") or deviations.on("queue-lost-with-worker"):
            return
        rows = self._emulator.db.all(
            "SELECT e.* FROM execution e JOIN worker w ON w.id = e.worker"
            " WHERE e.status = 'scheduled' AND (w.last_heartbeat < ?1 OR w.status = 'inactive') ORDER BY e.id",
            self._silent_since(),
        )
        for row in rows:
            if self._somebody_else_can(row):
                with self._emulator.db.transaction():
                    row = change(self._emulator, row, status=REQUESTED, worker=None)
                    self._emulator.bus.send("execution.requested", row)

    def _somebody_else_can(self, row: Row) -> bool:
        action = self._emulator.db.by_id("action", row["action"]) if row["action"] is not None else None
        try:
            return action is not None and choose_worker(self._emulator, row, action) is not None
        except Unschedulable:
            return False

    def _fail_not_picked_up(self) -> None:
        rows = self._emulator.db.all(
            "SELECT * FROM execution WHERE status = 'scheduled' AND updated < ?", clock.after(-PICK_UP)
        )
        for row in rows:
            age = int((clock.parse(clock.now()) - clock.parse(row["updated"])).total_seconds())
            facts = {
                "error": f"{_NOT_PICKED_UP} within {PICK_UP} seconds (scheduled for {age} seconds)",
                "failed_by": "execution_timeout_monitor",
                "timeout_seconds": PICK_UP,
                "age_seconds": age,
                "original_status": "scheduled",
            }
            change(self._emulator, row, status=FAILED, result=facts)


def _described(worker: Row) -> dict[str, Any]:
    age = None
    if worker["last_heartbeat"] is not None:
        age = int((clock.parse(clock.now()) - clock.parse(worker["last_heartbeat"])).total_seconds())
    return {
        "id": worker["id"],
        "name": worker["name"],
        "role": worker["worker_role"],
        "status": worker["status"],
        "last_heartbeat": worker["last_heartbeat"],
        "heartbeat_age_seconds": age,
        "cordoned": worker["cordoned"],
    }
