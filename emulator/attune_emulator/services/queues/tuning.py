"""The numbers a queue dispatches by, as they are at this moment."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from attune_emulator.crypto import Unreadable
from attune_emulator.services.keys.values import clear_value, expired
from attune_emulator.services.queues.config import QueueConfig, Tunable, read_config, tuned
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator


def config_of(queue: Row) -> QueueConfig:
    """Return a stored queue's config."""
    return read_config(queue["config"])


def concurrency(emulator: "Emulator", queue: Row) -> int:
    """Return how many executions may work on a queue at a time."""
    return _tuned(emulator, queue, config_of(queue).concurrency)


def batch_size(emulator: "Emulator", queue: Row) -> int:
    """Return how many items one execution is given."""
    return _tuned(emulator, queue, config_of(queue).batch_size) if queue["batch_mode"] == "batch" else 1


def keys_named(queue: Row) -> list[str]:
    """Return the refs of the keys that a queue's numbers are read from."""
    config = config_of(queue)
    return [t.key_ref for t in (config.concurrency, config.batch_size) if t is not None and t.key_ref is not None]


def _tuned(emulator: "Emulator", queue: Row, tunable: Tunable | None) -> int:
    pack = emulator.db.by_id("pack", queue["pack"]) if queue["pack"] is not None else None
    return tuned(tunable, pack["config"] if pack else None, _key_reader(emulator))


def _key_reader(emulator: "Emulator") -> Callable[[str], Any]:
    def read(ref: str) -> Any:
        key = emulator.db.by_ref("key", ref)
        if key is None or expired(key):
            return None
        try:
            return clear_value(emulator.encryption_key, key)
        except Unreadable:
            return None

    return read
