"""Older keys of workflow files, translated into transitions; only files may use them."""

from typing import Any

_CONDITIONS = {
    "on_success": "{{ succeeded() }}",
    "on_failure": "{{ failed() }}",
    "on_timeout": "{{ timed_out() }}",
    "on_complete": None,
}


def translated(graph: dict[str, Any]) -> dict[str, Any]:
    """Return a workflow file's definition with `next` in the place of the older keys."""
    tasks = graph.get("tasks")
    if not isinstance(tasks, list):
        return graph
    return graph | {"tasks": [_task(task) if isinstance(task, dict) else task for task in tasks]}


def _task(task: dict[str, Any]) -> dict[str, Any]:
    older = [key for key in (*_CONDITIONS, "decision") if key in task]
    if not older or "next" in task:
        return task
    transitions = [_transition(_CONDITIONS[key], task[key]) for key in older if key != "decision"]
    for branch in task.get("decision") or []:
        transitions.append(_transition(None if branch.get("default") else branch.get("when"), branch.get("next")))
    return {key: value for key, value in task.items() if key not in older} | {"next": transitions}


def _transition(condition: str | None, targets: Any) -> dict[str, Any]:
    names = targets if isinstance(targets, list) else [targets]
    return {"do": names} | ({"when": condition} if condition else {})
