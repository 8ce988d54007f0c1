"""From a requested execution to one that is on its way."""

from typing import TYPE_CHECKING

from attune_emulator import deviations
from attune_emulator.engine.executor.scheduling import Scheduler
from attune_emulator.engine.executor.supervision import Supervision
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

LATE = 2.5


def start(emulator: "Emulator") -> None:
    """Schedule what is requested, what waits for a worker, and what an earlier run of the emulator left behind."""
    scheduler = Scheduler(emulator)
    emulator.bus.listen("execution.requested", lambda row: _schedule(emulator, scheduler, row))
    emulator.bus.listen("worker.available", lambda worker: scheduler.try_again())
    scheduler.resume()
    Supervision(emulator).start()


def _schedule(emulator: "Emulator", scheduler: Scheduler, row: Row) -> None:
    if deviations.on("scheduling-late"):
        emulator.supervisor.after(f"late {row['id']}", LATE, lambda: scheduler.schedule(row["id"]))
    else:
        scheduler.schedule(row["id"])
