"""Keywords about timers whose rules are disabled, enabled again and deleted."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from robot.api.deco import keyword

from ..core.errors import BadInput
from ..core.timer_marks import Window, instant
from ..core.topics import about
from ..core.waiting import Wait
from .events import Events
from .timer_reading import TimerReading, listed, shown

EVENTS = "/api/v1/events"


class TimerChanges(TimerReading):
    """Judged by when the platform recorded the events."""

    @keyword(tags=["timer", "absence"])
    def timer_should_have_stopped(
        self,
        rule: Any,
        since: Any,
        *,
        grace: Any = "500ms",
        for_: Any = "3s",
        until: Any = None,
        minimum: int = 1,
        session: Any = None,
    ) -> str:
        """Fails where a timer's rule has an event later than ``since`` and a ``grace``, however many.

        ``since`` is the platform's timestamp of the change, such as the ``updated`` of what `Disable Rule` returned.
        It is watched for ``for`` after that, which counts from the change and not from now; with ``until`` (a
        timestamp), what came after that does not count. ``minimum`` is how many events there must have been before:
        the silence of what never fired proves nothing. TIMING_TOLERANCE stretches the grace. Returns a line.

        Example:
        | ${stopped}=    Disable Rule    ${timer}
        | Timer Should Have Stopped    ${timer}    ${stopped.updated}    for=3s
        """
        ref = self.ref_of("rule", rule, session)
        moment, allowed = instant(since, "since"), timedelta(seconds=self.stretched(grace, "grace"))
        end = moment + timedelta(seconds=self.seconds(for_, "for") or 0.0) if until is None else instant(until, "until")
        self.pass_until(end)
        recorded = self._recorded(ref, session)
        before = [one for one in recorded if one <= moment]
        late = [one for one in recorded if moment + allowed < one <= end]
        watched = f"until {shown(moment)}, watched for {(end - moment).total_seconds():.1f} s more"
        if late:
            raise AssertionError(f"{ref}: {len(late)} events after it had to stop at {shown(moment)} ({listed(late)})")
        if len(before) < minimum:
            raise AssertionError(f"{ref}: {len(before)} events {watched}; wanted {minimum} at least before it stopped")
        return f"{ref}: {len(before)} events {watched}"

    @keyword(tags=["timer", "wait"])
    def timer_should_have_resumed(
        self, rule: Any, since: Any, *, within: Any, fires: int = 2, timeout: Any = None, session: Any = None
    ) -> str:
        """Waits until a timer has ``fires`` events after ``since``; the first of them has to come ``within`` a time.

        ``since`` is the platform's timestamp of the change, such as the ``updated`` of what `Enable Rule` returned.
        TIMING_TOLERANCE stretches ``within``. Returns a line.

        Example:
        | ${enabled}=    Enable Rule    ${timer}
        | Timer Should Have Resumed    ${timer}    ${enabled.updated}    within=2s
        """
        ref = self.ref_of("rule", rule, session)
        moment = instant(since, "since")
        allowed = self.stretched(within, "within")
        found = self.waiter.until(
            Wait[Sequence[datetime]](
                keyword="Timer Should Have Resumed",
                subject=f"events of rule {ref} after {shown(moment)}",
                wanted=f"{fires} or more",
                look=lambda: [one for one in self._recorded(ref, session) if one > moment],
                holds=lambda later: len(later) >= fires,
                show=lambda later: f"are {len(later)}",
                topics=about("event", "rule_ref", ref),
            ),
            timeout=self.seconds(timeout),
        )
        first = (found[0] - moment).total_seconds()
        line = f"{ref}: the first event came {first:.3f} s after {shown(moment)}"
        if first > allowed:
            raise AssertionError(f"{line}, wanted within {allowed:g} s")
        return line

    @keyword(tags=["timer", "absence"])
    def deleted_timer_should_be_silent(
        self, rule: Any, since: Any, *, grace: Any = "500ms", for_: Any = "3s", session: Any = None
    ) -> str:
        """Fails where the trigger of a deleted rule has an event without a rule later than ``since`` and a ``grace``.

        ``rule`` is the object that creation returned. What a platform goes on firing for a rule that is gone names no
        rule any more. It is watched for ``for`` after ``since``; returns a line.

        Example:
        | ${deleted}=    Timestamp Now
        | Send Request    DELETE    /api/v1/rules/${timer.ref}
        | Deleted Timer Should Be Silent    ${timer}    ${deleted}
        """
        trigger = getattr(rule, "trigger_ref", None)
        if not isinstance(trigger, str):
            raise BadInput(f"rule is {rule!r}; it must be the rule that its creation returned, since it is deleted")
        moment = instant(since, "since")
        watch = Window(
            moment + timedelta(seconds=self.stretched(grace, "grace")),
            moment + timedelta(seconds=self.seconds(for_, "for") or 0.0),
        )
        self.pass_until(watch.end)
        orphans = self._orphans(trigger, watch, session)
        if orphans:
            raise AssertionError(
                f"{rule.ref}: {len(orphans)} events without a rule after {shown(moment)} ({listed(orphans)})"
            )
        return f"{rule.ref}: no event without a rule in {watch.seconds:.1f} s after its deletion at {shown(moment)}"

    def _recorded(self, ref: str, session: Any) -> list[datetime]:
        return sorted(
            instant(event.created, "created") for event in Events(self.context).list_events(rule=ref, session=session)
        )

    def _orphans(self, trigger: str, watch: Window, session: Any) -> list[datetime]:
        found = []
        for event in self.api(session).pages(EVENTS, trigger_ref=trigger):
            created = instant(event["created"], "created")
            if created < watch.start:
                # Newest first: what follows is older still.
                break
            if event["rule"] is None and created in watch:
                found.append(created)
        return sorted(found)
