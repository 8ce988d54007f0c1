"""Storing queues and items, with the notifications that tell of it."""

from typing import TYPE_CHECKING, Any

from attune_emulator.services.queues.views import item_notice, queue_notice
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator


def insert_queue(emulator: "Emulator", values: dict[str, Any]) -> Row:
    """Insert a queue and announce it."""
    with emulator.db.transaction():
        queue = emulator.db.insert("work_queue", values)
        emulator.hub.publish("work_queue_created", "work_queue", queue["id"], queue_notice(queue))
    return queue


def update_queue(emulator: "Emulator", queue: Row, values: dict[str, Any]) -> Row:
    """Change a queue and announce it."""
    with emulator.db.transaction():
        fresh = emulator.db.update("work_queue", queue["id"], values)
        emulator.hub.publish("work_queue_updated", "work_queue", fresh["id"], queue_notice(fresh))
    return fresh


def insert_item(emulator: "Emulator", values: dict[str, Any]) -> Row:
    """Insert an item and announce it."""
    with emulator.db.transaction():
        item = emulator.db.insert("work_queue_item", values)
        emulator.hub.publish("work_queue_item_created", "work_queue_item", item["id"], item_notice(item))
    return item


def update_item(emulator: "Emulator", item: Row, values: dict[str, Any]) -> Row:
    """Change an item and announce it."""
    with emulator.db.transaction():
        fresh = emulator.db.update("work_queue_item", item["id"], values)
        notice = item_notice(fresh) | {"old_status": item["status"]}
        emulator.hub.publish("work_queue_item_updated", "work_queue_item", fresh["id"], notice)
    return fresh
