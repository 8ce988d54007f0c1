"""Sensors that packs bring as files: each runs as a process of its own while an enabled rule listens."""

from typing import TYPE_CHECKING

from attune_emulator import deviations
from attune_emulator.engine.sensors.process import SensorProcess
from attune_emulator.engine.timers.payloads import SENSOR_REF
from attune_emulator.services.sensors.logs import SensorLog
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator


def start(emulator: "Emulator") -> None:
    """Run the sensors that are wanted and follow the rules, packs and sensors as they change."""
    sensors = Sensors(emulator)
    for topic in ("rule.created", "rule.enabled", "rule.disabled", "pack.registered", "pack.deleted"):
        emulator.bus.listen(topic, lambda message: sensors.follow())
    emulator.bus.listen("sensor.changed", lambda sensor: sensors.switched())
    emulator.bus.listen("rule.deleted", sensors.rule_deleted)
    emulator.at_stop(sensors.stop)
    sensors.follow()


class Sensors:
    """The running sensors, by id."""

    def __init__(self, emulator: "Emulator") -> None:
        self._emulator = emulator
        self._running: dict[int, SensorProcess] = {}

    def rule_deleted(self, rule: Row) -> None:
        """Follow the deletion of a rule; on the platform nobody tells the sensors."""
        if not deviations.on("deleted-rule-ticks"):
            self.follow()

    def follow(self) -> None:
        """Start and stop sensors until they are those that rules listen to; a change of its rules restarts a sensor."""
        wanted = {sensor["id"]: (sensor, self._instances(sensor)) for sensor in self._startable()}
        ended: dict[int, SensorProcess] = {}
        for number, process in list(self._running.items()):
            if self._goes_on_disabled(number):
                continue
            if number not in wanted or wanted[number] != (process.sensor, process.instances):
                ended[number] = self._running.pop(number)
                ended[number].end()
        for number, (sensor, instances) in wanted.items():
            if number not in self._running:
                self._running[number] = self._started(sensor, instances, ended.get(number))

    def switched(self) -> None:
        """Follow a sensor that was changed; on the platform nobody tells what runs."""
        if not deviations.on("sensor-switch"):
            self.follow()

    def _goes_on_disabled(self, number: int) -> bool:
        """Tell whether a sensor is one that the platform forgot about when it was disabled."""
        sensor = self._emulator.db.by_id("sensor", number)
        return deviations.on("sensor-switch") and sensor is not None and not sensor["enabled"]

    def _started(self, sensor: Row, instances: list[Row], before: SensorProcess | None) -> SensorProcess:
        log = SensorLog(self._emulator, sensor["ref"])
        return SensorProcess(self._emulator, sensor, instances, self._triggers(sensor), log, before)

    async def stop(self) -> None:
        """End every sensor and wait until all are gone."""
        processes = list(self._running.values())
        self._running.clear()
        for process in processes:
            process.end()
        for process in processes:
            await process.gone()

    def _startable(self) -> list[Row]:
        enabled = "1" if deviations.on("disabled-sensor-runs") else "enabled"
        sql = f"SELECT * FROM sensor WHERE {enabled} AND NOT is_adhoc AND ref <> ? ORDER BY id"
        found = self._emulator.db.all(sql, SENSOR_REF)
        return [sensor for sensor in found if self._instances(sensor)]

    def _instances(self, sensor: Row) -> list[Row]:
        """Return what a sensor is told of the rules that listen to it."""
        enabled = "1" if deviations.on("disabled-rule-watched") else "rule.enabled"
        sql = (
            "SELECT rule.id, rule.ref, rule.trigger_params AS config FROM rule"
            f" JOIN trigger ON rule.trigger = trigger.id WHERE trigger.sensor = ? AND {enabled} ORDER BY rule.id"
        )
        return self._emulator.db.all(sql, sensor["id"])

    def _triggers(self, sensor: Row) -> list[str]:
        rows = self._emulator.db.all("SELECT ref FROM trigger WHERE sensor = ? ORDER BY ref", sensor["id"])
        return [row["ref"] for row in rows]
