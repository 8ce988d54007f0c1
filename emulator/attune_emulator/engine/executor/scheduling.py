"""Deciding what becomes of a requested execution: a workflow to conduct, a question to ask, a task for a worker."""

from typing import TYPE_CHECKING, Any

from attune_emulator import clock, deviations
from attune_emulator.engine.executor.placement import Unschedulable, choose_worker
from attune_emulator.services.executions.changes import change
from attune_emulator.services.executions.parameters import objection
from attune_emulator.services.executions.secrets import real_config
from attune_emulator.services.executions.statuses import FAILED, REQUESTED, SCHEDULED, SCHEDULING
from attune_emulator.services.inquiries.asking import ask, is_question
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator


class Scheduler:
    """Takes executions out of ``requested``.

    Sends ``workflow.started`` and ``execution.scheduled`` with the execution's row.
    """

    def __init__(self, emulator: "Emulator") -> None:
        self._emulator = emulator
        self._waiting: dict[int, None] = {}

    def schedule(self, execution: int) -> None:
        """Schedule an execution that is requested; any other is left alone."""
        row = self._emulator.db.by_id("execution", execution)
        if row is None or row["status"] != REQUESTED or deviations.on("execution-never-scheduled"):
            return
        action = self._emulator.db.by_id("action", row["action"]) if row["action"] is not None else None
        if action is None:
            self._refuse(change(self._emulator, row, status=SCHEDULING), f"Action '{row['action_ref']}' not found")
            return
        if self._misses_parameters(row, action):
            return
        if action["workflow_def"] is not None:
            self._emulator.bus.send("workflow.started", row)
        elif is_question(row):
            ask(self._emulator, row)
        else:
            self._place(row, action)

    def try_again(self) -> None:
        """Schedule what waited for a worker to be there."""
        waiting, self._waiting = self._waiting, {}
        for execution in waiting:
            self.schedule(execution)

    def resume(self) -> None:
        """Take up what was under way when the emulator ended."""
        for row in self._emulator.db.all("SELECT * FROM execution WHERE status = 'scheduling'"):
            change(self._emulator, row, status=REQUESTED)
        for row in self._emulator.db.all("SELECT * FROM execution WHERE status = 'requested' ORDER BY id"):
            if not self._is_held(row):
                self._emulator.bus.send("execution.requested", row)

    def _is_held(self, row: Row) -> bool:
        """Tell whether it is an item of a task that lets only so many run at a time."""
        task = row["workflow_task"]
        return task is not None and task.get("task_index") is not None

    def _misses_parameters(self, row: Row, action: Row) -> bool:
        """Fail an execution whose parameters do not fit, before any worker hears of it; tell whether that was so."""
        if deviations.on("parameter-validation"):
            return False
        wrong = objection(action, real_config(self._emulator, row))
        if wrong is None:
            return False
        self._refuse(change(self._emulator, row, status=SCHEDULING), wrong)
        return True

    def _refuse(self, row: Row, message: str) -> None:
        change(self._emulator, row, status=FAILED, result={"succeeded": False, "error": message})

    def _place(self, row: Row, action: Row) -> None:
        try:
            worker = choose_worker(self._emulator, row, action)
        except Unschedulable as error:
            row = change(self._emulator, row, status=SCHEDULING)
            change(self._emulator, row, status=FAILED, result=_unschedulable(row, str(error)))
            return
        if worker is None:
            if not deviations.on("waiting-forgotten"):
                self._waiting[row["id"]] = None
            return
        row = change(self._emulator, row, status=SCHEDULING)
        self._emulator.bus.send(
            "execution.scheduled", change(self._emulator, row, status=SCHEDULED, worker=worker["id"])
        )


def _unschedulable(row: Row, message: str) -> dict[str, Any]:
    return {
        "error": "Execution failed" if deviations.on("reason-lost") else "Execution is unschedulable",
        "message": message,
        "action_ref": row["action_ref"],
        "failed_by": "execution_scheduler",
        "failed_at": clock.notification_stamp(clock.now()),
    }
