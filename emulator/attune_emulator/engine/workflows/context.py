"""What a workflow's expressions can name."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from attune_emulator import deviations
from attune_emulator.engine.rule_names import Keystore, keystore_of
from attune_emulator.engine.workflows.state import Workflow
from attune_emulator.services.executions.parameters import with_defaults
from attune_emulator.services.executions.secrets import real_config, texts_in, unseal
from attune_emulator.services.executions.statuses import COMPLETED, FAILED, TIMEOUT
from attune_emulator.store import Row
from attune_emulator.visibility import pack_of

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

Functions = dict[str, Callable[..., Any]]


@dataclass
class Context:
    """Names and functions of one step, with what must be kept out of sight."""

    names: dict[str, Any]
    functions: Functions
    secret_texts: list[str]

    def with_item(self, item: Any, index: int) -> "Context":
        """Return the context of one item of a list."""
        return Context(self.names | {"item": item, "index": index}, self.functions, self.secret_texts)

    def revealed(self) -> list[str]:
        """Return every text that must not be shown, those read from the key store among them."""
        keystore = self.names["keystore"]
        found = list(texts_in(keystore.revealed)) if isinstance(keystore, Keystore) else []
        return sorted({*self.secret_texts, *found})


def context_of(emulator: "Emulator", workflow: Workflow, finished: str | None = None) -> Context:
    """Return the context in which a step is taken; `finished` is the task that ended just now."""
    results, secret_texts = _results(emulator, workflow)
    parameters = _parameters(emulator, workflow)
    secret_texts += texts_in(unseal(emulator, workflow.execution).get("config"))
    secret_texts += texts_in(unseal(emulator, workflow.execution).get("values"))
    variables = workflow.variables
    names = dict(variables) | {
        "parameters": parameters,
        "workflow": variables,
        "vars": variables,
        "variables": variables,
        "task": results,
        "tasks": results,
        "system": {"workflow_start": workflow.started},
        "config": None,
        "keystore": _keystore(emulator, workflow),
    }
    return Context(names, _functions(workflow, finished, results) if finished else {}, secret_texts)


def _parameters(emulator: "Emulator", workflow: Workflow) -> Any:
    config = real_config(emulator, workflow.execution)
    action = emulator.db.by_id("action", workflow.execution["action"]) if workflow.execution["action"] else None
    filled = with_defaults(action, config) if action is not None else config
    return {} if filled is None else filled


def _keystore(emulator: "Emulator", workflow: Workflow) -> Keystore | None:
    if deviations.on("keystore-in-templates"):
        return None
    return keystore_of(emulator.db, emulator.encryption_key, pack_of(workflow.execution["action_ref"]) or "")


def _results(emulator: "Emulator", workflow: Workflow) -> tuple[dict[str, Any], list[str]]:
    """Return the view of each task's result, of the last made child where there are several, and secrets in them."""
    rows = emulator.db.all(
        "SELECT * FROM execution WHERE parent = ? AND status IN ('completed', 'failed', 'timeout') ORDER BY id",
        workflow.execution["id"],
    )
    views: dict[str, Any] = {}
    secret_texts: list[str] = []
    for row in rows:
        hidden = unseal(emulator, row).get("result") or {}
        secret_texts += texts_in(hidden)
        if row["workflow_task"] is not None:
            views[row["workflow_task"]["task_name"]] = task_view(_revealed(row, hidden))
    for name, task in workflow.tasks.items():
        if name not in views and task.status in (COMPLETED, FAILED):
            views[name] = {"succeeded": task.status == COMPLETED} | ({"error": task.reason} if task.reason else {})
    return views, secret_texts


def _revealed(row: Row, hidden: dict[str, Any]) -> Any:
    result = row["result"]
    return result | {"data": result["data"] | hidden} if hidden else result


def task_view(result: Any) -> Any:
    """Return a result as templates see it: what is in its data, or in a stdout that is JSON, stands beside it."""
    if not isinstance(result, dict):
        return result
    inner = result.get("data")
    if inner is None and isinstance(result.get("stdout"), str):
        inner = _json_object(result["stdout"])
    return {**inner, **result} if isinstance(inner, Mapping) else result


def _json_object(text: str) -> Any:
    if not text.lstrip().startswith("{"):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None


def _functions(workflow: Workflow, finished: str, results: dict[str, Any]) -> Functions:
    status = workflow.tasks[finished].status
    return {
        "result": lambda: results.get(finished),
        "succeeded": lambda: status == COMPLETED,
        "failed": lambda: status not in (COMPLETED, TIMEOUT),
        "timed_out": lambda: status == TIMEOUT,
    }
