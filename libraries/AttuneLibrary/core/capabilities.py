"""What a target can or cannot do at all; tests that need more are skipped with the reason."""

import ipaddress
import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from ..client import Session
from .database import Database
from .errors import BadInput
from .platform import Platform
from .process_memory import family
from .settings import Settings
from .words import unknown


class Capabilities:
    """Answers by asking the target; ATTUNE_CAPABILITIES adds what cannot be found out."""

    def __init__(
        self,
        settings: Callable[[], Settings],
        platform: Platform,
        session: Callable[[], Session],
        database: Database,
    ) -> None:
        self._settings = settings
        self._platform = platform
        self._session = session
        self._found: dict[str, bool] = {}
        self._known: dict[str, tuple[Callable[[], bool], str]] = {
            "nodejs": (lambda: self._runtime("node"), "no active worker runs Node.js actions"),
            "python": (lambda: self._runtime("python"), "no active worker runs Python actions"),
            "callback": (self._callback, "the platform cannot reach this machine; set ATTUNE_RECORDER_HOST"),
            "registration": (self._registration, "self-registration is off"),
            "service-control": (
                self._controllable,
                "no service can be stopped; set ATTUNE_SERVICE_COMMANDS",
            ),
            "two-workers": (lambda: self._workers() > 1, "there are not two active workers for actions"),
            "process-memory": (self._memory, "the memory of the platform's processes cannot be read from here"),
            "own-platform": (lambda: self._platform.is_emulator, "no platform of one's own can be started here"),
            "database": (lambda: database.readable, "its database cannot be read; set ATTUNE_DATABASE_DUMP"),
            "encryption-key": (
                lambda: database.encryption_key() is not None,
                "its encryption key is not known; set ATTUNE_ENCRYPTION_KEY",
            ),
            "container": (
                lambda: bool(self._settings().container_engine) and self._runtime("container"),
                "no active worker runs containers, or ATTUNE_CONTAINER_ENGINE does not name their engine",
            ),
        }

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._known)

    def forget(self) -> None:
        """Ask anew: the next question may go to another platform."""
        self._found.clear()

    def has(self, name: str) -> bool:
        if name not in self._known:
            raise BadInput(unknown("capability", name, self.names))
        if name not in self._found:
            self._found[name] = name in self._settings().capabilities or self._known[name][0]()
        return self._found[name]

    def reason(self, name: str) -> str:
        """Why a target without the capability cannot run a test that needs it."""
        return f"needs {name}: {self._known[name][1]}"

    def _runtime(self, word: str) -> bool:
        workers = self._session().pages("/api/v1/workers")
        return any(
            word in str(runtime.get("name", "")).lower()
            for worker in workers
            if _well(worker)
            for runtime in worker.get("supported_runtimes") or []
        )

    def _controllable(self) -> bool:
        return self._platform.is_emulator or bool(self._settings().service_commands)

    def _workers(self) -> int:
        return sum(_well(worker) for worker in self._session().pages("/api/v1/workers", role="action"))

    def _memory(self) -> bool:
        return bool(family(int(self._platform.emulator_info().get("pid", 0))))

    def _registration(self) -> bool:
        return bool(self._session().get("/auth/settings", anonymous=True).data.get("self_registration_enabled"))

    def _callback(self) -> bool:
        return _loopback(str(urlsplit(self._platform.api_url()).hostname)) or not _loopback(
            self._settings().recorder_host
        )


def _well(worker: dict[str, Any]) -> bool:
    return worker.get("status") in ("active", "busy") and not worker.get("heartbeat_stale")


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(socket.gethostbyname(host)).is_loopback
    except OSError:
        return False
