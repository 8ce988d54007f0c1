"""What the events of timers say."""

import time
from datetime import UTC, datetime
from typing import Any

from attune_emulator import clock, deviations
from attune_emulator.engine.timers.schedules import Cron, Interval, OneShot, Schedule

SENSOR_REF = "core.timer_sensor"


def payload_of(schedule: Schedule, due: datetime, following: datetime | None, count: int) -> dict[str, Any]:
    """Return the payload of a tick that was due at `due` and is the `count`-th since the timer started."""
    nanoseconds = time.time_ns()
    fired = {"fired_at": clock.nanosecond_stamp(nanoseconds), "sensor_ref": SENSOR_REF}
    asked = schedule.fire_at if isinstance(schedule, OneShot) else due
    late = 0 if deviations.on("delay-not-told") else max(0, round(nanoseconds / 1_000_000 - asked.timestamp() * 1000))
    match schedule:
        case Interval():
            kind: dict[str, Any] = {"type": "interval", "interval_seconds": schedule.seconds, "execution_count": count}
        case Cron():
            kind = {
                "type": "cron",
                "scheduled_at": fired["fired_at"],
                "expression": schedule.expression,
                "timezone": schedule.zone.key,
                "next_fire_at": "unknown" if following is None else following.isoformat(),
                "execution_count": count,
            }
        case OneShot():
            kind = {"type": "one_shot", "fire_at": shown(schedule.fire_at), "timezone": "UTC", "delay_ms": late}
        case _:
            kind = {"type": "rrule", "scheduled_at": shown(due), "delay_ms": late, "execution_count": count}
    return fired | kind


def shown(moment: datetime) -> str:
    """Return a scheduled moment as payloads show it."""
    return moment.astimezone(UTC).isoformat()
