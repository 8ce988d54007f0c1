"""Cancelling a workflow with all that belongs to it, and what out of time is ended the same way."""

from typing import TYPE_CHECKING

from attune_emulator import deviations
from attune_emulator.engine.workflows.state import Workflow, load
from attune_emulator.services.executions.cancelling import close_question, waits_for_answer
from attune_emulator.services.executions.changes import change
from attune_emulator.services.executions.statuses import (
    CANCELING,
    CANCELLED,
    NOT_STARTED,
    PARENT_CANCELLED,
    RUNNING,
    TERMINAL,
    WORKFLOW_CANCELLED,
)
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator


def cancel_workflow(emulator: "Emulator", workflow: Workflow) -> None:
    """Cancel a workflow that is canceling: what has not begun at once, what runs as its policy says.

    It is cancelled when nothing below it runs any more.
    """
    end_process = workflow.definition.cancellation_policy == "cancel_running"
    if deviations.on("cancelled-too-early"):
        _say_cancelled(emulator, workflow, end_process)
        return
    stop_children(emulator, workflow.execution["id"], end_process=end_process)
    conclude(emulator, workflow)


def stop_children(emulator: "Emulator", parent: int, *, end_process: bool) -> None:
    """Cancel all that is below an execution, processes that run only with `end_process`."""
    if deviations.on("cancel-spares-children"):
        return
    for child in _unfinished(emulator, parent):
        _stop(emulator, child, end_process)


def conclude(emulator: "Emulator", workflow: Workflow) -> None:
    """Call a canceling workflow cancelled once everything below it has ended."""
    if deviations.on("cancel-spares-children") or not _unfinished(emulator, workflow.execution["id"]):
        change(emulator, workflow.execution, status=CANCELLED, result=WORKFLOW_CANCELLED)


def _stop(emulator: "Emulator", child: Row, end_process: bool) -> None:
    below = load(emulator, child["id"])
    if below is not None:
        below.execution = change(emulator, child, status=CANCELING)
        stop_children(emulator, child["id"], end_process=end_process)
        conclude(emulator, below)
    elif child["status"] in NOT_STARTED:
        change(emulator, child, status=CANCELLED, result=PARENT_CANCELLED)
    elif waits_for_answer(child) and not deviations.on("cancelled-question-stays-open"):
        close_question(emulator, child)
    elif child["status"] == RUNNING and end_process:
        emulator.bus.send("execution.canceling", change(emulator, child, status=CANCELING))


def _say_cancelled(emulator: "Emulator", workflow: Workflow, end_process: bool) -> None:
    """Do as the platform does: what runs is cancelled by word at once, and its own end then replaces the word."""
    if not deviations.on("cancel-spares-children"):
        for child in _unfinished(emulator, workflow.execution["id"]):
            _say_child_cancelled(emulator, child, end_process)
    change(emulator, workflow.execution, status=CANCELLED, result=WORKFLOW_CANCELLED)


def _say_child_cancelled(emulator: "Emulator", child: Row, end_process: bool) -> None:
    below = load(emulator, child["id"])
    if below is not None:
        _say_cancelled(emulator, below, end_process)
        return
    if waits_for_answer(child) and not deviations.on("cancelled-question-stays-open"):
        close_question(emulator, child)
        return
    if child["status"] == RUNNING and end_process:
        child = change(emulator, child, status=CANCELING)
        emulator.bus.send("execution.canceling", child)
    change(emulator, child, status=CANCELLED, result=WORKFLOW_CANCELLED)


def _unfinished(emulator: "Emulator", parent: int) -> list[Row]:
    rows = emulator.db.all("SELECT * FROM execution WHERE parent = ? ORDER BY id", parent)
    return [row for row in rows if row["status"] not in TERMINAL]
