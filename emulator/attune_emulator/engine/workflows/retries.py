"""Trying a failed task again."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from attune_emulator import clock, deviations
from attune_emulator.engine.workflows.definition import Retry, Task
from attune_emulator.engine.workflows.pauses import Pauses
from attune_emulator.services.executions.creation import create_execution
from attune_emulator.services.executions.secrets import real_config, unseal
from attune_emulator.services.executions.statuses import FAILED, TIMEOUT
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

_INHERITED = (
    *("enforcement", "rule_ref", "trigger_ref", "executor", "env_vars", "parent", "permission_set_refs"),
    *(
        "artifact_retention_policy",
        "artifact_retention_limit",
        "worker_selector",
        "worker_tolerations",
        "worker_affinity",
    ),
)


def retry(emulator: "Emulator", pauses: Pauses, task: Task, child: Row) -> bool:
    """Make the next attempt of a child that failed; tell whether there is one.

    The new execution exists at once and is let go after the pause.
    """
    attempts = child["workflow_task"]["retry_count"]
    if task.retry is None or child["status"] not in (FAILED, TIMEOUT) or attempts >= _allowed(task.retry.count):
        return False
    action = emulator.db.by_id("action", child["action"]) if child["action"] is not None else None
    if action is None:
        return False
    pause = _pause(task.retry, attempts + 1)
    description = child["workflow_task"] | {"retry_count": attempts + 1, "next_retry_at": clock.after(pause)}
    row = create_execution(
        emulator,
        action=action,
        config=real_config(emulator, child),
        secret_values=unseal(emulator, child).get("values"),
        release=pause == 0,
        workflow_task=description | {"timed_out": False},
        original_execution=None if deviations.on("retry-lineage-lost") else child["original_execution"] or child["id"],
        **{name: child[name] for name in _INHERITED},
    )
    if pause:
        release = partial(emulator.bus.send, "execution.requested", row)
        pauses.then(f"retry of execution {child['id']}", pause, release)
    return True


def _pause(policy: Retry, attempt: int) -> float:
    if deviations.on("retry-without-delay"):
        return 0
    if deviations.on("retry-limit-ignored"):
        policy = replace(policy, max_delay=None)
    return policy.pause(1 if deviations.on("retry-backoff-ignored") else attempt)


def _allowed(count: int) -> int:
    if deviations.on("retry-lost"):
        return 0
    return count + 1 if deviations.on("retry-once-more") else count
