"""Cancelling executions."""

from typing import TYPE_CHECKING

from attune_emulator import deviations
from attune_emulator.http.errors import Conflict
from attune_emulator.services.executions.changes import change
from attune_emulator.services.executions.statuses import (
    CANCELED_BEFORE_START,
    CANCELING,
    CANCELLED,
    NOT_STARTED,
    RUNNING,
)
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator


def cancel(emulator: "Emulator", row: Row) -> Row:
    """Cancel an execution and return it; raises Conflict when it is over.

    Sends ``execution.canceling`` with the row when something still has to end.
    """
    if row["status"] == CANCELING:
        return row
    if row["status"] in NOT_STARTED:
        return change(emulator, row, status=CANCELLED, result=CANCELED_BEFORE_START)
    if row["status"] != RUNNING:
        raise Conflict(f"Execution {row['id']} is in status '{row['status']}' and cannot be cancelled")
    if deviations.on("cancel-does-nothing"):
        return row
    row = change(emulator, row, status=CANCELING)
    emulator.bus.send("execution.canceling", row)
    return row
