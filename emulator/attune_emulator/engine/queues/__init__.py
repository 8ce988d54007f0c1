"""Work queues at work: items are leased to executions, and what those acknowledge becomes of the items."""

from typing import TYPE_CHECKING

from attune_emulator.engine.queues.acknowledging import finish_dispatch
from attune_emulator.engine.queues.dispatching import dispatch_all
from attune_emulator.services.executions.statuses import TERMINAL
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

# The platform's dispatcher looks at its queues this often.
INTERVAL = 5.0


def start(emulator: "Emulator") -> None:
    """Dispatch enabled queues at intervals and follow the executions they start."""

    def finished(execution: Row) -> None:
        dispatch = emulator.db.one(
            "SELECT * FROM work_queue_dispatch WHERE execution = ? AND status = 'active'", execution["id"]
        )
        if dispatch is not None:
            finish_dispatch(emulator, dispatch, execution)

    emulator.bus.listen("execution.finished", finished)
    emulator.supervisor.every("queue dispatcher", INTERVAL, lambda: dispatch_all(emulator))
    for row in emulator.db.all("SELECT execution FROM work_queue_dispatch WHERE status = 'active'"):
        execution = emulator.db.by_id("execution", row["execution"])
        if execution is not None and execution["status"] in TERMINAL:
            finished(execution)
