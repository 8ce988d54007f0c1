"""What time it is on the platform, which is the only clock that judges timers."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from .errors import BadInput

# A Date header is cut to whole seconds, and some servers renew it only once a second.
_COARSE = 2.0
_EDGE = 1.2
_STEP = 0.02


class ServerClock:
    """The host's clock, corrected by the measured offset; an offset that cannot be told from none counts as none."""

    def __init__(
        self,
        date_header: Callable[[], str],
        host: Callable[[], datetime] = lambda: datetime.now(UTC),
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._date_header = date_header
        self._host = host
        self._pause = pause
        self._offset: timedelta | None = None

    @property
    def offset(self) -> timedelta:
        """Server time minus host time; measured at the first question."""
        if self._offset is None:
            self._offset = self._measured()
        return self._offset

    def forget(self) -> None:
        """Measure anew: the next question may go to another platform."""
        self._offset = None

    def now(self) -> datetime:
        return self._host() + self.offset

    def text(self, ahead: float = 0.0, offset: str = "Z", *, whole_second: bool = False) -> str:
        """Server time `ahead` seconds from now, as the platform writes times, or with another offset."""
        moment = self.now() + timedelta(seconds=ahead)
        if whole_second and moment.microsecond:
            moment = moment.replace(microsecond=0) + timedelta(seconds=1)
        if offset == "Z":
            return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return moment.astimezone(_zone(offset)).isoformat(timespec="milliseconds")

    def _measured(self) -> timedelta:
        before = self._host()
        shown = self._shown()
        least = (shown - self._host()).total_seconds()
        most = (shown - before).total_seconds() + _COARSE
        if least <= 0 <= most:
            return timedelta(0)
        return self._at_the_edge(shown)

    def _at_the_edge(self, shown: datetime) -> timedelta:
        """The moment at which the header turns to the next second tells the offset to a few milliseconds."""
        for _ in range(int(_EDGE / _STEP)):
            before = self._host()
            now = self._shown()
            after = self._host()
            if now != shown:
                return now - (before + (after - before) / 2)
            self._pause(_STEP)
        return shown - self._host()

    def _shown(self) -> datetime:
        return parsedate_to_datetime(self._date_header()).astimezone(UTC)


def _zone(offset: str) -> timezone:
    try:
        found = datetime.strptime(offset, "%z").tzinfo
    except ValueError:
        found = None
    if not isinstance(found, timezone):
        raise BadInput(f"offset is '{offset}'; it must be Z or such as +05:30")
    return found
