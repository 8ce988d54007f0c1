"""Recurrence rules (RFC 5545) as a timer's schedule."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from attune_emulator import clock

# Periods that are the same length always, so that the start can be moved along them.
_STEADY = {"SECONDLY": 1, "MINUTELY": 60, "HOURLY": 3600}
_LISTS = {
    "by_day": "BYDAY",
    "by_month_day": "BYMONTHDAY",
    "by_month": "BYMONTH",
    "by_year_day": "BYYEARDAY",
    "by_week_no": "BYWEEKNO",
    "by_hour": "BYHOUR",
    "by_minute": "BYMINUTE",
    "by_second": "BYSECOND",
    "by_set_pos": "BYSETPOS",
}


class BadRecurrence(Exception):
    """Parameters of which no recurrence can be made, and why."""


class Recurrence:
    """The moments of a recurrence rule from a start, in a time zone. Asked for later and later moments only."""

    def __init__(self, params: Mapping[str, Any], zone: ZoneInfo) -> None:
        self._rule = rule_text(params)
        self._zone = zone
        self._start = _start(params.get("dtstart")).astimezone(zone)
        self._moments: Iterator[datetime] = self._from(datetime.now(UTC))

    def next_after(self, moment: datetime) -> datetime | None:
        for candidate in self._moments:
            if candidate.astimezone(UTC) > moment:
                return candidate.astimezone(UTC)
        return None

    def _from(self, moment: datetime) -> Iterator[datetime]:
        try:
            return iter(rrulestr(self._rule, dtstart=self._start_near(moment)))
        except (ValueError, TypeError) as error:
            raise BadRecurrence(f"bad recurrence rule '{self._rule}': {error}") from error

    def _start_near(self, moment: datetime) -> datetime:
        """Move an old start close to `moment` where the rule allows it: walking years of seconds takes minutes."""
        parts = dict(part.split("=", 1) for part in self._rule.upper().split(";") if "=" in part)
        seconds = _STEADY.get(parts.get("FREQ", ""))
        if seconds is None or "COUNT" in parts or not parts.get("INTERVAL", "1").isdigit():
            return self._start
        period = timedelta(seconds=seconds * max(1, int(parts.get("INTERVAL", "1"))))
        passed = max(0, (moment - self._start) // period - 1)
        return (self._start.astimezone(UTC) + passed * period).astimezone(self._zone)


def rule_text(params: Mapping[str, Any]) -> str:
    """Return the recurrence rule that parameters give as a whole or in parts; raises BadRecurrence."""
    rule = params.get("rule")
    if isinstance(rule, str) and rule:
        return rule.removeprefix("RRULE:")
    freq = params.get("freq")
    if not isinstance(freq, str) or not freq:
        raise BadRecurrence("a recurrence timer needs a rule or a freq")
    count, until = params.get("count"), params.get("until")
    if count is not None and until is not None:
        raise BadRecurrence("count and until exclude each other")
    parts = {"FREQ": freq.upper(), "INTERVAL": params.get("interval"), "COUNT": count, "WKST": params.get("week_start")}
    parts["UNTIL"] = None if until is None else _start(until).strftime("%Y%m%dT%H%M%SZ")
    parts |= {name: _joined(params.get(given)) for given, name in _LISTS.items()}
    return ";".join(f"{name}={value}" for name, value in parts.items() if value is not None)


def _joined(value: Any) -> str | None:
    if value is None:
        return None
    return ",".join(str(entry) for entry in value) if isinstance(value, list) else str(value)


def _start(text: Any) -> datetime:
    try:
        return clock.parse(text if isinstance(text, str) else "")
    except ValueError as error:
        raise BadRecurrence(f"{text!r} is no RFC 3339 time with an offset: {error}") from error
