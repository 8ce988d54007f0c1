"""When timers fire: interval, cron, one date, recurrence.

A schedule answers with the next moment after a given one, None when there is none. Moments are aware datetimes in UTC.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError

from attune_emulator import clock, deviations
from attune_emulator.engine.timers.recurrences import BadRecurrence, Recurrence

INTERVAL, CRON, DATE, RRULE = "core.intervaltimer", "core.crontimer", "core.datetimetimer", "core.rruletimer"
TRIGGERS = (INTERVAL, CRON, DATE, RRULE)
_UNITS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
_CRON_FIELDS = 6


class BadSchedule(Exception):
    """Parameters of which no schedule can be made, and why."""


class Schedule(Protocol):
    """When to fire."""

    def next_after(self, moment: datetime) -> datetime | None:
        """Return the first moment after `moment`, None when there is none."""


@dataclass(frozen=True)
class Interval:
    """Every so many seconds, counted from the start: the k-th tick is k intervals after it, whatever delayed others."""

    seconds: int
    started: datetime

    def next_after(self, moment: datetime) -> datetime | None:
        passed = (moment - self.started) // timedelta(seconds=self.seconds)
        return self.started + timedelta(seconds=self.seconds * (passed + 1))


@dataclass(frozen=True)
class Cron:
    """At the moments of a six-field expression, seconds first, in a time zone."""

    expression: str
    zone: ZoneInfo

    def next_after(self, moment: datetime) -> datetime | None:
        try:
            return next(CronSim(self.expression, moment.astimezone(self.zone))).astimezone(UTC)
        except StopIteration:
            return None


@dataclass(frozen=True)
class OneShot:
    """Once."""

    fire_at: datetime

    def next_after(self, moment: datetime) -> datetime | None:
        return self.fire_at if self.fire_at > moment else None


def make_schedule(trigger_ref: str, params: Any, started: datetime) -> Schedule:
    """Return the schedule that a rule's ``trigger_params`` describe; raises BadSchedule."""
    if not isinstance(params, Mapping):
        raise BadSchedule("trigger_params must be an object")
    return _MAKERS[trigger_ref](params, started)


def demand_schedule(trigger_ref: str, params: Any) -> None:
    """Raise BadSchedule for a timer that can never fire; other triggers are not judged."""
    if trigger_ref in TRIGGERS and not deviations.on("cron-invalid" if trigger_ref == CRON else "timer-invalid"):
        make_schedule(trigger_ref, params, datetime.now(UTC))


def _interval(params: Mapping[str, Any], started: datetime) -> Schedule:
    unit, interval = params.get("unit"), params.get("interval")
    if unit not in _UNITS or not isinstance(interval, int):
        raise BadSchedule("an interval timer needs a unit and an interval")
    if interval < 1:
        raise BadSchedule("Interval must be greater than 0")
    return Interval(interval * (1 if deviations.on("interval-unit-ignored") else _UNITS[unit]), started)


def _cron(params: Mapping[str, Any], started: datetime) -> Schedule:
    expression = params.get("expression")
    if not isinstance(expression, str):
        raise BadSchedule("a cron timer needs an expression")
    if len(expression.split()) != _CRON_FIELDS:
        raise BadSchedule(f"bad cron expression '{expression}': six fields are needed, seconds first")
    try:
        CronSim(expression, started)
    except CronSimError as error:
        raise BadSchedule(f"bad cron expression '{expression}': {error}") from error
    if deviations.on("cron-fields-ignored"):
        expression = f"{expression.split()[0]} * * * * *"
    ignored = deviations.on("cron-timezone")
    return Cron(expression, ZoneInfo("UTC") if ignored else _zone(params.get("timezone") or "UTC"))


def _zone(name: Any) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, TypeError, OSError) as error:
        raise BadSchedule(f"unknown time zone {name!r}") from error


def _date(params: Mapping[str, Any], started: datetime) -> Schedule:
    fire_at = params.get("fire_at")
    try:
        instant = clock.parse(fire_at if isinstance(fire_at, str) else "")
        if deviations.on("date-offset-ignored"):
            instant = datetime.fromisoformat(str(fire_at)).replace(tzinfo=UTC)
        return OneShot(instant)
    except ValueError as error:
        raise BadSchedule(f"bad fire_at {fire_at!r}: {error}") from error


def _recurrence(params: Mapping[str, Any], started: datetime) -> Schedule:
    try:
        return Recurrence(params, _zone(params.get("timezone") or "UTC"))
    except BadRecurrence as error:
        raise BadSchedule(str(error)) from error


_MAKERS: dict[str, Callable[[Mapping[str, Any], datetime], Schedule]] = {
    INTERVAL: _interval,
    CRON: _cron,
    DATE: _date,
    RRULE: _recurrence,
}
