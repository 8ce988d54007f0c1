"""From a requested execution to one that is on its way."""

from typing import TYPE_CHECKING

from attune_emulator.engine.executor.scheduling import Scheduler
from attune_emulator.engine.executor.supervision import Supervision

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator


def start(emulator: "Emulator") -> None:
    """Schedule what is requested, what waits for a worker, and what an earlier run of the emulator left behind."""
    scheduler = Scheduler(emulator)
    emulator.bus.listen("execution.requested", lambda row: scheduler.schedule(row["id"]))
    emulator.bus.listen("worker.available", lambda worker: scheduler.try_again())
    scheduler.resume()
    Supervision(emulator).start()
