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
    QUESTION_CANCELLED,
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
    if row["status"] in NOT_STARTED and deviations.on("queued-cancel-lost"):
        return row | {"status": CANCELLED, "result": CANCELED_BEFORE_START}
    if row["status"] in NOT_STARTED:
        return change(emulator, row, status=CANCELLED, result=CANCELED_BEFORE_START)
    if row["status"] != RUNNING and not deviations.on("cancel-anything"):
        raise Conflict(f"Execution {row['id']} is in status '{row['status']}' and cannot be cancelled")
    if deviations.on("cancel-does-nothing"):
        return row
    if waits_for_answer(row) and not deviations.on("cancelled-question-stays-open"):
        return close_question(emulator, row)
    row = change(emulator, row, status=CANCELING)
    emulator.bus.send("execution.canceling", row)
    return row


def waits_for_answer(row: Row) -> bool:
    """Tell whether an execution runs no process but waits for the answer to its question."""
    result = row["result"] if isinstance(row["result"], dict) else {}
    return row["status"] == RUNNING and ("inquiry_id" in result or "__inquiry_id" in result)


def close_question(emulator: "Emulator", row: Row) -> Row:
    """Cancel an execution that waits for an answer, with its question, and return it."""
    with emulator.db.transaction():
        pending = "SELECT id FROM inquiry WHERE execution = ? AND status = 'pending'"
        for inquiry in emulator.db.all(pending, row["id"]):
            emulator.db.update("inquiry", inquiry["id"], {"status": "cancelled"})
        return change(emulator, row, status=CANCELLED, result=QUESTION_CANCELLED)
