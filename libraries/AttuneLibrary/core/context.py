"""Everything one process shares, however often the library is imported: settings, platform, sessions, cleanup."""

import os
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ..client import Masker, log_filter
from .capabilities import Capabilities
from .cleanup import Cleanup
from .database import Database
from .emulator import start_emulator, stop_emulator
from .errors import BadInput
from .evidence import Evidence
from .exclusion import Exclusion
from .metrics import Metrics
from .names import Names, run_id
from .notifications import Notifications
from .own_platform import OwnPlatforms
from .owner import Owner, owner_of
from .platform import Platform
from .scopes import Scopes
from .server_clock import ServerClock
from .service_control import CommandServices, EmulatorServices, ServiceControl
from .sessions import Sessions
from .settings import Settings
from .waiting import Waiter

if TYPE_CHECKING:
    from ..client.notifier import Notifier


class Context:
    """One run as this process sees it. Bad settings are reported at first use, never at import.

    `variables` reads the Robot variables that settings may come from; `process` numbers the processes of a run.
    """

    def __init__(
        self, arguments: Mapping[str, Any], variables: Callable[[], Mapping[str, Any]], process: str | None = None
    ) -> None:
        self._arguments = dict(arguments)
        self._variables = variables
        self._settings: Settings | None = None
        self._waiter: Waiter | None = None
        self._commanded: CommandServices | None = None
        self.owner: Owner = owner_of(under_pabot=process is not None)
        self.names = Names(run_id(self.owner), process or "0")
        self.masker = Masker()
        log_filter.install(self.masker)
        self.metrics = Metrics()
        self.platform = Platform(lambda: self.settings, lambda: start_emulator(self.owner), self.masker)
        self.sessions = Sessions(lambda: self.settings, self.platform.api_url, self.masker)
        # What is known of the timers that are watched, by the refs of their rules.
        self.observed: dict[str, Any] = {}
        self.cleanup = Cleanup()
        self.clock = ServerClock(self.platform.date_header)
        self.exclusion = Exclusion(self.platform.api_url, time.sleep)
        self.own_platforms = OwnPlatforms(self.platform, self.sessions, self.cleanup, self._moved)
        self.scopes = Scopes(self.cleanup, self.sessions, self.exclusion, self.own_platforms)
        self.notifications = Notifications(self._connect, self._prepare)
        # Whom a new connection is for; prepared by the thread that waits, since sessions are not shared by threads.
        self._listener = ("", "")
        self.database = Database(lambda: self.settings, self.platform)
        self.capabilities = Capabilities(
            lambda: self.settings, self.platform, self.sessions.administrator, self.database
        )

    @property
    def settings(self) -> Settings:
        if self._settings is None:
            self._settings = Settings(self._arguments, self._variables())
        return self._settings

    @property
    def waiter(self) -> Waiter:
        if self._waiter is None:
            self._waiter = Waiter(self.settings, wake=self.notifications)
            self._waiter.on_end = self.metrics.wait_ended
            self._waiter.keep = Evidence(self.masker).keep
        return self._waiter

    @property
    def services(self) -> ServiceControl:
        """What stops and starts services of the target; only where the capability service-control is there."""
        if self.platform.is_emulator:
            return EmulatorServices(self.sessions.administrator())
        if self._commanded is None:
            self._commanded = CommandServices(self.settings.service_commands, self.settings.service_names)
        return self._commanded

    def _prepare(self) -> None:
        self._listener = (self.platform.ws_url(), self.sessions.administrator().token())

    def _connect(self) -> "Notifier":
        from ..client.notifier import Notifier  # not before somebody waits: its library takes time to load

        url, token = self._listener
        return Notifier(url, token, masker=self.masker)

    def _moved(self) -> None:
        """What was measured on one platform says nothing about another."""
        self.notifications.close()
        self.clock.forget()
        self.capabilities.forget()

    def imported_again(self, arguments: Mapping[str, Any]) -> None:
        """A later import may repeat the first one's arguments or leave them out, not contradict them."""
        for name, given in arguments.items():
            if given is not None and str(self._arguments.get(name)) != str(given):
                raise BadInput(f"AttuneLibrary is in use already with {name}={self._arguments.get(name)}, not {given}")

    def end(self, *, keep: bool = False) -> None:
        """Delete what is left and let the emulator go, where this process is the run."""
        self.metrics.left += self.scopes.close_all(keep=keep)
        self.notifications.close()
        if self.platform.started and self.owner.pid == os.getpid():
            stop_emulator(self.owner)
