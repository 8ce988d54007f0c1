"""Leading a workflow from its first tasks to its end."""

from functools import partial
from typing import TYPE_CHECKING, Any

from attune_emulator import deviations
from attune_emulator.engine.workflows.cancelling import cancel_workflow, conclude
from attune_emulator.engine.workflows.context import context_of
from attune_emulator.engine.workflows.definition import Definition, DefinitionError, parse, unrunnable
from attune_emulator.engine.workflows.ending import finish, time_out, timeout_of
from attune_emulator.engine.workflows.pauses import Pauses
from attune_emulator.engine.workflows.retries import retry
from attune_emulator.engine.workflows.state import TaskState, Workflow, begin, load, save
from attune_emulator.engine.workflows.tasks import start_task
from attune_emulator.engine.workflows.transitions import follow
from attune_emulator.services.executions.changes import change
from attune_emulator.services.executions.statuses import (
    CANCELING,
    CANCELLED,
    COMPLETED,
    FAILED,
    REQUESTED,
    RUNNING,
    SCHEDULING,
    TERMINAL,
    TIMEOUT,
)
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator


FIFTY = 50


class Conductor:
    """Starts workflows and takes the next step whenever one of their tasks ends."""

    def __init__(self, emulator: "Emulator") -> None:
        self._emulator = emulator
        self._pauses = Pauses(emulator)

    def begin(self, requested: Row) -> None:
        """Start a requested workflow."""
        row = self._emulator.db.by_id("execution", requested["id"])
        if row is None or row["status"] != REQUESTED:
            return
        document = self._document(row)
        try:
            definition = self._judged(document)
        except DefinitionError as error:
            if not deviations.on("invalid-definition"):
                self._refuse(row, f"Invalid workflow definition: {error}")
            return
        row = change(self._emulator, row, status=SCHEDULING)
        with self._emulator.db.transaction():
            row = change(self._emulator, row, status=RUNNING, started_at=None)
            workflow = begin(self._emulator, row, document, definition)
            self._enter(workflow)
            save(self._emulator, workflow)
        self._set_timer(workflow)

    def child_ended(self, child: Row) -> None:
        """Take the next step of a workflow one of whose executions ended."""
        if child["workflow_task"] is None or child["parent"] is None:
            return
        if deviations.on("long-workflow-slows"):
            pause = 2 * (self._children(child["parent"]) / 100) ** 4
            self._emulator.supervisor.after(f"slow step after {child['id']}", pause, partial(self._count, child))
        else:
            self._pauses.in_turn(partial(self._count, child))

    def _children(self, parent: int) -> int:
        number: int = self._emulator.db.value("SELECT count(*) FROM execution WHERE parent = ?", parent)
        return number

    def _count(self, child: Row) -> None:
        task = child["workflow_task"]
        with self._emulator.db.transaction():
            workflow = load(self._emulator, child["parent"])
            if workflow is None or task["task_name"] not in workflow.tasks or self._is_over(workflow):
                return
            if workflow.execution["status"] == CANCELING:
                self._conclude(workflow)
            elif child["status"] == CANCELLED and deviations.on("cancelled-task-hangs"):
                _unqueued(workflow.tasks[task["task_name"]], child)
                save(self._emulator, workflow)
            else:
                self._step(workflow, child)
                save(self._emulator, workflow)

    def _is_over(self, workflow: Workflow) -> bool:
        status = workflow.execution["status"]
        return status in TERMINAL and not (status == CANCELLED and deviations.on("cancelled-workflow-goes-on"))

    def cancel(self, row: Row) -> None:
        """End a workflow that is being cancelled, with all that belongs to it."""
        workflow = load(self._emulator, row["id"])
        if deviations.on("cancelled-workflow-goes-on") and workflow is not None:
            change(self._emulator, row, status=CANCELLED)
        elif workflow is not None and workflow.execution["status"] not in TERMINAL:
            with self._emulator.db.transaction():
                cancel_workflow(self._emulator, workflow)

    def resume(self) -> None:
        """Take up the workflows that ran when the emulator ended."""
        running = (
            "SELECT id FROM execution WHERE status IN ('running', 'canceling')"
            " AND id IN (SELECT execution FROM workflow_execution)"
        )
        for row in self._emulator.db.all(running):
            workflow = load(self._emulator, row["id"])
            assert workflow is not None
            if workflow.execution["status"] == CANCELING:
                self._conclude(workflow)
                continue
            self._set_timer(workflow)
            for child in self._emulator.db.all("SELECT * FROM execution WHERE parent = ? ORDER BY id", row["id"]):
                self._catch_up(workflow, child)

    def _conclude(self, workflow: Workflow) -> None:
        if not deviations.on("cancelled-too-early"):
            conclude(self._emulator, workflow)

    def _document(self, row: Row) -> Any:
        return self._emulator.db.value(
            "SELECT definition FROM workflow_definition WHERE id = (SELECT workflow_def FROM action WHERE id = ?)",
            row["action"],
        )

    def _judged(self, document: Any) -> Definition:
        definition = parse(document)
        if not deviations.on("invalid-definition"):
            reason = unrunnable(definition, lambda ref: self._emulator.db.by_ref("action", ref) is not None)
            if reason is not None:
                raise DefinitionError(reason)
        return definition

    def _refuse(self, row: Row, message: str) -> None:
        row = change(self._emulator, row, status=SCHEDULING)
        change(self._emulator, row, status=FAILED, result={"error": message, "succeeded": False})

    def _enter(self, workflow: Workflow) -> None:
        context = context_of(self._emulator, workflow)
        tasks, entries = workflow.definition.tasks, workflow.definition.entries
        for name in tasks if deviations.on("tasks-all-at-once") else entries:
            if start_task(self._emulator, workflow, workflow.definition.tasks[name], context, None):
                follow(self._emulator, workflow, name)
        self._settle(workflow)

    def _step(self, workflow: Workflow, child: Row) -> None:
        """Let an ended child count: try it again, let the next item go, or end its task."""
        name, index = child["workflow_task"]["task_name"], child["workflow_task"]["task_index"]
        state = workflow.tasks[name]
        if state.status != RUNNING:
            return
        state.pausing = retry(self._emulator, self._pauses, workflow.definition.tasks[name], child)
        if state.pausing:
            return
        state.done[str(index)] = child["status"]
        if not _unqueued(state, child) and state.held:
            self._release(state.held.pop(0))
        if state.total is not None and len(state.done) < state.total and not deviations.on("parent-completes-early"):
            return
        state.status = _outcome(list(state.done.values()), single=state.total is None)
        if deviations.on("fiftieth-task-last") and self._children(workflow.execution["id"]) >= FIFTY:
            finish(self._emulator, workflow)
            return
        follow(self._emulator, workflow, name)
        self._settle(workflow)

    def _release(self, execution: int) -> None:
        row = self._emulator.db.by_id("execution", execution)
        if row is not None:
            self._emulator.bus.send("execution.requested", row)

    def _settle(self, workflow: Workflow) -> None:
        """End the workflow when nothing of it runs any more; with the platform's gaps some never end."""
        if deviations.on("retry-outrun"):
            _give_up_pausing(workflow)
        if workflow.hangs or (workflow.active and not deviations.on("parent-completes-early")):
            return
        if workflow.waiting_joins() and not workflow.unhandled() and deviations.on("join-after-failure"):
            return
        finish(self._emulator, workflow)

    def _set_timer(self, workflow: Workflow) -> None:
        left = timeout_of(self._emulator, workflow)
        if left is not None:
            execution = workflow.execution["id"]
            expire = partial(time_out, self._emulator, execution)
            self._emulator.supervisor.after(f"timeout of workflow {execution}", left, expire)

    def _catch_up(self, workflow: Workflow, child: Row) -> None:
        """Count a child whose end was stored just before the emulator ended; let go one that was about to be."""
        task = workflow.tasks.get(child["workflow_task"]["task_name"]) if child["workflow_task"] else None
        if task is None:
            return
        if child["status"] in TERMINAL and str(child["workflow_task"]["task_index"]) not in task.done:
            self._emulator.bus.send("execution.finished", child)
        elif child["status"] == REQUESTED and child["id"] not in task.held:
            self._emulator.bus.send("execution.requested", child)


def _unqueued(state: TaskState, child: Row) -> bool:
    """Tell whether an item ended while it waited for its turn; nothing takes its place, for it had none."""
    waited = child["id"] in state.held
    if waited:
        state.held.remove(child["id"])
    return waited


def _give_up_pausing(workflow: Workflow) -> None:
    """Take tasks that wait for a further attempt for failed when nothing else runs, as the platform does."""
    running = [task for task in workflow.tasks.values() if task.status == RUNNING]
    if all(task.pausing for task in running):
        for task in running:
            task.status = FAILED


def _outcome(statuses: list[str], *, single: bool) -> str:
    """Return a task's status from those of its executions."""
    if single:
        return statuses[0] if statuses[0] in (COMPLETED, TIMEOUT) else FAILED
    return COMPLETED if all(status == COMPLETED for status in statuses) else FAILED
