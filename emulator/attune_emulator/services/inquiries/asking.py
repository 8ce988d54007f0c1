"""How questions to people arise, and what becomes of the execution that asks."""

from typing import TYPE_CHECKING, Any

from attune_emulator import clock, deviations
from attune_emulator.services.executions.changes import change
from attune_emulator.services.executions.secrets import real_config
from attune_emulator.services.executions.statuses import COMPLETED, RUNNING
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

QUESTION = "core.ask"


def is_question(execution: Row) -> bool:
    """Tell whether an execution is a workflow's question to a person."""
    return execution["action_ref"] == QUESTION and execution["workflow_task"] is not None


def ask(emulator: "Emulator", execution: Row) -> None:
    """Open the inquiry of a workflow's question; its execution stays running until somebody answers."""
    config = real_config(emulator, execution)
    config = config if isinstance(config, dict) else {}
    seconds = execution["workflow_task"].get("timeout_seconds")
    inquiry = open_inquiry(
        emulator,
        execution["id"],
        prompt=str(config.get("prompt") or ""),
        response_schema=config.get("response_schema"),
        assigned_to=config.get("assigned_to"),
        default_response=config.get("default_response"),
        timeout_at=clock.after(seconds) if seconds is not None else None,
    )
    pending = {"inquiry_id": inquiry["id"], "status": "pending"}
    task = execution["workflow_task"] | {"started_at": clock.now()}
    if deviations.on("inquiry-does-not-pause"):
        change(emulator, execution, status=COMPLETED, result=pending, workflow_task=task)
        return
    change(emulator, execution, status=RUNNING, result=pending, workflow_task=task)


def ask_as_told(emulator: "Emulator", execution: Row, result: dict[str, Any]) -> bool:
    """Open the inquiry that an action's parsed output asks for; tell whether it asks for one."""
    data = result.get("data")
    wish = data.get("__inquiry") if isinstance(data, dict) else None
    if not isinstance(wish, dict) or not isinstance(wish.get("prompt"), str) or deviations.on("inquiry-by-output"):
        return False
    seconds = wish.get("timeout_seconds")
    inquiry = open_inquiry(
        emulator,
        execution["id"],
        prompt=wish["prompt"],
        response_schema=wish.get("response_schema"),
        assigned_to=wish.get("assigned_to"),
        default_response=wish.get("default_response"),
        timeout_at=clock.after(seconds) if isinstance(seconds, int | float) else None,
    )
    change(
        emulator,
        execution,
        status=RUNNING,
        result=result | {"__inquiry_id": inquiry["id"], "__inquiry_created_published": True},
    )
    return True


def open_inquiry(emulator: "Emulator", execution: int, **columns: Any) -> Row:
    """Insert a pending inquiry and announce it."""
    if deviations.on("inquiry-default"):
        columns["default_response"] = None
    if deviations.on("inquiry-schema-lost"):
        columns["response_schema"] = None
    with emulator.db.transaction():
        row = emulator.db.insert("inquiry", {"execution": execution, "status": "pending"} | columns)
        facts = {} if deviations.on("partial-object") else {name: row[name] for name in ("prompt", "assigned_to")}
        times = {name: clock.notification_stamp(row[name]) for name in ("timeout_at", "created")}
        if deviations.on("inquiry-limit-untold"):
            times["timeout_at"] = None
        emulator.hub.publish(
            "inquiry_created", "inquiry", row["id"], {"execution": execution, "status": "pending"} | facts | times
        )
    return row
