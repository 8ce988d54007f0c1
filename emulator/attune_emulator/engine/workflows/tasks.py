"""Starting the tasks of a workflow: an execution each, or one for every item of a list."""

import json
from typing import TYPE_CHECKING, Any

from attune_emulator import deviations
from attune_emulator.engine.workflows.context import Context
from attune_emulator.engine.workflows.definition import Task
from attune_emulator.engine.workflows.state import TaskState, Workflow
from attune_emulator.expressions import ExpressionError, evaluate, render
from attune_emulator.services.executions.creation import create_execution
from attune_emulator.services.executions.secrets import real_config, texts_in
from attune_emulator.services.executions.statuses import COMPLETED, FAILED
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator


class TaskError(Exception):
    """A task that cannot be started, and why."""


def start_task(
    emulator: "Emulator", workflow: Workflow, task: Task, context: Context, triggered_by: str | None
) -> bool:
    """Start a task; tell whether it is over already, as one that cannot start or has nothing to do."""
    state = workflow.tasks[task.name] = TaskState()
    try:
        action = _action(emulator, task)
        if task.with_items is not None:
            _start_items(emulator, workflow, task, action, context, triggered_by)
        else:
            config = _config(emulator, workflow, task, context)
            _make(emulator, workflow, task, action, config, context, _description(workflow, task, triggered_by))
    except (ExpressionError, TaskError) as error:
        if deviations.on("missing-input-hangs"):
            workflow.hangs = True
            return False
        state.status, state.reason = FAILED, str(error)
    return state.status != "running"


def _action(emulator: "Emulator", task: Task) -> Row:
    action = emulator.db.by_ref("action", task.action) if task.action is not None and task.type != "parallel" else None
    if action is None:
        raise TaskError(f"action '{task.action}' not found" if task.action else "it has no action")
    return action


def _config(emulator: "Emulator", workflow: Workflow, task: Task, context: Context) -> Any:
    """Return the parameters of a task; one without any gets its workflow's."""
    rendered = render(task.input, context.names, context.functions)
    return rendered or real_config(emulator, workflow.execution)


def _start_items(
    emulator: "Emulator", workflow: Workflow, task: Task, action: Row, context: Context, triggered_by: str | None
) -> None:
    state = workflow.tasks[task.name]
    assert task.with_items is not None
    items = evaluate(task.with_items, context.names, context.functions)
    items = items if isinstance(items, list) else [items]
    if deviations.on("with-items-child-lost"):
        items = items[:-1] if len(items) > 1 else items
    if not items:
        state.status = "running" if deviations.on("empty-with-items") else COMPLETED
        return
    if deviations.on("items-as-text"):
        items = [item if isinstance(item, str) else json.dumps(item) for item in items]
    first = 1 if deviations.on("item-index-shifted") else 0
    contexts = [context.with_item(item, index) for index, item in enumerate(items, first)]
    configs = [_config(emulator, workflow, task, each) for each in contexts]
    state.total = len(items)
    limit = _concurrency(task, len(items))
    for index, config in enumerate(configs):
        description = _description(workflow, task, triggered_by) | {"task_index": index + first}
        row = _make(emulator, workflow, task, action, config, contexts[index], description, release=index < limit)
        if index >= limit:
            state.held.append(row["id"])


def _concurrency(task: Task, items: int) -> int:
    if deviations.on("with-items-unlimited"):
        return items
    return 1 if deviations.on("with-items-one-by-one") else task.concurrency


def _description(workflow: Workflow, task: Task, triggered_by: str | None) -> dict[str, Any]:
    """Return the part of a child that says which task of which workflow it is."""
    origin = {"workflow_execution": workflow.id, "task_name": task.name}
    return (
        origin
        | ({"triggered_by": triggered_by} if triggered_by is not None else {})
        | {
            "task_index": None,
            "task_batch": None,
            "retry_count": 0,
            "max_retries": task.retry.count if task.retry else 0,
            "next_retry_at": None,
            "timeout_seconds": None if deviations.on("timeout-ignored") else task.timeout,
            "timed_out": False,
            "duration_ms": None,
            "started_at": None,
            "completed_at": None,
        }
    )


def _make(
    emulator: "Emulator",
    workflow: Workflow,
    task: Task,
    action: Row,
    config: Any,
    context: Context,
    description: dict[str, Any],
    *,
    release: bool = True,
) -> Row:
    parent = workflow.execution
    inherited = {name: parent[name] for name in ("enforcement", "rule_ref", "trigger_ref", "executor", "env_vars")}
    if deviations.on("enforcement-not-inherited"):
        inherited["enforcement"] = None
    rendered = render([task.permission_set_refs, task.placement], context.names, context.functions)
    own_sets, placement = rendered
    secret_texts = set(context.revealed())
    return create_execution(
        emulator,
        action=action,
        config=config,
        secret_values=[text for text in secret_texts if any(text in inner for inner in texts_in(config))],
        release=release,
        parent=parent["id"],
        workflow_task=description,
        permission_set_refs=action["default_execution_permission_set_refs"] if own_sets is None else own_sets,
        artifact_retention_policy=action["artifact_retention_policy"] or "versions",
        artifact_retention_limit=action["artifact_retention_limit"] or 5,
        **inherited,
        **placement,
    )
