"""From what a process did to what is recorded of its execution."""

import json
import re
from typing import Any

import yaml

from attune_emulator.worker.capture import Capture

SHORT_STDERR = 5
_NODE_ENDS = "Node.js v"
_THROWN = re.compile(r"Uncaught\b|\[?\w*Error\b")
Outcome = dict[str, Any]


def outcome(
    exit_code: int,
    duration_ms: int,
    stdout: Capture,
    stderr: Capture,
    form: str,
    interruption: str | None,
    *,
    last_line: bool = False,
) -> Outcome:
    """Return status, result and what else the emulator needs to know of a finished process.

    `interruption` says why the process was ended from outside, if it was. With `last_line` the error is what a long
    stderr ends with, even where that is no error at all.
    """
    cancelled = interruption == CANCELLED
    if exit_code == 0 and interruption is None:
        return _success(duration_ms, stdout, stderr, form)
    error = interruption or _error(exit_code, stderr.text, last_line)
    result = {"succeeded": False, "exit_code": exit_code, "duration_ms": duration_ms, "error": error}
    if stdout.text:
        result["stdout"] = stdout.text
    result |= stdout.flags() | stderr.flags()
    # The platform takes any failure that speaks of being cancelled for a cancellation.
    if cancelled or (interruption is None and "cancelled" in error):
        return _outcome("cancelled", result | {"cancelled": True}, stderr)
    return _outcome("failed", result, stderr)


CANCELLED = "Execution cancelled by user"


def timed_out(seconds: float) -> str:
    """Return the words for a process that took longer than allowed."""
    return f"Execution timed out after {int(seconds) if float(seconds).is_integer() else seconds} seconds"


def not_started(reason: str) -> Outcome:
    """Return the outcome of an action that could not be started."""
    return {"status": "failed", "result": {"succeeded": False, "error": f"Action execution failed: {reason}"}}


def _success(duration_ms: int, stdout: Capture, stderr: Capture, form: str) -> Outcome:
    result: dict[str, Any] = {"exit_code": 0, "duration_ms": duration_ms, "succeeded": True}
    parsed, data = _parsed(stdout.text, form)
    if parsed:
        result["data"] = data
        if isinstance(data, dict) and "queue_ack" in data:
            result["queue_ack"] = data["queue_ack"]
    elif stdout.text:
        result["stdout"] = stdout.text
    return _outcome("completed", result, stderr) | {"flags": stdout.flags() | stderr.flags()}


def _outcome(status: str, result: dict[str, Any], stderr: Capture) -> Outcome:
    return {"status": status, "result": result, "stderr_says_something": bool(stderr.text.strip())}


def _error(exit_code: int, stderr: str, last_line: bool) -> str:
    if not stderr:
        return f"Command exited with code {exit_code}"
    lines = stderr.splitlines()
    if len(lines) > SHORT_STDERR and lines[-1].startswith(_NODE_ENDS) and not last_line:
        # Node says what was thrown, then where, then which Node it is.
        return next((line for line in lines if _THROWN.match(line)), lines[-1])
    return stderr if len(lines) <= SHORT_STDERR else lines[-1]


def _parsed(text: str, form: str) -> tuple[bool, Any]:
    """Return whether the output could be read in its format, and the value."""
    if form == "text" or not text.strip():
        return False, None
    if form == "yaml":
        return _as_yaml(text)
    if form == "jsonl":
        values = [value for ok, value in map(_as_json, text.splitlines()) if ok]
        return (True, values) if values else (False, None)
    whole, value = _as_json(text)
    return (whole, value) if whole else _as_json(text.strip().splitlines()[-1])


def _as_json(text: str) -> tuple[bool, Any]:
    try:
        return True, json.loads(text)
    except ValueError:
        return False, None


def _as_yaml(text: str) -> tuple[bool, Any]:
    try:
        # Through JSON, since YAML's dates and the like have no other place in a result.
        return True, json.loads(json.dumps(yaml.safe_load(text), default=str))
    except (yaml.YAMLError, TypeError):
        return False, None
