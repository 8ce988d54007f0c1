"""An execution in a few lines, for failures: action, worker, exit code, last words, transitions, chain."""

from collections.abc import Callable
from typing import Any

from ..client import AttuneError, Session
from .chain import EXECUTIONS, LOUD, line_of_execution
from .history import Transition, transitions
from .logs import log_text

LAST_LINES = 5
SHOWN_TASKS = 3
WORKERS = "/api/v1/workers"


def report(session: Session, execution: dict[str, Any]) -> list[str]:
    """Lines that tell how an execution came to be as it is; what cannot be read says so instead."""
    return [*ending(session, execution), *_told(lambda: [f"chain: {line_of_execution(session, execution)}"])]


def ending(session: Session, execution: dict[str, Any]) -> list[str]:
    """The same without its chain, for where that is told already."""
    return [
        *_told(lambda: [_headline(session, execution), *_last_words(session, execution)]),
        *_told(lambda: [offsets(transitions(session, int(execution["id"])))]),
        *_told(lambda: _failed_tasks(session, execution)),
        *_told(lambda: _held_up(session, execution)),
    ]


def _failed_tasks(session: Session, execution: dict[str, Any]) -> list[str]:
    """The tasks that made a workflow fail, one in a line."""
    if execution.get("worker") is not None or execution["status"] not in LOUD:
        return []
    children = sorted(session.pages(EXECUTIONS, parent=execution["id"]), key=lambda child: int(child["id"]))
    failed = [child for child in children if child["status"] in LOUD]
    return [_failed_task(session, session.get(f"{EXECUTIONS}/{child['id']}").data) for child in failed[:SHOWN_TASKS]]


def _held_up(session: Session, execution: dict[str, Any]) -> list[str]:
    """Why an execution may not have been begun."""
    if execution["status"] == "scheduled" and execution.get("worker") is not None:
        worker = session.get(f"{WORKERS}/{execution['worker']}").data
        return [f"worker {worker['name']} is {worker['health_state']} and has not begun it"]
    if execution["status"] not in ("requested", "scheduling"):
        return []
    acting = [one for one in session.pages(WORKERS) if one["worker_role"] == "action"]
    able = [one for one in acting if one["health_state"] in ("active", "busy") and not one["cordoned"]]
    states = ", ".join(f"{one['name']} is {one['health_state']}" for one in acting) or "there is none"
    held = "the executor has not taken it" if able else "no worker may take it"
    return [f"it is not scheduled: {held} (workers: {states})"]


def _failed_task(session: Session, child: dict[str, Any]) -> str:
    name = (child.get("workflow_task") or {}).get("task_name", "?")
    words = "; ".join(_last_words(session, child)[-1:]) or "no word of why"
    return f"task {name}: execution {child['id']} {child['status']}, {_headline(session, child)}; {words}"


def offsets(steps: list[Transition]) -> str:
    """`+0.00 requested  +0.03 scheduling`: every status with the seconds since the first."""
    if not steps:
        return "no transitions are recorded"
    return "  ".join(f"+{(step.time - steps[0].time).total_seconds():.2f} {step.status}" for step in steps)


def _told(lines: Callable[[], list[str]]) -> list[str]:
    """A report is made when something has gone wrong already; it must not fail in its stead."""
    try:
        return lines()
    except AttuneError as problem:
        return [f"(not readable: {str(problem).splitlines()[0]})"]


def _headline(session: Session, execution: dict[str, Any]) -> str:
    result = execution.get("result") or {}
    text = f"action {execution.get('action_ref')}"
    if execution.get("worker") is not None:
        text += f" on worker {_worker(session, execution['worker'])}"
    if "exit_code" in result:
        text += f", exit code {result['exit_code']}"
    return text


def _worker(session: Session, worker: object) -> str:
    try:
        return str(session.get(f"{WORKERS}/{worker}").data["name"])
    except AttuneError:
        return str(worker)  # who may not read workers still knows the number


def _last_words(session: Session, execution: dict[str, Any]) -> list[str]:
    result = execution.get("result") or {}
    error = str(result.get("error") or "")
    text = error
    if result.get("stderr_log"):
        text = log_text(session, execution, "stderr") or error
    lines = [line for line in session.masker.text(text).splitlines() if line.strip()]
    told = [f"stderr: {line}" if result.get("stderr_log") else f"error: {line}" for line in lines[-LAST_LINES:]]
    if error and result.get("stderr_log") and error.strip() not in text:
        told.insert(0, f"error: {error.strip()}")
    return told
