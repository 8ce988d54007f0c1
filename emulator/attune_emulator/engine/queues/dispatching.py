"""Leasing items and starting the executions that work on them."""

import uuid
from typing import TYPE_CHECKING

from attune_emulator import clock
from attune_emulator.engine.queues.lifecycle import announce_started
from attune_emulator.engine.queues.parameters import execution_config
from attune_emulator.expressions import ExpressionError
from attune_emulator.services.executions.creation import create_execution
from attune_emulator.services.queues.changes import update_item
from attune_emulator.services.queues.config import QueueConfig
from attune_emulator.services.queues.tuning import batch_size, concurrency, config_of
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

LEASE = 24 * 3600
SYSTEM_IDENTITY = 1
_READY = "queue = ? AND status IN ('queued', 'retry')"


def dispatch_all(emulator: "Emulator") -> None:
    """Give every enabled queue as many executions as it may have."""
    _take_back_expired(emulator)
    for queue in emulator.db.all("SELECT * FROM work_queue WHERE enabled ORDER BY id"):
        try:
            _dispatch_queue(emulator, queue)
        except ExpressionError as error:
            # The items stay where they are: the queue's parameters may be put right.
            emulator.supervisor.report(f"queue {queue['ref']}", error)


def _take_back_expired(emulator: "Emulator") -> None:
    sql = "SELECT * FROM work_queue_item WHERE status = 'leased' AND lease_expires_at < ?"
    for item in emulator.db.all(sql, clock.now()):
        update_item(emulator, item, {"status": "retry", "leased_execution": None, "lease_token": None})


def _dispatch_queue(emulator: "Emulator", queue: Row) -> None:
    config = config_of(queue)
    count = "SELECT count(*) FROM work_queue_dispatch WHERE queue = ? AND status = 'active'"
    free = concurrency(emulator, queue) - emulator.db.value(count, queue["id"])
    for _ in range(min(free, 1) if config.delay else free):
        if config.delay and not _rested(emulator, queue, config.delay):
            return
        items = _next_items(emulator, queue, config)
        if not items:
            return
        with emulator.db.transaction():
            _dispatch(emulator, queue, items, config)


def _rested(emulator: "Emulator", queue: Row, delay: int) -> bool:
    last = emulator.db.value("SELECT max(created) FROM work_queue_dispatch WHERE queue = ?", queue["id"])
    return last is None or last <= clock.after(-delay)


def _next_items(emulator: "Emulator", queue: Row, config: QueueConfig) -> list[Row]:
    sql = f"SELECT * FROM work_queue_item WHERE {_READY} ORDER BY priority DESC, created, id"
    size = batch_size(emulator, queue)
    if not config.coalescing.enabled:
        return emulator.db.all(f"{sql} LIMIT ?", queue["id"], size)
    ready = emulator.db.all(sql, queue["id"])
    return [item for item in ready if _belongs(config, ready[0], item)][:size]


def _belongs(config: QueueConfig, first: Row, item: Row) -> bool:
    """Tell whether an item may share a batch with the first."""
    rules = config.coalescing
    if not rules.across_priorities and item["priority"] != first["priority"]:
        return False
    return _group(rules.group_by_path, item) == _group(rules.group_by_path, first)


def _group(path: str | None, item: Row) -> object:
    value = item["payload"]
    for part in (path or "").split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _dispatch(emulator: "Emulator", queue: Row, items: list[Row], config: QueueConfig) -> None:
    """Start an execution for these items; within the caller's transaction, so that all of it is done or nothing."""
    action = emulator.db.by_id("action", queue["dispatch_action"]) if queue["dispatch_action"] is not None else None
    if action is None:
        raise ExpressionError(f"dispatch action '{queue['dispatch_action_ref']}' not found")
    leased = [item | {"attempt_count": item["attempt_count"] + 1} for item in items]
    own_sets = queue["permission_set_refs"]
    execution = create_execution(
        emulator,
        action=action,
        config=execution_config(emulator.db, queue, leased, config.ack_version),
        executor=_executor(items),
        permission_set_refs=action["default_execution_permission_set_refs"] if own_sets is None else own_sets,
    )
    lease = {"status": "leased", "leased_execution": execution["id"], "lease_token": str(uuid.uuid4())}
    lease["lease_expires_at"] = clock.after(LEASE)
    for item, counted in zip(items, leased, strict=True):
        update_item(emulator, item, lease | {"attempt_count": counted["attempt_count"]})
    values = {"queue": queue["id"], "execution": execution["id"], "item_ids": [item["id"] for item in items]}
    announce_started(emulator, queue, emulator.db.insert("work_queue_dispatch", values))


def _executor(items: list[Row]) -> int:
    """Return who the items were enqueued by, if it was one identity."""
    identities = {item["requested_by_identity"] for item in items}
    only = identities.pop() if len(identities) == 1 else None
    return SYSTEM_IDENTITY if only is None else int(only)
