"""One running timer: the rule it belongs to, its schedule, its count."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from attune_emulator import deviations
from attune_emulator.engine.timers.payloads import SENSOR_REF, payload_of, shown
from attune_emulator.engine.timers.scheduler import Scheduler
from attune_emulator.engine.timers.schedules import Cron, Interval, OneShot, make_schedule
from attune_emulator.services.events.recording import record_event
from attune_emulator.services.sensors.logs import SensorLog
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

LATE = timedelta(seconds=1.2)
DRIFT = timedelta(seconds=0.8)
CREEP = timedelta(seconds=0.1)
OLD = timedelta(days=1)
REPEAT = timedelta(seconds=2)


class Timer:
    """Fires for one rule. Made for the rule's present parameters; other parameters mean another timer."""

    def __init__(self, emulator: "Emulator", scheduler: Scheduler, log: SensorLog, rule: Row) -> None:
        self._emulator, self._scheduler, self._log = emulator, scheduler, log
        self.rule_id: int = rule["id"]
        self.ref: str = rule["ref"]
        self.trigger_ref: str = rule["trigger_ref"]
        self.params: Any = rule["trigger_params"]
        self.count = 0
        self._fired = 0
        self._drop: Callable[[], None] = lambda: None
        self.schedule = make_schedule(self.trigger_ref, self.params, datetime.now(UTC))

    def fits(self, rule: Row) -> bool:
        """Tell whether this timer is still the one for `rule`."""
        return bool(self.trigger_ref == rule["trigger_ref"] and self.params == rule["trigger_params"])

    def begin(self) -> None:
        """Wait for the first moment."""
        moment = datetime.now(UTC)
        if isinstance(self.schedule, OneShot) and self.schedule.fire_at <= moment:
            self._begin_late(self.schedule)
            return
        if isinstance(self.schedule, OneShot) and deviations.on("date-timer-at-once"):
            self._schedule(moment)
        else:
            self._await_next(moment)
        self._log.info(f"Timer started for rule {self.rule_id} ({self.ref}): {self.trigger_ref} {self.params}")

    def _begin_late(self, schedule: OneShot) -> None:
        if deviations.on("past-date"):
            self._log.error(f"Failed to start timer for rule {self.rule_id}: fire_at must be in the future")
        elif deviations.on("old-date-forgotten") and schedule.fire_at < datetime.now(UTC) - OLD:
            return
        elif deviations.on("spent-timer-fires-again") or not self._has_fired(schedule):
            self._schedule(schedule.fire_at)
            self._log.info(f"Timer for rule {self.rule_id} ({self.ref}) is past its date and fires at once")

    def _has_fired(self, schedule: OneShot) -> bool:
        sql = "SELECT 1 FROM event WHERE rule = ? AND json_extract(payload, '$.fire_at') = ?"
        return self._emulator.db.value(sql, self.rule_id, shown(schedule.fire_at)) is not None

    def end(self) -> None:
        """Fire no more."""
        self._drop()
        self._log.info(f"Stopped timer for rule {self.rule_id} ({self.ref})")

    def _await_next(self, moment: datetime) -> None:
        following = self.schedule.next_after(moment)
        if following is None:
            self._log.info(f"Timer for rule {self.rule_id} ({self.ref}) is complete")
        else:
            self._schedule(following)

    def _schedule(self, due: datetime) -> None:
        if deviations.on("timer-late"):
            due += LATE
        if deviations.on("cron-off-by-one") and isinstance(self.schedule, Cron):
            due += timedelta(seconds=1)
        if deviations.on("interval-drifts") and isinstance(self.schedule, Interval):
            due += self._fired * DRIFT
        if deviations.on("interval-creeps") and isinstance(self.schedule, Interval):
            due += self._fired * CREEP
        self._drop = self._scheduler.at(due, self._fire)

    def _fire(self, due: datetime) -> None:
        self.count += 0 if self.count and deviations.on("tick-count-stuck") else 1
        # From the deadline on and not from now, so that a delay neither loses nor doubles a tick; only moments long
        # gone are skipped.
        after = max(due, datetime.now(UTC) - timedelta(seconds=1))
        following = None if isinstance(self.schedule, OneShot) else self.schedule.next_after(after)
        self._fired += 1
        if deviations.on("tick-lost") and self._fired % 10 == 0:
            self._schedule(following or due)
            return
        for _ in range(2 if deviations.on("timer-fires-twice") else 1):
            self._record(payload_of(self.schedule, due, following, self.count))
        if isinstance(self.schedule, OneShot):
            self._finish()
        elif following is not None:
            self._schedule(following)
        else:
            self._log.info(f"Timer for rule {self.rule_id} ({self.ref}) is complete")

    def _finish(self) -> None:
        self._log.info(f"One-shot timer completed for rule {self.rule_id}")
        if deviations.on("date-timer-repeats"):
            self._drop = self._scheduler.at(datetime.now(UTC) + REPEAT, self._fire)

    def _record(self, payload: dict[str, Any]) -> None:
        db = self._emulator.db
        trigger = db.by_ref("trigger", self.trigger_ref)
        if trigger is None:
            self._log.error(f"Failed to create event for rule {self.rule_id}: trigger '{self.trigger_ref}' not found")
            return
        sensor = db.by_ref("sensor", SENSOR_REF)
        rule = db.by_id("rule", self.rule_id)
        if deviations.on("sensor-log-errors"):
            self._log.error(f"Timer of rule {self.rule_id} ({self.ref}) fired, although nobody asked")
        event = record_event(
            self._emulator, trigger, payload, rule=rule, source=sensor["id"] if sensor else None, source_ref=SENSOR_REF
        )
        where = f"rule {self.rule_id} ({self.ref})"
        self._log.info(f"Timer fired for {where}, count {self.count}, created event {event['id']}")
