"""Workers as rows: known, there, gone."""

from typing import TYPE_CHECKING, Any

from attune_emulator import __version__, clock, deviations
from attune_emulator.services.history.recording import worker_changed, worker_made
from attune_emulator.store import Row
from attune_emulator.worker.places import find_node, runtimes_with

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

CAPACITY = 10


def expect_worker(emulator: "Emulator", name: str) -> Row:
    """Return the row of a worker that is being started: from now on executions may be scheduled on it."""
    runtimes = runtimes_with(find_node())
    capabilities = {"max_concurrent_executions": CAPACITY, "runtimes": runtimes, "worker_version": __version__}
    known = emulator.db.one("SELECT * FROM worker WHERE name = ?", name)
    values = {"status": "active", "last_heartbeat": clock.now(), "capabilities": capabilities}
    if known is not None:
        return change_worker(emulator, known, values)
    row = emulator.db.insert("worker", values | {"name": name, "worker_role": "action"})
    worker_made(emulator.db, row)
    return row


def change_worker(emulator: "Emulator", row: Row, values: dict[str, Any]) -> Row:
    """Change a worker, with its history; tells the scheduler when it may work again."""
    with emulator.db.transaction():
        new = emulator.db.update("worker", row["id"], values)
        worker_changed(emulator.db, row, new)
        if new["status"] == "active" and not new["cordoned"]:
            emulator.bus.send("worker.available", new)
    return new


def registered(emulator: "Emulator", worker_id: int, message: dict[str, Any]) -> None:
    """Write down what a worker says of itself when it begins."""
    row = emulator.db.by_id("worker", worker_id)
    assert row is not None
    told = {name: message[name] for name in ("runtimes", "runtime_versions")}
    values = {"host": message["host"], "capabilities": row["capabilities"] | told, "status": "active"}
    change_worker(emulator, row, values | {"last_heartbeat": clock.now()})


def beat(emulator: "Emulator", worker_id: int, *, leaving: bool) -> None:
    """Note a sign of life; history knows nothing of it, unless the worker was given up."""
    moment = clock.now()
    emulator.db.execute("UPDATE worker SET last_heartbeat = ?1, updated = ?1 WHERE id = ?2", moment, worker_id)
    row = emulator.db.by_id("worker", worker_id)
    if row is not None and row["status"] == "inactive" and not leaving:
        change_worker(emulator, row, {"status": "active"})


def left(emulator: "Emulator", worker_id: int) -> None:
    """Note that a worker takes nothing more."""
    row = emulator.db.by_id("worker", worker_id)
    if row is not None and not deviations.on("leaving-unsaid"):
        change_worker(emulator, row, {"status": "inactive"})
