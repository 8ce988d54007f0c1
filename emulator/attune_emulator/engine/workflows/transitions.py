"""What follows a task that ended."""

import re
from typing import TYPE_CHECKING, Any

from attune_emulator import deviations
from attune_emulator.engine.workflows.context import Context, context_of
from attune_emulator.engine.workflows.definition import Transition
from attune_emulator.engine.workflows.state import Workflow
from attune_emulator.engine.workflows.tasks import start_task
from attune_emulator.expressions import ExpressionError, evaluate, render
from attune_emulator.services.executions.statuses import COMPLETED, TIMEOUT

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator


def follow(emulator: "Emulator", workflow: Workflow, finished: str) -> None:
    """Take every transition of a task that ended."""
    for transition in workflow.definition.tasks[finished].next:
        context = context_of(emulator, workflow, finished)
        if not _fires(transition, workflow.tasks[finished].status, context):
            continue
        before = dict(workflow.variables)
        _publish(workflow, transition, context)
        for target in transition.do:
            _reach(emulator, workflow, target, finished)
        if deviations.on("parallel-publish") and set(transition.do) & set(workflow.waiting_joins()):
            workflow.variables = before


def _fires(transition: Transition, status: str, context: Context) -> bool:
    """Judge a transition's condition as the platform does: by the words in it, whatever else it says."""
    if transition.when is None or deviations.on("branch-condition-ignored"):
        return True
    words = re.sub(r"\s", "", transition.when.lower())
    if "succeeded()" in words:
        return status == COMPLETED
    if "failed()" in words:
        return status not in (COMPLETED, TIMEOUT)
    if "timed_out()" in words:
        return status == TIMEOUT
    try:
        return bool(evaluate(transition.when, context.names, context.functions))
    except ExpressionError:
        return status == COMPLETED


def _publish(workflow: Workflow, transition: Transition, context: Context) -> None:
    """Set the variables a transition publishes: all of them, or none when one cannot be had."""
    found: dict[str, Any] = {}
    try:
        for entry in transition.publish:
            named = entry if isinstance(entry, dict) else {entry: "{{ result() }}"}
            found |= {name: render(template, context.names, context.functions) for name, template in named.items()}
    except ExpressionError:
        return
    if not deviations.on("publish-lost"):
        workflow.variables |= found


def _reach(emulator: "Emulator", workflow: Workflow, target: str, finished: str) -> None:
    """Come to a task from one that ended: start it, or note the arrival when it is to join; no task runs twice."""
    if target in workflow.tasks:
        return
    task = workflow.definition.tasks[target]
    if task.join is not None and not deviations.on("join-too-early"):
        arrived = workflow.arrivals.setdefault(target, [])
        if workflow.tasks[finished].status == COMPLETED and finished not in arrived:
            arrived.append(finished)
        if len(arrived) < task.join:
            workflow.tasks[finished].handled |= deviations.on("join-after-failure")
            return
    workflow.tasks[finished].handled = not deviations.on("handled-failure-counts")
    context = context_of(emulator, workflow, finished)
    if start_task(emulator, workflow, task, context, finished):
        follow(emulator, workflow, target)
