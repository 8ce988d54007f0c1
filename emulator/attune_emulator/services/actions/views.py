"""How actions look from outside."""

from typing import Any

from attune_emulator import deviations
from attune_emulator.store import Row

_SHOWN_WHEN_SET = (
    *("runtime_ref", "runtime_version_constraint", "required_worker_runtimes", "worker_selector", "worker_tolerations"),
    *("worker_affinity", "workflow_def", "default_execution_permission_set_refs"),
    *("artifact_retention_policy", "artifact_retention_limit", "log_retention_policy", "log_retention_limit"),
)


def _when_set(action: Row) -> dict[str, Any]:
    names = [name for name in _SHOWN_WHEN_SET if action[name] not in (None, [], {})]
    if action["timeout"] is not None and not deviations.on("workflow-timeout"):
        names.append("timeout")
    return {name: action[name] for name in names}


def action_summary(action: Row) -> dict[str, Any]:
    """Return an action as lists show it."""
    names = (
        "id",
        "ref",
        "pack_ref",
        "label",
        "description",
        "entrypoint",
        "runtime",
        "accesses_mcp",
        "created",
        "updated",
    )
    return {name: action[name] for name in names} | _when_set(action)


def action_view(action: Row) -> dict[str, Any]:
    """Return an action as it is shown by itself."""
    more = {name: action[name] for name in ("pack", "param_schema", "out_schema", "is_adhoc")}
    return action_summary(action) | more


def search_hit(action: Row) -> dict[str, Any]:
    """Return an action as a search shows it."""
    hit = {name: action[name] for name in ("ref", "pack_ref", "label", "accesses_mcp")}
    hit["is_workflow"] = action["workflow_def"] is not None
    return hit | {name: action[name] for name in ("description", "runtime_ref") if action[name] is not None}
