"""What a worker is told about an execution."""

import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from attune_emulator import deviations
from attune_emulator.engine.executor.wishes import runtime_of
from attune_emulator.services.executions.parameters import delivered
from attune_emulator.services.executions.secrets import MASK, real_config, texts_in, unseal
from attune_emulator.services.keys.delivery import action_keys, delivered_keys, pack_keys, readable_values, system_keys
from attune_emulator.store import Row
from attune_emulator.worker.capture import ODDITIES
from attune_emulator.worker.switches import IN_WORKERS

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

_TOKEN_GRACE = 60
# Shown with the platform's dotenv lines and given JSON, since those lose the types of what it is to send.
_HTTP_REQUEST = "core.http_request"


@dataclass
class Assignment:
    """A message to a worker, what of it must not show up anywhere, and the process once there is one."""

    message: dict[str, Any]
    secrets: list[str]
    pid: int | None = None


def assign(emulator: "Emulator", row: Row) -> Assignment:
    """Return what a worker needs to run an execution."""
    action = emulator.db.by_id("action", row["action"]) if row["action"] is not None else None
    if action is None:
        action = _vanished(row)
    keys = delivered_keys(emulator.db, emulator.encryption_key, action)
    parameters = _with_keys(delivered(action, real_config(emulator, row)), keys)
    if deviations.on("parameters-as-text") and isinstance(parameters, dict):
        parameters = {
            name: str(value) if isinstance(value, int | float) else value for name, value in parameters.items()
        }
    seconds = _timeout(emulator, row, action)
    token = _token(emulator, row, seconds)
    secrets = _secrets(emulator, row, action, token)
    message = {
        "type": "run",
        "execution": row["id"],
        "action_ref": action["ref"],
        "pack_ref": action["pack_ref"],
        "entrypoint": action["entrypoint"],
        "adhoc": action["is_adhoc"],
        "runtime": runtime_of(emulator.db, action),
        "delivery": action["parameter_delivery"],
        "format": "json" if action["ref"] == _HTTP_REQUEST else action["parameter_format"],
        "output_format": action["output_format"],
        "parameters": parameters,
        "environment": _environment(emulator, row, action, parameters),
        "token": token,
        "timeout": seconds,
        "secrets": secrets,
        "mask": MASK,
        "mask_logs": not (deviations.on("secret-in-output") or deviations.on("secret-not-masked")),
        "secrets_on_disk": deviations.on("secret-on-disk"),
        "oddities": [name for name in ODDITIES if deviations.on(name)],
        "switches": switched_on(),
        "container": action["container"],
        "alone": deviations.on("children-survive"),
    }
    return Assignment(message, secrets)


def switched_on() -> list[str]:
    """Return the deviations a worker has to act on."""
    return [name for name in IN_WORKERS if deviations.on(name)]


def _vanished(row: Row) -> Row:
    """Return the least that can be said of an action deleted after its execution was scheduled."""
    return {
        "ref": row["action_ref"],
        "pack_ref": row["action_ref"].partition(".")[0],
        "entrypoint": "",
        "is_adhoc": False,
        "runtime": None,
        "parameter_delivery": "stdin",
        "parameter_format": "json",
        "output_format": "text",
        "param_schema": None,
        "timeout": None,
        "container": None,
    }


def _with_keys(parameters: Any, keys: dict[str, Any]) -> Any:
    if not keys or not (parameters is None or isinstance(parameters, dict)):
        return parameters
    return (parameters or {}) | keys


def _timeout(emulator: "Emulator", row: Row, action: Row) -> float:
    default = 300.0 if deviations.on("default-timeout-ignored") else float(emulator.settings.default_timeout)
    task = row["workflow_task"] or {}
    limit = task.get("timeout_seconds")
    if limit is None and not deviations.on("workflow-timeout"):
        limit = action["timeout"]
    if limit is None or deviations.on("own-timeout-ignored"):
        return default
    return 1.0 if deviations.on("timeout-too-short") else float(limit)


def _token(emulator: "Emulator", row: Row, seconds: float) -> str | None:
    """Return a token with the execution's own rights, if it has any."""
    if not row["permission_set_refs"] and not deviations.on("token-for-everybody"):
        return None
    login = emulator.db.value("SELECT login FROM identity WHERE id = ?", row["executor"])
    rights = {
        "execution_id": row["id"],
        "action_ref": row["action_ref"],
        "permission_set_refs": [] if deviations.on("token-without-rights") else row["permission_set_refs"],
    }
    return emulator.tokens.issue(row["executor"], login or "", "execution", seconds + _TOKEN_GRACE, metadata=rights)


def _secrets(emulator: "Emulator", row: Row, action: Row, token: str | None) -> list[str]:
    """Return every text that must not be seen in what the action prints."""
    hidden = unseal(emulator, row)
    db = emulator.db
    rows = system_keys(db) + pack_keys(db, action["pack_ref"]) + action_keys(db, action["ref"])
    encrypted = readable_values(emulator.encryption_key, [key for key in rows if key["encrypted"]])
    found = {*texts_in(hidden.get("config")), *texts_in(hidden.get("values")), *texts_in(encrypted), *texts_in(token)}
    # As they look inside JSON too, since that is how many actions print them.
    return sorted(found | {json.dumps(text, ensure_ascii=False)[1:-1] for text in found})


def _environment(emulator: "Emulator", row: Row, action: Row, parameters: Any) -> dict[str, str]:
    settings = emulator.settings
    variables = {
        "ATTUNE_EXEC_ID": str(row["id"]),
        "ATTUNE_ACTION": action["ref"],
        "ATTUNE_PACK_REF": action["pack_ref"],
        "ATTUNE_API_URL": emulator.api_url,
        "ATTUNE_ARTIFACTS_DIR": str(settings.artifacts_dir),
        "ATTUNE_PACKS_BASE_DIR": str(settings.packs_dir),
        "ATTUNE_RUNTIME_ENVS_DIR": str(settings.runtime_envs_dir),
    }
    if row["rule_ref"] is not None:
        variables |= {"ATTUNE_RULE": row["rule_ref"], "ATTUNE_TRIGGER": row["trigger_ref"] or ""}
    if action["ref"] == _HTTP_REQUEST:
        variables["ATTUNE_EMULATOR_SWITCHES"] = ",".join(deviations.all_on("http-"))
        variables["ATTUNE_EMULATOR_PYTHON"] = sys.executable
    context = parameters.get("context") if isinstance(parameters, dict) else None
    for name, value in context.items() if isinstance(context, dict) else ():
        variables[f"ATTUNE_CONTEXT_{name.upper()}"] = (
            value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
        )
    return variables
