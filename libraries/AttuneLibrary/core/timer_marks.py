"""When timers fired, judged by the server's own timestamps: gaps, marks of a cron expression, single instants."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from dateutil import parser as date_parser

from .errors import BadInput

SECONDS_OF_A_MINUTE = 60


def instant(value: object, what: str = "timestamp") -> datetime:
    """A point in time in UTC; texts need an offset, since without one they mean something else on every machine."""
    if isinstance(value, datetime):
        moment = value
    else:
        try:
            moment = date_parser.isoparse(_microseconds(str(value)))
        except (ValueError, OverflowError) as error:
            raise BadInput(f"{what}: '{value}' is no RFC 3339 timestamp such as 2026-01-27T10:30:00Z.") from error
    if moment.tzinfo is None:
        raise BadInput(f"{what}: '{value}' has no offset; write it as 2026-01-27T10:30:00Z or with +02:00.")
    return moment.astimezone(UTC)


def _microseconds(text: str) -> str:
    """Timer payloads count nanoseconds, which datetime cannot hold."""
    head, point, tail = text.strip().partition(".")
    if not point:
        return head
    digits = len(tail) - len(tail.lstrip("0123456789"))
    return f"{head}.{tail[:digits][:6]}{tail[digits:]}"


@dataclass(frozen=True, slots=True)
class Window:
    """A span of server time, both ends included."""

    start: datetime
    end: datetime

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment <= self.end

    @property
    def seconds(self) -> float:
        return (self.end - self.start).total_seconds()


@dataclass(frozen=True, slots=True)
class Gaps:
    """The spans between consecutive fires, in seconds."""

    seconds: tuple[float, ...]

    @classmethod
    def between(cls, moments: Iterable[datetime]) -> "Gaps":
        ordered = sorted(moments)
        return cls(tuple((later - earlier).total_seconds() for earlier, later in pairwise(ordered)))

    @property
    def minimum(self) -> float:
        return min(self.seconds)

    @property
    def maximum(self) -> float:
        return max(self.seconds)

    @property
    def mean(self) -> float:
        return sum(self.seconds) / len(self.seconds)

    def outside(self, period: float, tolerance: float) -> list[tuple[int, float]]:
        """Number (from 1) and length of every gap that is further than `tolerance` from `period`."""
        return [(n, gap) for n, gap in enumerate(self.seconds, start=1) if abs(gap - period) > tolerance]

    def __str__(self) -> str:
        if not self.seconds:
            return "no gaps"
        return f"{len(self.seconds)} gaps, min {self.minimum:.3f} s, mean {self.mean:.3f} s, max {self.maximum:.3f} s"


def second_set(field: object) -> frozenset[int]:
    """The seconds a cron expression's first field names: `*/5`, `0,15,30`, `10-20`, `0-30/10`, `*`, a list of numbers.

    A whole expression is accepted as well; only its first field counts.
    """
    parts = [str(part) for part in field] if isinstance(field, list | tuple | set | frozenset) else None
    text = ",".join(parts) if parts is not None else str(field).split()[0] if str(field).strip() else ""
    seconds: set[int] = set()
    for part in text.split(","):
        seconds.update(_part(part.strip(), field))
    return frozenset(seconds)


def _part(part: str, field: object) -> range:
    span, slash, step = part.partition("/")
    low, dash, high = span.partition("-")
    try:
        first, last = (0, SECONDS_OF_A_MINUTE - 1) if span == "*" else (int(low), int(high) if dash else int(low))
        if slash and not dash and span != "*":
            last = SECONDS_OF_A_MINUTE - 1
        stride = int(step) if slash else 1
        if not (0 <= first <= last < SECONDS_OF_A_MINUTE and stride > 0):
            raise ValueError(part)
    except ValueError as error:
        raise BadInput(
            f"seconds: '{field}' does not name seconds of a minute; write 0,15,30,45 or */5 or 10-20 (0 to 59)."
        ) from error
    return range(first, last + 1, stride)


def marks(seconds: frozenset[int], window: Window) -> list[datetime]:
    """Every whole second of the window whose second of the minute is in the set, oldest first."""
    mark = window.start.replace(microsecond=0)
    if mark < window.start:
        mark += timedelta(seconds=1)
    found = []
    while mark <= window.end:
        if mark.second in seconds:
            found.append(mark)
        mark += timedelta(seconds=1)
    return found


@dataclass(frozen=True, slots=True)
class MarkReport:
    """How fires and marks fit together."""

    fired: int
    required: int
    missing: tuple[datetime, ...]
    elsewhere: tuple[datetime, ...]
    repeated: tuple[datetime, ...]

    @property
    def exact(self) -> bool:
        return not (self.missing or self.elsewhere or self.repeated)


def compare(fires: Sequence[datetime], seconds: frozenset[int], window: Window) -> MarkReport:
    """Fires of every time must lie on a second of the set, and each mark of the window must have been hit once.

    A scheduled second is the whole second a fire belongs to: timers wake late by milliseconds, never early.
    """
    hit = sorted(moment.replace(microsecond=0) for moment in fires)
    wanted = marks(seconds, window)
    return MarkReport(
        fired=len(hit),
        required=len(wanted),
        missing=tuple(mark for mark in wanted if mark not in hit),
        elsewhere=tuple(moment for moment in hit if moment.second not in seconds),
        repeated=tuple(later for earlier, later in pairwise(hit) if earlier == later),
    )
