"""What keywords about timers share: the window in which a rule was watched, and the events read so far."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from robot.api import logger

from ..core.errors import BadInput
from ..core.timer_marks import Window, instant
from .events import Events
from .resources import Resources

SHOWN = 10
# A timer that was just made needs a moment; a platform that restarts its timer process does so once for each rule.
MOMENT, START, RESTART = 0.5, 2.0, 0.3
# What fires on the last mark of a window may come late, and still has to be recorded.
TAIL = 1.5


@dataclass(slots=True)
class Observation:
    """The window in which a rule was watched, and the payloads read so far; events never change."""

    window: Window | None = None
    events: dict[int, Any] = field(default_factory=dict)


class TimerReading(Resources):
    """Base of the components that judge timers by the platform's own timestamps."""

    def observation(self, ref: str) -> Observation:
        found: Observation = self.context.observed.setdefault(ref, Observation())
        return found

    def window_of(self, ref: str) -> Window:
        window = self.observation(ref).window
        if window is None:
            raise BadInput(f"rule {ref} was not observed; call Observe Timers with it first")
        return window

    def open_window(self, rules: Sequence[Any], for_: Any, warm_up: Any, session: Any) -> Window:
        """The window in which all of `rules` are to be watched; it begins when the youngest of them has settled."""
        if not rules:
            raise BadInput("no rule is given; name every timer that is to be observed")
        length = self.seconds(for_, "for") or 0.0
        given = self.seconds(warm_up, "warm_up")
        grace = self._warm_up(len(rules)) if given is None else given
        youngest = max(instant(self.fetch("rule", rule, session).updated, "updated") for rule in rules)
        start = max(youngest + timedelta(seconds=grace), self.context.clock.now())
        return Window(start, start + timedelta(seconds=length))

    def close_window(self, rules: Sequence[Any], window: Window, session: Any) -> None:
        """Wait until a window is over and its last fires are recorded, and keep it for each of `rules`."""
        self.pass_until(window.end + timedelta(seconds=TAIL))
        for rule in rules:
            self.observation(self.ref_of("rule", rule, session)).window = window
        logger.info(f"observed {len(rules)} timers from {shown(window.start)} to {shown(window.end)} server time")

    def _warm_up(self, rules: int) -> float:
        return START + RESTART * rules if self.context.platform.has_gap("timer-restart") else MOMENT

    def events_of(self, ref: str, end: datetime | None, session: Any) -> list[Any]:
        """The events of a rule with their payloads, oldest first, up to `end`."""
        known = self.observation(ref).events
        reader = Events(self.context)
        for listed in reader.list_events(rule=ref, session=session):
            if listed.id not in known:
                known[listed.id] = reader.get_event(listed, session=session)
        found = sorted(known.values(), key=lambda event: (fired(event), event.id))
        return [event for event in found if end is None or fired(event) <= end]

    def pass_until(self, moment: datetime) -> None:
        """Let the platform's time pass."""
        while (left := (moment - self.context.clock.now()).total_seconds()) > 0:
            self.waiter.pause(left)

    def stretched(self, tolerance: Any, argument: str = "tolerance") -> float:
        return (self.seconds(tolerance, argument) or 0.0) * float(self.settings.timing_tolerance)


def fired(event: Any) -> datetime:
    return instant(event.payload["fired_at"], "fired_at")


def shown(moment: datetime) -> str:
    return moment.strftime("%H:%M:%S.") + f"{moment.microsecond // 1000:03d}"


def more(found: Sequence[object]) -> str:
    return f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""


def listed(moments: Sequence[datetime]) -> str:
    """The first few of them, `never` where there are none."""
    return (", ".join(shown(moment) for moment in moments[:SHOWN]) or "never") + more(moments)
