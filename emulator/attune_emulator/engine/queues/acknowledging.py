"""What becomes of leased items when their execution is over."""

from typing import TYPE_CHECKING, Any

from attune_emulator.engine.queues.acknowledgement import BadAcknowledgement, Verdict, read_acknowledgement
from attune_emulator.engine.queues.lifecycle import announce_empty
from attune_emulator.services.executions.changes import change
from attune_emulator.services.queues.changes import update_item
from attune_emulator.services.queues.tuning import config_of
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

_RELEASED = {"leased_execution": None, "lease_token": None, "lease_expires_at": None}


def finish_dispatch(emulator: "Emulator", dispatch: Row, execution: Row) -> None:
    """Settle the items of a dispatch by what its execution acknowledged.

    An execution that completed without a valid acknowledgement is turned into a failed one, as on the platform.
    """
    queue = emulator.db.by_id("work_queue", dispatch["queue"])
    assert queue is not None
    with emulator.db.transaction():
        try:
            version = config_of(queue).ack_version
            verdicts = read_acknowledgement(execution["id"], execution["result"], dispatch["item_ids"], version)
        except BadAcknowledgement as error:
            status = "failed"
            _refuse(emulator, queue, dispatch, execution, error)
        else:
            status = "completed"
            for verdict in verdicts:
                _settle(emulator, queue, verdict)
        closed = emulator.db.update("work_queue_dispatch", dispatch["id"], {"status": status})
        announce_empty(emulator, queue, closed)


def _refuse(emulator: "Emulator", queue: Row, dispatch: Row, execution: Row, error: BadAcknowledgement) -> None:
    code, message = error.code, error.message
    if execution["status"] == "completed":
        told = {"succeeded": False, "error": message, "queue_ack_error": {"code": code, "message": message}}
        change(emulator, execution, status="failed", result=(execution["result"] or {}) | told)
    elif code == "queue_ack_missing":
        code = "queue_dispatch_execution_failed"
        ended = execution["status"].capitalize()
        message = (
            f"queue dispatch execution {execution['id']} completed with status {ended} before acknowledging leased"
        )
        message += " items"
    reason = {"code": code, "message": message, "dispatch_id": dispatch["id"], "execution_id": execution["id"]}
    for item in _items(emulator, dispatch["item_ids"]):
        exhausted = _exhausted(queue, item)
        summary = {"status": "retry"} | ({"effective_status": "failed"} if exhausted else {})
        _close(emulator, item, "failed" if exhausted else "retry", reason, summary)


def _settle(emulator: "Emulator", queue: Row, verdict: Verdict) -> None:
    """Do to one item what its verdict says."""
    told = {"summary": verdict.summary, "error": verdict.error}
    summary = {"status": verdict.status} | {name: value for name, value in told.items() if value is not None}
    for item in _items(emulator, [verdict.item]):
        if verdict.status == "retry" and _exhausted(queue, item):
            _close(
                emulator, item, "failed", _exhaustion(queue, item, verdict), summary | {"effective_status": "failed"}
            )
        else:
            _close(emulator, item, verdict.status, verdict.error, summary)


def _exhaustion(queue: Row, item: Row, verdict: Verdict) -> dict[str, Any]:
    attempts, limit = item["attempt_count"], config_of(queue).retry_limit
    message = f"queue item exhausted retry limit after {attempts} attempt(s); configured retry_limit={limit}"
    return {"code": "queue_dispatch_retry_limit_exhausted", "message": message, "retry_error": verdict.error}


def _exhausted(queue: Row, item: Row) -> bool:
    return bool(item["attempt_count"] > config_of(queue).retry_limit)


def _close(emulator: "Emulator", item: Row, status: str, error: Any, summary: dict[str, Any]) -> None:
    update_item(emulator, item, _RELEASED | {"status": status, "last_error": error, "ack_summary": summary})


def _items(emulator: "Emulator", numbers: list[int]) -> list[Row]:
    rows = [emulator.db.by_id("work_queue_item", number) for number in numbers]
    return [row for row in rows if row is not None and row["status"] == "leased"]
