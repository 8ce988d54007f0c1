"""The worker processes and what they are given to do."""

from typing import TYPE_CHECKING

from attune_emulator.engine.workers.pool import Pool

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator


def start(emulator: "Emulator") -> None:
    """Start the workers and give them what is scheduled, first of all what waits since an earlier run."""
    pool = Pool(emulator)
    emulator.worker_control = pool
    emulator.at_stop(pool.close)
    emulator.bus.listen("execution.scheduled", pool.enqueue)
    emulator.bus.listen("execution.canceling", pool.cancel)
    emulator.bus.listen("pack.registered", pool.prepare)
    pool.open()
