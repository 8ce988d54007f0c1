"""Every worker of this emulator, by name."""

import logging
import shutil
from typing import TYPE_CHECKING, Any

from attune_emulator import clock, deviations
from attune_emulator.engine.workers.link import Link
from attune_emulator.engine.workers.roster import expect_worker
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

log = logging.getLogger("attune_emulator.workers")


class Pool:
    """Starts and ends workers, and hands each its executions."""

    def __init__(self, emulator: "Emulator") -> None:
        self._emulator = emulator
        self._links: dict[str, Link] = {}

    def open(self) -> None:
        """Start the configured number of workers."""
        temporary = self._emulator.settings.data / "tmp"
        shutil.rmtree(temporary, ignore_errors=True)
        pending = self._emulator.settings.artifacts_dir / "_pending"
        shutil.rmtree(pending, ignore_errors=True)
        pending.mkdir()
        db = self._emulator.db
        db.execute(
            "UPDATE execution SET lost_at = ? WHERE status IN ('running', 'canceling') AND worker IS NOT NULL",
            clock.now(),
        )
        db.execute("UPDATE worker SET status = 'inactive'")
        for number in range(1, self._emulator.settings.workers + 1):
            name = f"worker-emulator-{number:02}"
            link = self._links[name] = Link(self._emulator, expect_worker(self._emulator, name), temporary / name)
            link.launch()
        for row in db.all("SELECT * FROM execution WHERE status = 'scheduled' ORDER BY id"):
            self.enqueue(row)

    async def close(self) -> None:
        """End every worker and what it runs."""
        for link in self._links.values():
            await link.end()
        self._links.clear()

    def enqueue(self, execution: Row) -> None:
        """Give a scheduled execution to its worker, now or when that has a hand free."""
        if (link := self._link_of(execution)) is not None:
            link.enqueue(execution["id"])

    def cancel(self, execution: Row) -> None:
        """Have a worker end what it runs."""
        if (link := self._link_of(execution)) is not None:
            link.cancel(execution["id"])

    def prepare(self, pack: Row) -> None:
        """Have the environments of a pack made before its first action runs."""
        if deviations.on("update-restarts-workers") and pack["created"] != pack["updated"]:
            self._emulator.supervisor.start("restart of the workers", self._restarted())
            return
        for link in self._links.values():
            link.prepare(pack["ref"])

    async def _restarted(self) -> None:
        for name in self.names():
            await self.kill(name)
            await self.start(name)

    def names(self) -> list[str]:
        return sorted(self._links)

    def processes(self) -> list[dict[str, Any]]:
        """Return what is known of each worker's process."""
        return [self._links[name].process() for name in self.names()]

    async def kill(self, name: str) -> None:
        """End a worker at once; what it ran dies with it."""
        await self._links[name].kill()

    async def stop(self, name: str) -> None:
        """Ask a worker to finish what it runs and to leave."""
        self._links[name].leave()

    async def start(self, name: str) -> None:
        """Start a worker that was killed or stopped."""
        await self._links[name].restart()

    def _link_of(self, execution: Row) -> Link | None:
        return next((link for link in self._links.values() if link.worker_id == execution["worker"]), None)
