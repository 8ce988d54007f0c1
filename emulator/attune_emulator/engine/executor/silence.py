"""Workers that give no sign of life any more: said to be inactive, and told of."""

from typing import TYPE_CHECKING

from attune_emulator import clock, deviations
from attune_emulator.engine.workers.roster import change_worker
from attune_emulator.services.events.recording import record_alert
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator


def note_silent(emulator: "Emulator") -> None:
    """Mark workers as inactive that have been silent too long, each with an alert."""
    if deviations.on("loss-unnoticed"):
        return
    stale = clock.after(-emulator.settings.stale_after)
    active = "SELECT * FROM worker WHERE worker_role = 'action' AND status = 'active' AND last_heartbeat < ?"
    for worker in emulator.db.all(active, stale):
        with emulator.db.transaction():
            change_worker(emulator, worker, {"status": "inactive"})
            # Somebody keeps work from a cordoned worker, and knows why.
            if not worker["cordoned"] and not deviations.on("alert-lost"):
                _alert(emulator, worker)


def _alert(emulator: "Emulator", worker: Row) -> None:
    age = (clock.parse(clock.now()) - clock.parse(worker["last_heartbeat"])).total_seconds()
    details = {
        "reason": "stale_heartbeat",
        "worker_id": worker["id"],
        "worker_name": worker["name"],
        "worker_role": worker["worker_role"],
        "heartbeat_age_seconds": int(age),
        "staleness_threshold_seconds": int(emulator.settings.stale_after),
    }
    record_alert(
        emulator,
        severity="error",
        category="worker_health",
        failure_type="worker_stale_heartbeat",
        component_type="worker",
        component_id=worker["id"],
        component_ref=worker["name"],
        worker_role=worker["worker_role"],
        summary=f"Worker '{worker['name']}' heartbeat is stale and was marked inactive",
        details=details,
        correlation_id=f"worker:{worker['id']}:stale_heartbeat",
    )
