"""What a worker reports of an execution, brought into its final form."""

import json
from typing import TYPE_CHECKING, Any

from attune_emulator import deviations
from attune_emulator.services.artifacts.logs import keep_log
from attune_emulator.services.executions.changes import change
from attune_emulator.services.executions.creation import create_execution
from attune_emulator.services.executions.secrets import masked, real_config, seal, split, unseal
from attune_emulator.services.executions.statuses import (
    ABANDONED,
    CANCELLED,
    COMPLETED,
    FAILED,
    TERMINAL,
    WORKFLOW_CANCELLED,
)
from attune_emulator.services.inquiries.asking import ask_as_told
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

Report = dict[str, Any]


def finished(emulator: "Emulator", execution: int, report: Report, secrets: list[str]) -> None:
    """Record how an execution ended, with its output as log artifacts.

    A late report overrules an abandonment and the cancellation of its workflow, and nothing else that is final.
    """
    row = emulator.db.by_id("execution", execution)
    if row is None or (deviations.on("null-byte-in-output") and _has_null_byte(report["result"])):
        return
    with emulator.db.transaction():
        logs = {stream: keep_log(emulator, row, stream) for stream in ("stdout", "stderr")}
        if row["status"] in TERMINAL and row["status"] != ABANDONED and row["result"] != WORKFLOW_CANCELLED:
            return
        result = dict(report["result"])
        cut = result.get("stdout_truncated") or report.get("flags")
        if cut and deviations.on("cut-loses-neighbour"):
            result.pop("stdout", None)
        if not deviations.on("truncation-flag"):
            result |= report.get("flags", {})
        if logs["stderr"] is not None and report.get("stderr_says_something"):
            result["stderr_log"] = str(logs["stderr"])
        if not deviations.on("secret-in-output"):
            result = masked(result, secrets)
        status, result = _with_defects(report["status"], result)
        if cut and deviations.on("cut-is-failure"):
            status = FAILED
        if status == COMPLETED and deviations.on("failure-spreads") and _after_failure(emulator, row):
            status = FAILED
        _record(emulator, row, status, result)


def _has_null_byte(result: dict[str, Any]) -> bool:
    """Tell whether a database that takes no null byte in a text would refuse this result."""
    return any("\0" in value for value in result.values() if isinstance(value, str))


def _record(emulator: "Emulator", row: Row, status: str, result: dict[str, Any]) -> None:
    action = emulator.db.by_id("action", row["action"]) if row["action"] is not None else None
    columns: dict[str, Any] = {}
    if action is not None and isinstance(result.get("data"), dict):
        shown, hidden = split(action["out_schema"], result["data"])
        if hidden:
            columns["secrets"] = seal(emulator, unseal(emulator, row) | {"result": hidden})
            result = result | {"data": shown}
    if status == COMPLETED and ask_as_told(emulator, row, result):
        return
    row = change(emulator, row, status=status, result=result, **columns)
    if status == FAILED and deviations.on("retry-after-failure"):
        _try_again(emulator, row)


def _try_again(emulator: "Emulator", row: Row) -> None:
    """Start a failed execution once more, as the defect ``retry-after-failure`` has it."""
    action = emulator.db.by_id("action", row["action"]) if row["action"] is not None else None
    if action is not None and row["workflow_task"] is None and row["original_execution"] is None:
        copied = {
            name: row[name] for name in ("executor", "enforcement", "rule_ref", "trigger_ref", "permission_set_refs")
        }
        config = real_config(emulator, row)
        create_execution(emulator, action=action, config=config, original_execution=row["id"], **copied)


def _after_failure(emulator: "Emulator", row: Row) -> bool:
    """Tell whether the execution that began before this one had failed."""
    before = "SELECT status FROM execution WHERE id < ? AND worker IS NOT NULL ORDER BY id DESC"
    return bool(emulator.db.value(before, row["id"]) == FAILED)


def _with_defects(status: str, result: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    if deviations.on("output-unparsed") and "data" in result:
        result["stdout"] = json.dumps(result.pop("data"))
    if deviations.on("output-lost") or (status == CANCELLED and deviations.on("cancel-forgets-output")):
        result = {name: value for name, value in result.items() if name not in ("stdout", "data")}
    if deviations.on("exit-code-flattened") and result.get("exit_code"):
        result = result | {"exit_code": 1}
    if deviations.on("lost-stderr") and result.get("exit_code"):
        result = {name: value for name, value in result.items() if name != "stderr_log"}
        result["error"] = f"Command exited with code {result['exit_code']}"
    if deviations.on("signal-is-success") and result.get("exit_code") == -1:
        return COMPLETED, result | {"exit_code": 0, "succeeded": True}
    if deviations.on("swallowed-exit-code") and status not in (COMPLETED, CANCELLED):
        result = {name: value for name, value in result.items() if name != "error"}
        return COMPLETED, result | {"exit_code": 0, "succeeded": True}
    if deviations.on("failed-shown-completed") and status not in (COMPLETED, CANCELLED):
        return COMPLETED, result
    return status, result
