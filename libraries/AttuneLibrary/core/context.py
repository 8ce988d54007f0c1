"""Everything one process shares, however often the library is imported: settings, platform, sessions, cleanup."""

from collections.abc import Callable, Mapping
from typing import Any

from ..client import Masker
from .cleanup import Cleanup
from .emulator import start_emulator
from .errors import BadInput
from .names import Names, run_id
from .owner import Owner, owner_of
from .platform import Platform
from .server_clock import ServerClock
from .sessions import Sessions
from .settings import Settings
from .waiting import Waiter


class Context:
    """One run as this process sees it. Bad settings are reported at first use, never at import."""

    def __init__(
        self, arguments: Mapping[str, Any], variables: Callable[[], Mapping[str, Any]], process: str = "0"
    ) -> None:
        self._arguments = dict(arguments)
        self._variables = variables
        self._settings: Settings | None = None
        self._waiter: Waiter | None = None
        self.process = process
        self.owner: Owner = owner_of(under_pabot=_under_pabot(variables()))
        self.names = Names(run_id(self.owner), process)
        self.masker = Masker()
        self.platform = Platform(lambda: self.settings, lambda: start_emulator(self.owner), self.masker)
        self.sessions = Sessions(lambda: self.settings, self.platform.api_url, self.masker)
        self.cleanup = Cleanup()
        self.clock = ServerClock(self._date_header)

    @property
    def settings(self) -> Settings:
        if self._settings is None:
            self._settings = Settings(self._arguments, self._variables())
        return self._settings

    @property
    def waiter(self) -> Waiter:
        if self._waiter is None:
            self._waiter = Waiter(self.settings)
        return self._waiter

    def _date_header(self) -> str:
        return str(self.sessions.administrator().get("/health/live", anonymous=True).headers["Date"])

    def imported_again(self, arguments: Mapping[str, Any]) -> None:
        """A later import may repeat the first one's arguments or leave them out, not contradict them."""
        for name, given in arguments.items():
            if given is not None and self._arguments.get(name) != given:
                raise BadInput(f"AttuneLibrary is in use already with {name}={self._arguments.get(name)}, not {given}")


def _under_pabot(variables: Mapping[str, Any]) -> bool:
    return variables.get("PABOTQUEUEINDEX") is not None
