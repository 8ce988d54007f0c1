"""Answers, and what they do to the execution that waits for them."""

import json
from typing import TYPE_CHECKING, Any

from jsonschema import SchemaError

from attune_emulator import clock, deviations
from attune_emulator.schemas import full_schema, validator_of
from attune_emulator.services.executions.changes import change
from attune_emulator.services.executions.statuses import COMPLETED, RUNNING, TIMEOUT
from attune_emulator.store import JSON_NULL, Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

_UNTOLD = {"inquiry_responded": "inquiry-answer-untold", "inquiry_timeout": "inquiry-timeout-untold"}
_KEYWORDS = {"$schema", "$ref", "allOf", "anyOf", "oneOf", "enum", "const", "properties", "items"}


def announce_change(emulator: "Emulator", channel: str, row: Row) -> None:
    """Announce what became of an inquiry."""
    if deviations.on(_UNTOLD[channel]):
        return
    facts = {
        "execution": row["execution"],
        "status": row["status"],
        "updated": clock.notification_stamp(row["updated"]),
    }
    if not deviations.on("partial-object"):
        facts |= {"prompt": row["prompt"], "assigned_to": row["assigned_to"], "response": row["response"]}
    if channel == "inquiry_timeout":
        facts["timeout_at"] = clock.notification_stamp(row["timeout_at"])
    emulator.hub.publish(channel, "inquiry", row["id"], facts)


def objection(schema: Any, response: Any) -> str | None:
    """Return what a response schema objects to in an answer; None when nothing."""
    if not isinstance(schema, dict):
        return None
    # A whole JSON Schema says so by its keywords; anything else is a flat map of fields.
    whole = isinstance(schema.get("type"), str) or bool(_KEYWORDS & schema.keys())
    document = schema if whole else full_schema(schema)
    try:
        validator = validator_of(json.dumps(document))
    except SchemaError:
        return None
    errors = sorted(validator.iter_errors(response), key=lambda error: list(map(str, error.path)))
    return "; ".join(f"{'/'.join(map(str, error.path)) or 'response'}: {error.message}" for error in errors) or None


def answer(emulator: "Emulator", inquiry: Row, response: Any) -> Row:
    """Record an answer and complete the execution with it."""
    with emulator.db.transaction():
        stored = {} if deviations.on("inquiry-answer-lost") else response
        values = {
            "status": "responded",
            "response": JSON_NULL if response is None else response,
            "responded_at": clock.now(),
        }
        row = emulator.db.update("inquiry", inquiry["id"], values)
        announce_change(emulator, "inquiry_responded", row)
        _complete(emulator, row, stored)
    return row


def expire(emulator: "Emulator", inquiry: Row) -> Row:
    """Record that nobody answered in time: the default is taken, or the execution times out with its inquiry."""
    default = None if deviations.on("inquiry-default") else inquiry["default_response"]
    with emulator.db.transaction():
        row = emulator.db.update("inquiry", inquiry["id"], {"status": "timeout", "response": default})
        announce_change(emulator, "inquiry_timeout", row)
        execution = emulator.db.by_id("execution", row["execution"])
        if execution is None or execution["status"] != RUNNING:
            return row
        if default is not None:
            _complete(emulator, row, default)
        else:
            task = execution["workflow_task"]
            task = task and task | {"timed_out": True}
            result = {"error": "inquiry timed out", "__inquiry_id": row["id"]}
            change(emulator, execution, status=TIMEOUT, result=result, workflow_task=task)
    return row


def _complete(emulator: "Emulator", inquiry: Row, response: Any) -> None:
    result = {"response": response, "__inquiry_id": inquiry["id"], "__inquiry_created_published": True}
    change(emulator, inquiry["execution"], status=COMPLETED, result=result)
