"""Which worker may run what."""

from typing import TYPE_CHECKING

from attune_emulator import clock, deviations
from attune_emulator.engine.executor.wishes import wishes_of
from attune_emulator.store import Database, Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator


class Unschedulable(Exception):
    """There is no worker that could ever run it, and why."""


def choose_worker(emulator: "Emulator", execution: Row, action: Row) -> Row | None:
    """Return the least busy worker that may run an execution; None when it has to wait for one.

    Raises Unschedulable when waiting would not help.
    """
    workers = emulator.db.all("SELECT * FROM worker WHERE worker_role = 'action' ORDER BY id")
    if not workers:
        raise Unschedulable("No action workers available")
    wanted = wishes_of(emulator.db, execution, action)
    fitting = [worker for worker in workers if wanted.met_by(worker)]
    if not fitting:
        raise Unschedulable(f"No compatible workers found for action: {action['ref']} ({wanted.described()})")
    cordons = not deviations.on("cordon-ignored")
    there = ("active", "inactive") if deviations.on("stopped-worker-chosen") else ("active",)
    willing = [worker for worker in fitting if worker["status"] in there and not (cordons and worker["cordoned"])]
    if not willing:
        return None
    oldest = clock.after(-emulator.settings.stale_after)
    fresh = [
        worker for worker in willing if worker["last_heartbeat"] is not None and worker["last_heartbeat"] >= oldest
    ]
    if deviations.on("lost-worker-chosen"):
        fresh = [worker for worker in willing if worker not in fresh] or fresh
    if not fresh:
        raise Unschedulable(f"No workers with fresh heartbeats available for action: {action['ref']}")
    if deviations.on("stopped-worker-chosen"):
        fresh = [worker for worker in fresh if worker["status"] == "inactive"] or fresh
    if len(fresh) == 1:
        return fresh[0]
    return min(fresh, key=lambda worker: (wanted.dislike(worker), _load(emulator.db, worker)))


def _load(db: Database, worker: Row) -> int:
    active = "'scheduled', 'running', 'canceling'"
    return int(db.value(f"SELECT count(*) FROM execution WHERE status IN ({active}) AND worker = ?", worker["id"]))
