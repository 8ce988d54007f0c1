"""Timers: rules on the core pack's timer triggers, and the clock that fires them."""

from typing import TYPE_CHECKING

from attune_emulator import deviations
from attune_emulator.engine.timers.payloads import SENSOR_REF
from attune_emulator.engine.timers.scheduler import Scheduler
from attune_emulator.engine.timers.schedules import TRIGGERS, BadSchedule
from attune_emulator.engine.timers.timer import Timer
from attune_emulator.services.sensors.logs import SensorLog
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator


def start(emulator: "Emulator") -> None:
    """Run the timers of all enabled rules and follow the rules as they change."""
    timers = Timers(emulator)
    emulator.bus.listen("rule.created", timers.rule_changed)
    emulator.bus.listen("rule.enabled", timers.rule_enabled)
    emulator.bus.listen("rule.disabled", timers.rule_disabled)
    emulator.bus.listen("rule.deleted", timers.rule_deleted)
    for topic in ("pack.registered", "pack.deleted"):
        emulator.bus.listen(topic, lambda pack: timers.follow())
    emulator.supervisor.start("timers", timers.scheduler.run())
    timers.follow()


class Timers:
    """The running timers, by rule."""

    def __init__(self, emulator: "Emulator") -> None:
        self._emulator = emulator
        self._running: dict[int, Timer] = {}
        self._doubled: dict[int, list[Timer]] = {}
        self._stopped: set[int] = set()
        self.scheduler = Scheduler(emulator.supervisor.report)
        self._log = SensorLog(emulator, SENSOR_REF)

    def rule_changed(self, rule: Row) -> None:
        """Follow a rule that was made, enabled or disabled."""
        if rule["trigger_ref"] not in TRIGGERS and rule["id"] not in self._running:
            return
        if deviations.on("timer-restart"):
            self._log.info("Restarting")
            for timer in self._running.values():
                timer.end()
            self._running.clear()
        self.follow()

    def rule_enabled(self, rule: Row) -> None:
        """Follow a rule that was enabled."""
        running = self._running.get(rule["id"])
        self.rule_changed(rule)
        # The broken emulator forgets the timer that runs and starts another; both go with their rule.
        if deviations.on("enabling-doubles-timer") and running is not None and running is self._running.get(rule["id"]):
            self._doubled.setdefault(rule["id"], []).append(running)
            self._running.pop(rule["id"], None)
            self.follow()

    def rule_disabled(self, rule: Row) -> None:
        """Follow a rule that was disabled."""
        self._end_doubled(rule)
        self._stopped.add(rule["id"])
        self.rule_changed(rule)

    def _end_doubled(self, rule: Row) -> None:
        for timer in self._doubled.pop(rule["id"], ()):
            timer.end()

    def rule_deleted(self, rule: Row) -> None:
        """Stop a deleted rule's timer; on the platform nobody tells the timers."""
        self._end_doubled(rule)
        if not deviations.on("deleted-rule-ticks") and rule["id"] in self._running:
            self._running.pop(rule["id"]).end()

    def follow(self) -> None:
        """Start and stop timers until they are those of the enabled rules; what need not change goes on undisturbed."""
        marks = ", ".join("?" * len(TRIGGERS))
        enabled = "1" if deviations.on("disabled-timer-ticks") else "enabled"
        sql = f"SELECT * FROM rule WHERE {enabled} AND trigger_ref IN ({marks}) ORDER BY id"
        wanted = {rule["id"]: rule for rule in self._emulator.db.all(sql, *TRIGGERS)}
        for rule_id, timer in list(self._running.items()):
            if not self._goes_on(timer, wanted.get(rule_id)):
                self._running.pop(rule_id).end()
        for rule_id, rule in wanted.items():
            if rule_id not in self._running and not self._stays_stopped(rule_id):
                self._begin(rule)

    def _stays_stopped(self, rule_id: int) -> bool:
        return deviations.on("timer-never-resumes") and rule_id in self._stopped

    def _goes_on(self, timer: Timer, rule: Row | None) -> bool:
        if rule is not None:
            return timer.fits(rule) or deviations.on("update-keeps-timer")
        gone = self._emulator.db.by_id("rule", timer.rule_id) is None
        return deviations.on("deleted-rule-ticks") if gone else deviations.on("timer-survives-disable")

    def _begin(self, rule: Row) -> None:
        try:
            timer = Timer(self._emulator, self.scheduler, self._log, rule)
        except BadSchedule as error:
            self._log.error(f"Failed to start timer for rule {rule['id']} ({rule['ref']}): {error}")
            return
        self._running[rule["id"]] = timer
        timer.begin()
