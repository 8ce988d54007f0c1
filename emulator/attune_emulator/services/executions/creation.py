"""Making an execution, whoever asks for it."""

from typing import TYPE_CHECKING, Any

from attune_emulator import deviations
from attune_emulator.services.executions.changes import announcement
from attune_emulator.services.executions.secrets import masked, seal, split, texts_in
from attune_emulator.services.executions.statuses import REQUESTED
from attune_emulator.services.history.recording import execution_made
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator


def create_execution(
    emulator: "Emulator",
    *,
    action: Row,
    config: Any,
    secret_values: list[str] | None = None,
    release: bool = True,
    **columns: Any,
) -> Row:
    """Insert an execution in status ``requested`` and, unless `release` is False, send ``execution.requested`` with it.

    `action` is the action's row; `config` its parameters with secrets in clear. `secret_values` are further texts that
    its configuration and output must not show (values that templates took from elsewhere). `columns` are columns of
    the table: parent, enforcement, rule_ref, trigger_ref, executor, permission_set_refs, env_vars, workflow_task, ...
    """
    shown, hidden = (config, {}) if deviations.on("secret-shown") else split(action["param_schema"], config)
    values: dict[str, Any] = {"config": hidden, "values": secret_values or []}
    if secret_values and not deviations.on("secret-in-output"):
        values["carriers"] = _carriers(shown, secret_values)
        shown = masked(shown, secret_values)
    row = {"action": action["id"], "action_ref": action["ref"], "config": shown, "status": REQUESTED}
    row |= {"secrets": seal(emulator, values)} | columns
    if deviations.on("duplicate-execution") and columns.get("enforcement") and columns.get("parent") is None:
        _insert(emulator, row, release)
    return _insert(emulator, row, release)


def _insert(emulator: "Emulator", row: dict[str, Any], release: bool) -> Row:
    with emulator.db.transaction():
        execution = emulator.db.insert("execution", row)
        execution_made(emulator.db, execution)
        emulator.hub.publish("execution_created", "execution", execution["id"], announcement(emulator, execution))
        if release:
            emulator.bus.send("execution.requested", execution)
    return execution


def _carriers(config: Any, texts: list[str]) -> dict[str, Any]:
    """Return the parameters in which one of `texts` appears."""
    if not isinstance(config, dict):
        return {}
    return {name: value for name, value in config.items() if _contains(value, texts)}


def _contains(value: Any, texts: list[str]) -> bool:
    return any(text in inner for inner in texts_in(value) for text in texts)
