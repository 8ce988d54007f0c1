"""How executions look from outside."""

from typing import Any

from attune_emulator.store import Row

_ALWAYS = ("id", "action", "action_ref", "config", "parent", "enforcement", "executor", "worker", "status", "result")
_WHEN_SET = (
    *("permission_set_refs", "artifact_retention_policy", "artifact_retention_limit", "worker_selector"),
    *("worker_tolerations", "worker_affinity", "original_execution", "started_at", "workflow_task"),
)
_SUMMARY = ("id", "action_ref", "status", "parent", "enforcement", "rule_ref", "trigger_ref", "created", "updated")
_SUMMARY_WHEN_SET = ("started_at", "workflow_task", "original_execution")


def execution_view(row: Row) -> dict[str, Any]:
    """Return an execution as it is shown by itself."""
    always = {name: row[name] for name in (*_ALWAYS, "created", "updated")}
    return always | {name: row[name] for name in _WHEN_SET if row[name] not in (None, [], {})}


def execution_summary(row: Row) -> dict[str, Any]:
    """Return an execution as lists show it."""
    return {name: row[name] for name in _SUMMARY} | {
        name: row[name] for name in _SUMMARY_WHEN_SET if row[name] is not None
    }
