"""The one way an execution changes: stored, in its history, and announced."""

from typing import TYPE_CHECKING, Any

from attune_emulator import clock, deviations
from attune_emulator.services.executions.secrets import real_config
from attune_emulator.services.executions.statuses import RUNNING, TERMINAL
from attune_emulator.services.history.recording import execution_changed
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

_ANNOUNCED = ("action_ref", "status", "enforcement", "rule_ref", "trigger_ref", "parent", "workflow_task")


def announcement(emulator: "Emulator", row: Row) -> dict[str, Any]:
    """Return what notifications say of an execution."""
    if deviations.on("secret-announced"):
        row = row | {"config": real_config(emulator, row)}
    times = {name: clock.notification_stamp(row[name]) for name in ("started_at", "created", "updated")}
    facts = {"action_id": row["action"]} | {name: row[name] for name in _ANNOUNCED} | times
    return facts if deviations.on("partial-object") else facts | {"config": row["config"], "result": row["result"]}


def change(emulator: "Emulator", execution: int | Row, **values: Any) -> Row:
    """Change an execution and return it.

    Entering ``running`` sets `started_at`. Reaching a terminal status sends ``execution.finished`` with the row.
    """
    with emulator.db.transaction():
        old = execution if isinstance(execution, dict) else emulator.db.by_id("execution", execution)
        assert old is not None
        if values.get("status") == RUNNING and old["started_at"] is None and "started_at" not in values:
            values["started_at"] = clock.now()
        new = old | emulator.db.write("execution", old["id"], values)
        execution_changed(emulator.db, old, new)
        if new["status"] != old["status"]:
            _announce(emulator, old, new)
    return new


def _announce(emulator: "Emulator", old: Row, new: Row) -> None:
    payload = announcement(emulator, new) | {"old_status": old["status"]}
    emulator.hub.publish("execution_status_changed", "execution", new["id"], payload)
    if new["status"] in TERMINAL and old["status"] not in TERMINAL:
        emulator.bus.send("execution.finished", new)
