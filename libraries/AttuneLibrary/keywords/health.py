"""Keywords that ask whether the platform and its services are well."""

import re
from datetime import datetime
from typing import Any

from dateutil.parser import ParserError, isoparse
from robot.api.deco import keyword

from ..client import NotFound
from ..core.gaps import registered
from ..core.objects import path_of
from .base import Component

STREAMS = ("stdout", "stderr")
WELL = ("active", "busy")
ALERT = "core.alert"
TAIL = 500
SHOWN = 3


class Health(Component):
    """Readiness, workers, sensors' logs and alerts."""

    @keyword(tags=["health"])
    def health_check(self) -> Any:
        """Returns the platform's own health answer: status, version, database; fails where it is not well.

        Example:
        | ${health}=    Health Check
        | Log    Attune ${health.version}
        """
        return self.dotted(self.context.platform.health())

    @keyword(tags=["health"])
    def list_workers(self, *, role: str | None = None, status: str | None = None, session: Any = None) -> list[Any]:
        """Returns the workers, with their runtimes, health and load; ``role`` is ``action`` or ``sensor``.

        Example:
        | ${workers}=    List Workers    role=action    status=active
        """
        return [self.dotted(one) for one in self.api(session).pages("/api/v1/workers", role=role, status=status)]

    @keyword(tags=["health", "sensor"])
    def get_sensor_log(self, sensor: Any, stream: str = "stderr", *, tail: int = TAIL, session: Any = None) -> str:
        """Returns the last ``tail`` lines of what a sensor wrote to ``stdout`` or ``stderr``; empty where nothing was.

        Example:
        | ${log}=    Get Sensor Log    core.timer_sensor    stdout
        """
        path = f"{path_of('sensor', self.ref_of('sensor', sensor, session))}/logs/{stream}"
        try:
            return self.api(session).get(path, params={"tail": tail}).text
        except NotFound:
            return ""

    @keyword(tags=["health"])
    def services_should_be_healthy(
        self,
        *,
        runtimes: Any = "shell",
        sensors: Any = "core.timer_sensor",
        alerts: bool = True,
        session: Any = None,
    ) -> str:
        """Fails where the platform is not well, and says everything that is not.

        It has to be ready; for each of ``runtimes`` an active worker with a fresh heartbeat has to be there; the logs
        of ``sensors`` must have no line of level ERROR since the run began, other than what a registered gap of the
        target leaves there, and no ``core.alert`` may have come since. Both arguments are lists or texts with commas.
        Returns what was found well, in a line. ``alerts=False`` is for suites that cause alerts on purpose.

        Example:
        | [Teardown]    Services Should Be Healthy    runtimes=shell, python
        """
        self.api(session).get("/health/ready", anonymous=True)
        since = self.context.platform.first_seen()
        wrong = [
            *self._missing_runtimes(_names(runtimes), session),
            *(line for sensor in _names(sensors) for line in self._sensor_errors(sensor, since, session)),
            *(self._alerts(since, session) if alerts else []),
        ]
        if wrong:
            raise AssertionError("Services Should Be Healthy: " + "; ".join(wrong))
        well = f"workers with {', '.join(_names(runtimes))}; the logs of {', '.join(_names(sensors))}; no {ALERT}"
        well = well if alerts else well.rpartition(";")[0]
        return f"ready; {well} since {since:%H:%M:%S}"

    def _missing_runtimes(self, runtimes: list[str], session: Any) -> list[str]:
        well = [
            worker
            for worker in self.list_workers(role="action", session=session)
            if worker.status in WELL and not worker.get("heartbeat_stale") and not worker.get("cordoned")
        ]
        offered = {
            str(runtime["name"]).lower() for worker in well for runtime in worker.get("supported_runtimes") or []
        }
        known = ", ".join(sorted(offered)) or "none"
        return [
            f"no active worker has the runtime {runtime} (there are: {known})"
            for runtime in runtimes
            if runtime.lower().removeprefix("core.") not in {name.removeprefix("core.") for name in offered}
        ]

    def _sensor_errors(self, sensor: str, since: datetime, session: Any) -> list[str]:
        lines = [
            line
            for stream in STREAMS
            for line in self.get_sensor_log(sensor, stream, session=session).splitlines()
            if "ERROR" in line and _is_new(line, since) and not self._is_of_a_gap(line)
        ]
        return [f"the log of {sensor} has {len(lines)} new ERROR lines: {' / '.join(lines[-SHOWN:])}"] if lines else []

    def _is_of_a_gap(self, line: str) -> bool:
        return any(
            gap.noise and re.search(gap.noise, line) and self.context.platform.has_gap(gap.id)
            for gap in registered().values()
        )

    def _alerts(self, since: datetime, session: Any) -> list[str]:
        api = self.api(session)
        newest = api.get("/api/v1/events", params={"trigger_ref": ALERT, "per_page": TAIL}).items
        new = [event for event in newest if isoparse(event["created"]) >= since]
        told = [str(api.get(path_of("event", event["id"])).data["payload"].get("summary")) for event in new[:SHOWN]]
        return [f"{len(new)} new {ALERT}: {' / '.join(told)}"] if new else []


def _names(given: Any) -> list[str]:
    parts = given.split(",") if isinstance(given, str) else list(given or [])
    return [str(part).strip() for part in parts if str(part).strip()]


def _is_new(line: str, since: datetime) -> bool:
    """Whether a log line is of our time; one without a time counts as old, since nothing says it is ours."""
    for word in line.replace('"', " ").replace(",", " ").split():
        try:
            moment = isoparse(word)
        except (ParserError, ValueError):
            continue
        if moment.tzinfo is not None:
            return moment >= since
    return False
