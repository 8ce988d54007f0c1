"""The platform under test: the one whose URL was given, or the embedded emulator."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from ..client import Answer, Masker, NotFound, PlatformUnreachable, Session
from .settings import Settings

WS_PORT = 8081


@dataclass(frozen=True, slots=True)
class Started:
    """Where a started emulator answers."""

    api_url: str
    ws_url: str


@dataclass(slots=True)
class _Known:
    """What one target said of itself."""

    nobody: Session | None = None
    info: dict[str, Any] | None = None
    first_seen: datetime | None = None


class Platform:
    """Knows the URLs; starts the emulator at the first question where none was given.

    The target is another one between `move_to` and `move_back`.
    """

    def __init__(self, settings: Callable[[], Settings], start: Callable[[], Started], masker: Masker) -> None:
        self._settings = settings
        self._start = start
        self._masker = masker
        self._started: Started | None = None
        self._failure: PlatformUnreachable | None = None
        self._known = _Known()
        self._own: list[tuple[Started, _Known]] = []

    @property
    def embedded(self) -> bool:
        """Whether this run starts its own emulator."""
        return not self._settings().api_url

    def move_to(self, other: Started) -> None:
        """From now on an emulator that was started beside the run's target is the target."""
        self._own.append((other, self._known))
        self._known = _Known()

    def move_back(self) -> None:
        """The target is again what it was before the last `move_to`."""
        if self._known.nobody is not None:
            self._known.nobody.close()
        _, self._known = self._own.pop()

    def api_url(self) -> str:
        if self._own:
            return self._own[-1][0].api_url
        return self._emulator().api_url if self.embedded else str(self._settings().api_url)

    def ws_url(self) -> str:
        if self._own:
            return self._own[-1][0].ws_url
        given = str(self._settings().ws_url)
        if given:
            return given
        if self.embedded:
            return self._emulator().ws_url
        parts = urlsplit(self.api_url())
        return f"{'wss' if parts.scheme == 'https' else 'ws'}://{parts.hostname}:{WS_PORT}/ws"

    def emulator_info(self) -> dict[str, Any]:
        """What the emulator says about itself; empty where the target is a real platform."""
        if self._known.info is None:
            try:
                found = self._answer("/_emulator/info").data
            except NotFound:
                found = {}
            self._known.info = found if isinstance(found, dict) else {}
        return self._known.info

    @property
    def is_emulator(self) -> bool:
        return bool(self.emulator_info())

    @property
    def started(self) -> bool:
        """Whether the embedded emulator serves this process."""
        return self._started is not None

    def has_gap(self, gap: str) -> bool:
        """Whether the target is one that does not keep this promise; of a real platform that is assumed."""
        info = self.emulator_info()
        return not info or gap in info.get("gaps", ())

    def health(self) -> dict[str, Any]:
        """The detailed health answer; raises where the platform does not answer or is not healthy."""
        answer = self._answer("/health/detailed")
        if self._known.first_seen is None:
            self._known.first_seen = _date(answer)
        return answer.body if isinstance(answer.body, dict) else {}

    def first_seen(self) -> datetime:
        """The platform's own time when this process first asked for its health, cut to the second."""
        if self._known.first_seen is None:
            self.health()
        assert self._known.first_seen is not None
        return self._known.first_seen

    def date_header(self) -> str:
        """The platform's clock as it tells it with every answer."""
        return self._answer("/health/live").headers["Date"]

    def describe(self) -> str:
        """The target in one line, for the report."""
        info = self.emulator_info()
        what = "EMULATOR" if info else "real Attune"
        version = info.get("version") or self.health().get("version") or "unknown version"
        return f"{what} {version} at {self.api_url()}"

    def _emulator(self) -> Started:
        if self._failure is not None:
            raise self._failure
        if self._started is None:
            try:
                self._started = self._start()
            except PlatformUnreachable as problem:
                # What did not start once is not tried again for every keyword.
                self._failure = problem
                raise
        return self._started

    def _answer(self, path: str) -> Answer:
        if self._known.nobody is None:
            settings = self._settings()
            self._known.nobody = Session(
                self.api_url(),
                alias="nobody",
                masker=self._masker,
                connect=settings.connect_timeout,
                read=settings.read_timeout,
            )
        return self._known.nobody.get(path, anonymous=True)


def _date(answer: Answer) -> datetime:
    shown = answer.headers.get("Date")
    return parsedate_to_datetime(shown).astimezone(UTC) if shown else datetime.now(UTC)
