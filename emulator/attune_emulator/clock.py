"""Timestamps as the platform writes them: RFC 3339, UTC, microseconds, ``Z``.

They are kept as text of one fixed width, so that comparing and sorting the text compares and sorts the times.
"""

from datetime import UTC, datetime, timedelta


def stamp(moment: datetime) -> str:
    """Return `moment` as the platform writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def now() -> str:
    """Return the present time."""
    return stamp(datetime.now(UTC))


def after(seconds: float) -> str:
    """Return the time `seconds` from now (negative: in the past)."""
    return stamp(datetime.now(UTC) + timedelta(seconds=seconds))


def parse(text: str) -> datetime:
    """Return the moment written in `text`; raises ValueError for anything but RFC 3339 with an offset."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("premature end of input")
    return moment.astimezone(UTC)


def notification_stamp(text: str | None) -> str | None:
    """Return a stored time in the form notification payloads use (``+00:00`` in place of ``Z``)."""
    return None if text is None else text.replace("Z", "+00:00")


def nanosecond_stamp(nanoseconds: int) -> str:
    """Return a time since the epoch in the form sensors and webhooks use: nanoseconds and ``+00:00``."""
    seconds, fraction = divmod(nanoseconds, 1_000_000_000)
    whole = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{whole}.{fraction:09d}+00:00"
