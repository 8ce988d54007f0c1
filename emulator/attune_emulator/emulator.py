"""One emulator: its state and the parts that work on it."""

import logging
import shutil
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from attune_emulator import clock, deviations, plugins
from attune_emulator.authn import Tokens, server_secret
from attune_emulator.control.journal import Journal
from attune_emulator.engine.bus import Bus
from attune_emulator.engine.supervisor import Supervisor
from attune_emulator.http.limiter import Limiter
from attune_emulator.http.routes import Table
from attune_emulator.notify.hub import Hub
from attune_emulator.seed import seed
from attune_emulator.services.audit.recorder import AuditRecorder
from attune_emulator.settings import REFRESH_TOKEN_TTL, Settings
from attune_emulator.store import Database

log = logging.getLogger("attune_emulator")


class WorkerControl(Protocol):
    """How the control plane reaches the worker processes."""

    def names(self) -> list[str]:
        """Return the names of the workers there are."""

    def processes(self) -> list[dict[str, Any]]:
        """Return name, pid, running and exit code of each worker's process."""

    async def kill(self, name: str) -> None:
        """End a worker at once, as kill -9 does."""

    async def stop(self, name: str) -> None:
        """Ask a worker to finish what it runs and to leave."""

    async def start(self, name: str) -> None:
        """Start a worker that was killed or stopped."""


class Emulator:
    """The context every handler and every part of the engine works in."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.started = clock.now()
        for directory in (settings.data, settings.packs_dir, settings.artifacts_dir, settings.runtime_envs_dir):
            directory.mkdir(parents=True, exist_ok=True)
        deviations.select(settings.gaps | settings.defects)
        self.db = Database(settings.database, plugins.schemas())
        self.supervisor = Supervisor()
        self.hub = Hub(self.db)
        self.bus = Bus(self.db, self.supervisor.report)
        self.audit = AuditRecorder(self.db)
        self.journal = Journal()
        self.limiter = Limiter()
        jwt_secret = server_secret(settings.data, "jwt")
        self.tokens = Tokens(jwt_secret, settings.access_ttl, REFRESH_TOKEN_TTL, settings.leeway)
        self.encryption_key = server_secret(settings.data, "encryption")
        self.table = Table([], [])
        self.worker_control: WorkerControl | None = None
        self.api_url = ""
        self.ws_url = ""
        self._at_stop: list[Callable[[], Awaitable[None]]] = []

    def at_stop(self, work: Callable[[], Awaitable[None]]) -> None:
        """Await `work` when the engine stops: at shutdown and before a reset. Last registered goes first."""
        self._at_stop.append(work)

    def start(self) -> None:
        """Fill an empty store and start the engine. Needs a running event loop."""
        if deviations.on("restart-forgets"):
            self.db.clear()
        seed(self)
        self.supervisor.every("audit writer", 0.1, self.audit.flush)
        for start in plugins.starters():
            start(self)

    async def stop(self) -> None:
        """Stop the engine; the store stays open."""
        for work in reversed(self._at_stop):
            await work()
        self._at_stop.clear()
        await self.supervisor.stop()
        self.bus.forget_all()
        self.audit.flush()

    async def reset(self) -> None:
        """Return to the state of a fresh start."""
        await self.stop()
        self.db.clear()
        self.journal.clear()
        for directory in (self.settings.packs_dir, self.settings.artifacts_dir, self.settings.runtime_envs_dir):
            shutil.rmtree(directory, ignore_errors=True)
            directory.mkdir(parents=True)
        deviations.select(self.settings.gaps | self.settings.defects)
        self.start()
