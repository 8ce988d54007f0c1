"""Keywords about what sensors write to their logs."""

import re
from typing import Any

from robot.api.deco import keyword

from ..client import NotFound
from ..core.counts import whole
from ..core.errors import BadInput
from ..core.objects import path_of
from ..core.waiting import Wait
from ..core.words import unknown
from .resources import Resources

STREAMS = ("stdout", "stderr")
# A log may be long, and what is waited for is new.
TAIL = 5000
SHOWN = 5


class SensorLogs(Resources):
    """What a sensor's process wrote, through the API; a platform may store lines a little after they were written."""

    @keyword(tags=["sensor", "wait"])
    def wait_for_sensor_log(
        self,
        sensor: Any,
        pattern: str,
        *,
        stream: str | None = None,
        count: Any = 1,
        timeout: Any = None,
        session: Any = None,
    ) -> list[str]:
        """Waits until ``count`` lines or more of a sensor's log match ``pattern``, and returns these lines.

        ``pattern`` is a regular expression that is found anywhere in a line. ``stream`` is ``stdout`` or ``stderr``,
        by default both are read.

        Example:
        | ${lines}=    Wait For Sensor Log    ${PACK_REF}.watcher    watching .*${key}    stream=stdout
        """
        if stream is not None and stream not in STREAMS:
            raise BadInput(unknown("stream", stream, STREAMS))
        try:
            wanted = re.compile(pattern)
        except re.error as problem:
            raise BadInput(f"pattern is '{pattern}'; it must be a regular expression: {problem}") from None
        least = whole(count, "count")
        ref = self.ref_of("sensor", sensor, session)
        streams = STREAMS if stream is None else (stream,)
        return self.waiter.until(
            Wait[list[str]](
                keyword="Wait For Sensor Log",
                subject=f"lines of sensor {ref} that match '{pattern}'",
                wanted=f"{least} or more",
                look=lambda: [line for line in self._lines(ref, streams, session) if wanted.search(line)],
                holds=lambda lines: len(lines) >= least,
                show=lambda lines: f"are {len(lines)}",
                explain=lambda _: [f"the log ends: {line}" for line in self._lines(ref, streams, session)[-SHOWN:]],
            ),
            timeout=self.seconds(timeout),
        )

    def _lines(self, ref: str, streams: tuple[str, ...], session: Any) -> list[str]:
        """A sensor that has written nothing has no log."""
        lines: list[str] = []
        for stream in streams:
            try:
                answer = self.api(session).get(f"{path_of('sensor', ref)}/logs/{stream}", params={"tail": TAIL})
            except NotFound:
                continue
            lines += answer.text.splitlines()
        return lines
