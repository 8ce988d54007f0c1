"""Keywords that judge timers by the server's own timestamps, never by when an event reached the test."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from robot.api import logger
from robot.api.deco import keyword

from ..core.timer_marks import Gaps, MarkReport, Window, compare, instant, second_set
from .timer_reading import SHOWN, TAIL, TimerReading, fired, more, shown


class Timers(TimerReading):
    """Timers are judged by ``fired_at`` and ``scheduled_at`` of their events' payloads."""

    @keyword(tags=["timer", "wait"])
    def observe_timers(self, *rules: Any, for_: Any, warm_up: Any = None, session: Any = None) -> None:
        """Lets server time pass while timers fire: one window for all ``rules``.

        Create every rule first, observe once, then judge each: what follows reads the platform's own timestamps. The
        window begins ``warm_up`` after the youngest of the rules was made or changed (by default half a second, more
        where the platform restarts its timers for each rule) and lasts ``for``. A window of 61 s holds every second
        of the minute.

        Example:
        | Observe Timers    ${interval}    ${cron}    for=61s
        | Timer Gaps Should Be    ${interval}    5
        | Cron Should Have Fired Exactly    ${cron}    0,15,30,45
        """
        window = self.open_window(rules, for_, warm_up, session)
        self.close_window(rules, window, session)

    @keyword(tags=["timer", "event"])
    def timer_events(self, rule: Any, *, session: Any = None) -> list[Any]:
        """Returns the events of a timer's rule with their payloads, oldest first.

        After `Observe Timers` those up to the end of the window: what is asserted does not depend on when it is
        looked at, nor on timers that other tests start later.

        Example:
        | ${events}=    Timer Events    ${timer}
        | Should Be Equal    ${events[0].payload.execution_count}    ${1}
        """
        ref = self.ref_of("rule", rule, session)
        window = self.observation(ref).window
        return self.events_of(ref, window.end if window else None, session)

    @keyword(tags=["timer"])
    def timer_gaps_should_be(
        self,
        rule: Any,
        period: Any,
        *,
        tolerance: Any = 0.5,
        minimum: int = 2,
        message: str | None = None,
        session: Any = None,
    ) -> str:
        """Fails unless every gap between consecutive fires is ``period``, give or take ``tolerance``.

        The gaps are those of ``fired_at``. ``minimum`` is how many gaps there must be at least, so that nothing is
        proved by too little. In the window of `Observe Timers` it has to fire from beginning to end: the first and the
        last fire are no further than a period from either. TIMING_TOLERANCE stretches the tolerance. Returns a line
        with the number of gaps, their minimum, mean and maximum.

        Example:
        | ${line}=    Timer Gaps Should Be    ${timer}    5    tolerance=500ms    minimum=3
        """
        ref = self.ref_of("rule", rule, session)
        wanted = self.seconds(period, "period") or 0.0
        allowed = self.stretched(tolerance)
        fires = [fired(event) for event in self.timer_events(ref, session=session)]
        gaps = Gaps.between(fires)
        line = f"{ref}: {gaps}, wanted {wanted:g} s ± {allowed:g} s"
        if wrong := gaps.outside(wanted, allowed):
            told = ", ".join(f"gap {number} is {gap:.3f} s" for number, gap in wrong[:SHOWN])
            raise AssertionError(message or f"{line}: {told}{more(wrong)}")
        if len(gaps.seconds) < minimum:
            raise AssertionError(message or f"{line}: fewer than {minimum} gaps")
        window = self.observation(ref).window
        if window and (unwatched := _longer_than(wanted + allowed, window, fires)):
            raise AssertionError(message or f"{line}: {unwatched}")
        logger.info(line)
        return line

    @keyword(tags=["timer"])
    def timer_should_have_fired_once(
        self,
        rule: Any,
        fire_at: Any = None,
        *,
        tolerance: Any = 1,
        message: str | None = None,
        session: Any = None,
    ) -> str:
        """Fails unless a timer has exactly one event, fired at ``fire_at``, give or take ``tolerance``.

        ``fire_at`` is by default the one in the rule. TIMING_TOLERANCE stretches the tolerance. Returns a line with
        the difference.

        Example:
        | Timer Should Have Fired Once    ${timer}    ${at}    tolerance=1s
        """
        found = self.fetch("rule", rule, session)
        wanted = instant(found.trigger_params.get("fire_at") if fire_at is None else fire_at, "fire_at")
        events = self.timer_events(found.ref, session=session)
        if len(events) != 1:
            times = ", ".join(shown(fired(event)) for event in events[:SHOWN])
            raise AssertionError(message or f"{found.ref}: fired {len(events)} times, wanted once ({times or 'never'})")
        late = (fired(events[0]) - wanted).total_seconds()
        allowed = self.stretched(tolerance)
        line = f"{found.ref}: fired once, at {shown(fired(events[0]))}, {late:+.3f} s from {shown(wanted)}"
        if abs(late) > allowed:
            raise AssertionError(message or f"{line}; wanted within {allowed:g} s")
        logger.info(line)
        return line

    @keyword(tags=["timer"])
    def timer_should_have_been_quiet(self, rule: Any, for_: Any, *, session: Any = None) -> str:
        """Fails unless a timer fired exactly once and the window of `Observe Timers` went on ``for`` so long after it.

        Returns a line with the time it was watched.

        Example:
        | Observe Timers    ${timer}    for=20s
        | Timer Should Have Been Quiet    ${timer}    for=10s
        """
        ref = self.ref_of("rule", rule, session)
        length = self.seconds(for_, "for") or 0.0
        window = self.window_of(ref)
        fires = [fired(event) for event in self.events_of(ref, None, session)]
        times = ", ".join(shown(moment) for moment in fires[:SHOWN]) or "never"
        if len(fires) != 1:
            raise AssertionError(f"{ref}: fired {len(fires)} times, wanted once and quiet afterwards ({times})")
        watched = (window.end - fires[0]).total_seconds()
        line = f"{ref}: fired once, at {times}, and was watched for {watched:.1f} s more"
        if watched < length:
            raise AssertionError(f"{line}, wanted {length:g} s: the window is too short")
        return line

    @keyword(tags=["timer"])
    def cron_should_have_fired_exactly(
        self, rule: Any, seconds: Any, *, minimum: int = 1, message: str | None = None, session: Any = None
    ) -> str:
        """Fails unless a cron timer fired on the given seconds of the minute, on each of them, and nowhere else.

        ``seconds`` is a list of numbers or the first field of a cron expression (``*/5``, ``0,15,30,45``). Every event
        the rule ever had must lie on one of them and no two on the same; in the window of `Observe Timers` none may
        be missing. ``minimum`` is how many marks that window must have held. Returns a line with the counts.

        Example:
        | Observe Timers    ${cron}    for=20s
        | Cron Should Have Fired Exactly    ${cron}    */5    minimum=3
        """
        ref = self.ref_of("rule", rule, session)
        window = self.window_of(ref)
        wanted = second_set(seconds)
        # The last mark's fire may lie a little behind the window's end.
        events = self.events_of(ref, window.end + timedelta(seconds=TAIL), session)
        report = compare([_scheduled(event) for event in events], wanted, window)
        line = (
            f"{ref}: {report.fired} fires, {report.required} marks in {window.seconds:g} s, seconds {_listed(wanted)}"
        )
        problems = _problems(report)
        if report.required < minimum:
            problems.append(f"the window held fewer than {minimum} marks")
        if problems:
            raise AssertionError(message or f"{line}: {'; '.join(problems)}")
        logger.info(line)
        return line


def _scheduled(event: Any) -> datetime:
    return instant(event.payload.get("scheduled_at") or event.payload["fired_at"], "scheduled_at")


def _problems(report: MarkReport) -> list[str]:
    kinds = (
        ("not fired at", report.missing),
        ("fired elsewhere, at", report.elsewhere),
        ("fired more than once at", report.repeated),
    )
    return [
        f"{words} {', '.join(shown(moment) for moment in moments[:SHOWN])}{more(moments)}"
        for words, moments in kinds
        if moments
    ]


def _longer_than(allowed: float, window: Window, fires: Sequence[datetime]) -> str | None:
    """Where the window begins or ends with a silence that is too long."""
    before = (fires[0] - window.start).total_seconds()
    after = (window.end - fires[-1]).total_seconds()
    if before > allowed:
        return f"the first fire came {before:.3f} s after the window began"
    return f"the last fire came {after:.3f} s before the window ended" if after > allowed else None


def _listed(seconds: frozenset[int]) -> str:
    return ",".join(str(second) for second in sorted(seconds))
