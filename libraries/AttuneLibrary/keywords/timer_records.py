"""Keywords that judge what the events of a timer hold: their payloads, their rule, the marks they announce."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from robot.api.deco import keyword

from ..core.errors import BadInput
from ..core.matching import Matching, listed
from ..core.timer_marks import instant
from .resources import Resources

SENSOR = "core.timer_sensor"
SHOWN = 10


class TimerRecords(Resources):
    """Lists of events as `Timer Events` returns them."""

    @keyword(tags=["timer", "assertion"])
    def timer_payloads_should_be(
        self, events: Any, expected: Mapping[str, Any], *, ignore: Any = "fired_at", numbered: bool = True
    ) -> None:
        """Fails unless the payload of each event is ``expected``: nothing missing, nothing added, every type kept.

        ``events`` are a timer's events, oldest first, one at least. ``ignore`` names members whose values are not
        compared, as a list or a text with commas. With ``numbered`` each payload has an ``execution_count`` as well,
        which counts them from 1.

        Example:
        | ${ticks}=    Timer Events    ${timer}
        | VAR    &{expected}    type=interval    interval_seconds=${5}    sensor_ref=core.timer_sensor
        | Timer Payloads Should Be    ${ticks}    ${expected}
        """
        ignored = [part.strip() for part in ignore.split(",")] if isinstance(ignore, str) else list(ignore or ())
        wanted = [
            {**expected, **dict.fromkeys(ignored), **({"execution_count": number} if numbered else {})}
            for number, _ in enumerate(_given(events), start=1)
        ]
        payloads = [event["payload"] for event in events]
        differences = [
            *Matching(subset=False, ignore=tuple(ignored)).differences(payloads, wanted),
            *_absent(payloads, ignored),
        ]
        if differences:
            raise AssertionError(f"{len(differences)} differences in {len(payloads)} payloads\n{listed(differences)}")

    @keyword(tags=["timer", "assertion"])
    def timer_events_should_name_their_rule(self, events: Any, rule: Any, *, session: Any = None) -> None:
        """Fails unless each event carries the id and ref of ``rule``, that rule's trigger, and the timers' sensor.

        Example:
        | ${ticks}=    Timer Events    ${timer}
        | Timer Events Should Name Their Rule    ${ticks}    ${timer}
        """
        own = self.fetch("rule", rule, session)
        wanted = {"rule": own.id, "rule_ref": own.ref, "trigger_ref": own.trigger_ref, "source_ref": SENSOR}
        wrong = [
            f"event {event['id']}: {name} is {event[name]!r}, wanted {value!r}"
            for event in _given(events)
            for name, value in wanted.items()
            if event[name] != value
        ]
        if wrong:
            raise AssertionError("; ".join(wrong[:SHOWN]))

    @keyword(tags=["timer", "assertion"])
    def announced_marks_should_be_real(self, events: Any) -> str:
        """Fails unless the ``next_fire_at`` of each of a cron timer's events is a mark at which the timer did fire.

        ``events`` are a timer's events, oldest first, two at least. What a platform calls the next mark may be the one
        that has just come or the one that follows; no other passes. Returns a line with the count.

        Example:
        | ${fires}=    Timer Events    ${timer}
        | Announced Marks Should Be Real    ${fires}
        """
        payloads = [event["payload"] for event in _given(events, least=2)]
        wrong = []
        for number, (payload, following) in enumerate(pairwise(payloads), start=1):
            marks = [instant(one["fired_at"], "fired_at").replace(microsecond=0) for one in (payload, following)]
            if instant(payload["next_fire_at"], "next_fire_at") not in marks:
                around = " and ".join(mark.isoformat() for mark in marks)
                wrong.append(f"fire {number} announced {payload['next_fire_at']}, the marks are {around}")
        if wrong:
            raise AssertionError("; ".join(wrong[:SHOWN]))
        return f"{len(payloads) - 1} announced marks are real ones"


def _given(events: Any, least: int = 1) -> Sequence[Any]:
    """Too few events would prove nothing."""
    if isinstance(events, str | bytes | Mapping) or not isinstance(events, Sequence):
        raise BadInput(f"events is {events!r}; it must be a list of events")
    if len(events) < least:
        raise AssertionError(f"the timer has {len(events)} events, wanted {least} at least")
    return events


def _absent(payloads: Sequence[Any], names: Sequence[str]) -> list[str]:
    """What is not compared has to be there nevertheless."""
    return [
        f"[{number}].{name} is missing"
        for number, payload in enumerate(payloads)
        for name in names
        if payload.get(name) is None
    ]
