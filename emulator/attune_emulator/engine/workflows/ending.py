"""The end of a workflow: done, failed, or out of time."""

from typing import TYPE_CHECKING, Any

from attune_emulator import clock, deviations
from attune_emulator.engine.workflows.cancelling import stop_children
from attune_emulator.engine.workflows.context import context_of
from attune_emulator.engine.workflows.state import Workflow, load
from attune_emulator.expressions import ExpressionError, render
from attune_emulator.services.executions.changes import change
from attune_emulator.services.executions.secrets import masked
from attune_emulator.services.executions.statuses import COMPLETED, FAILED, RUNNING

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator


def finish(emulator: "Emulator", workflow: Workflow) -> None:
    """Record how a workflow ended."""
    failed = [] if deviations.on("child-failure-ignored") else workflow.unhandled()
    joins = workflow.waiting_joins()
    if failed or joins:
        change(
            emulator,
            workflow.execution,
            status=FAILED,
            result={"error": _complaint(workflow, failed, joins), "succeeded": False},
        )
        return
    change(emulator, workflow.execution, status=COMPLETED, result={"succeeded": True} | _output(emulator, workflow))


def _complaint(workflow: Workflow, failed: list[str], joins: list[str]) -> str:
    parts = [f"{len(failed)} task(s) failed: {', '.join(failed)}"] if failed else []
    parts += [f"{name}: {workflow.tasks[name].reason}" for name in failed if workflow.tasks[name].reason]
    if not deviations.on("join-after-failure"):
        parts += [_unmet(workflow, name) for name in joins]
    return f"Workflow failed: {'; '.join(parts)}"


def _unmet(workflow: Workflow, name: str) -> str:
    wanted, arrived = workflow.definition.tasks[name].join, len(workflow.arrivals[name])
    return f"task '{name}' cannot start: join {wanted}, and {arrived} of its predecessors completed"


def _output(emulator: "Emulator", workflow: Workflow) -> dict[str, Any]:
    """Return what the output map yields; entries without a value are dropped."""
    if not workflow.definition.output_map or deviations.on("output-map-lost"):
        return {}
    last = next(reversed(workflow.tasks), None)
    context = context_of(emulator, workflow, last)
    found = {}
    for name, template in workflow.definition.output_map.items():
        try:
            found[name] = render(template, context.names, context.functions)
        except ExpressionError:
            continue
    if deviations.on("secret-in-output"):
        return found
    output: dict[str, Any] = masked(found, context.revealed())
    return output


def timeout_of(emulator: "Emulator", workflow: Workflow) -> float | None:
    """Return the seconds a workflow may still take; None when there is no limit."""
    limit = _limit(emulator, workflow)
    if limit is None:
        return None
    passed = (clock.parse(clock.now()) - clock.parse(workflow.started)).total_seconds()
    return max(0.0, limit - passed)


def _limit(emulator: "Emulator", workflow: Workflow) -> float | None:
    """Return the shortest of the limits that its definition, its action and its task set."""
    if deviations.on("workflow-timeout"):
        return None
    task = workflow.execution["workflow_task"] or {}
    of_action = emulator.db.value("SELECT timeout FROM action WHERE id = ?", workflow.execution["action"])
    given = (workflow.definition.timeout, task.get("timeout_seconds"), of_action)
    limits = [float(limit) for limit in given if limit is not None]
    if limits and deviations.on("timeout-too-short"):
        return 1.0
    return min(limits, default=None)


def time_out(emulator: "Emulator", execution: int) -> None:
    """End a workflow that took too long, with the processes of its tasks."""
    workflow = load(emulator, execution)
    if workflow is None or workflow.execution["status"] != RUNNING:
        return
    with emulator.db.transaction():
        stop_children(emulator, execution, end_process=True)
        result = {"error": f"Workflow timed out after {_limit(emulator, workflow):g} seconds", "succeeded": False}
        change(emulator, workflow.execution, status=FAILED, result=result)
