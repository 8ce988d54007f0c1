"""Cron expressions that name a given moment of a given time zone's clock."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .errors import BadInput

# A minute before, for clocks that differ a little; four after, for tests that need as long.
AROUND = range(-1, 5)


def zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as problem:
        raise BadInput(f"timezone is '{name}'; it must be an IANA name such as Europe/Berlin") from problem


def around(moment: datetime, timezone: str, seconds: str) -> str:
    """Six fields: `seconds` as they are, the minutes and hours around `moment` on that time zone's clock, every day."""
    local = [moment.astimezone(zone(timezone)) + timedelta(minutes=minute) for minute in AROUND]
    minutes = sorted({at.minute for at in local})
    hours = sorted({at.hour for at in local})
    return f"{seconds} {_listed(minutes)} {_listed(hours)} * * *"


def _listed(numbers: list[int]) -> str:
    return ",".join(map(str, numbers))
