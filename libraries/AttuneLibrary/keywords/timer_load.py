"""Keywords about a platform under the steady load of a timer: how it answers, what waits, how long each step takes."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from statistics import median
from typing import Any

from robot.api import logger
from robot.api.deco import keyword

from ..client import AttuneError
from ..core.errors import BadInput
from ..core.fanout import Span
from ..core.history import transitions
from ..core.process_memory import family, resident
from ..core.timer_marks import instant
from .executions import Executions
from .timer_reading import TimerReading, fired

# Cheap for the platform, and each needs its database.
PROBED = ("/api/v1/executions", "/api/v1/events", "/api/v1/rules")
SHOWN = 5


class TimerLoad(TimerReading):
    """What is measured while a timer fires often."""

    @keyword(tags=["timer", "wait"])
    def observe_timers_under_probes(self, *rules: Any, for_: Any, every: Any = "250ms", session: Any = None) -> Any:
        """Like `Observe Timers`, but asks the platform for a short list ``every`` so often, and times the answers.

        Returns ``seconds`` (of each answer), ``failures`` (a line for each that was none), ``p50``, ``p95`` and
        ``maximum``; and, where the platform's processes can be looked at, ``memory``: megabytes at the end of each
        tenth of the window.

        Example:
        | ${probes}=    Observe Timers Under Probes    ${timer}    for=60s
        | Record Metric    API latency p95    ${probes.p95}    target=<= 0.1    unit=s
        """
        pause = self.seconds(every, "every") or 0.0
        if pause <= 0:
            raise BadInput(f"every is '{every}'; it must be a time above 0")
        window = self.open_window(rules, for_, None, session)
        self.pass_until(window.start)
        pids = family(int(self.context.platform.emulator_info().get("pid", 0)))
        seconds: list[float] = []
        failures: list[str] = []
        memory: list[float] = []
        while (now := self.context.clock.now()) < window.end:
            self._probe(PROBED[len(seconds) % len(PROBED)], session, seconds, failures)
            if pids and (now - window.start).total_seconds() >= (len(memory) + 1) * window.seconds / 10:
                memory.append(round(resident(pids), 1))
            self.waiter.pause(pause)
        self.close_window(rules, window, session)
        figures = {"p50": _share(seconds, 0.5), "p95": _share(seconds, 0.95), "maximum": max(seconds, default=0.0)}
        logger.info(f"{len(seconds)} answers, {len(failures)} failures, {figures}, memory {memory} MB")
        return self.dotted({"seconds": seconds, "failures": failures, "memory": memory, **figures})

    @keyword(tags=["timer", "execution", "assertion"])
    def backlog_should_be_at_most(self, rule: Any, most: int, *, apart_from: Any = 0, session: Any = None) -> str:
        """Fails where more than ``most`` executions of a timer's rule waited at once: asked for, and not running yet.

        Judged by the platform's history of every execution of the rule. More may wait for ``apart_from`` in all: what a
        machine that stalls for a moment makes wait is no backlog. Returns a line with the greatest number.

        Example:
        | Backlog Should Be At Most    ${timer}    1    apart_from=3s
        """
        allowed = self.seconds(apart_from, "apart_from") or 0.0
        ref = self.ref_of("rule", rule, session)
        spans = self._spans(ref, session)
        waited = [(span.requested, span.running) for span in spans if span.requested and span.running]
        never = len(spans) - len(waited)
        greatest, above = _backlog(waited, most)
        line = f"{ref}: {greatest} of {len(spans)} executions waited at once, more than {most} for {above:.1f} s"
        if above > allowed or never or not spans:
            raise AssertionError(f"{line}, and {never} never ran; wanted {allowed:g} s at most, and all to run")
        return line

    @keyword(tags=["timer", "execution"])
    def get_stage_latencies(self, rule: Any, *, session: Any = None) -> Any:
        """Returns how long each step took for each tick of a timer, in seconds, by the platform's own timestamps.

        Members, each a list: ``event`` (from the tick to its record), ``enforcement``, ``execution``, ``running`` (each
        from the step before it) and ``total`` (from the tick to the end of its execution). Only ticks that came
        to their end are counted. ``medians`` has the median of each.

        Example:
        | ${stages}=    Get Stage Latencies    ${timer}
        | Record Metric    event to enforcement    ${stages.enforcement}    target=<= 0.1    unit=s
        """
        ref = self.ref_of("rule", rule, session)
        api = self.api(session)
        events = {event.id: event for event in self.events_of(ref, None, session)}
        enforcements = {made["id"]: made for made in api.pages("/api/v1/enforcements", rule_ref=ref)}
        stages: dict[str, list[float]] = {"event": [], "enforcement": [], "execution": [], "running": [], "total": []}
        for execution in Executions(self.context).list_executions(rule=ref, session=session):
            enforcement = enforcements.get(execution.enforcement)
            event = events.get(enforcement["event"]) if enforcement else None
            span = Span.of(execution.id, transitions(api, execution.id))
            if enforcement is None or event is None or span.running is None or span.ended is None:
                continue
            steps = (
                fired(event),
                instant(event.created),
                instant(enforcement["created"]),
                instant(execution.created),
                span.running,
            )
            for name, (earlier, later) in zip(stages, pairwise(steps), strict=False):
                stages[name].append(_between(earlier, later))
            stages["total"].append(_between(steps[0], span.ended))
        medians = {name: median(values) for name, values in stages.items() if values}
        return self.dotted({**stages, "medians": medians})

    @keyword(tags=["assertion"])
    def memory_should_not_have_grown(self, memory: Sequence[float], *, by: float) -> str:
        """Fails where the last of a series of megabytes is more than ``by`` above the first; returns a line.

        ``memory`` is what `Observe Timers Under Probes` returned under that name; two figures at least.

        Example:
        | Memory Should Not Have Grown    ${probes.memory}    by=100
        """
        if len(memory) < 2:
            raise AssertionError(f"Memory Should Not Have Grown: {len(memory)} figures, wanted 2 at least")
        grown = memory[-1] - memory[0]
        line = f"{memory[0]:g} MB at first, {memory[-1]:g} MB at last"
        if grown > by:
            raise AssertionError(f"Memory Should Not Have Grown: {line}, wanted at most {by:g} MB more")
        return line

    def _probe(self, path: str, session: Any, seconds: list[float], failures: list[str]) -> None:
        begun = self.waiter.now()
        try:
            self.api(session).get(path, params={"per_page": 1, "page_size": 1})
        except AttuneError as problem:
            failures.append(f"GET {path}: {str(problem).splitlines()[0]}")
        seconds.append(round(self.waiter.now() - begun, 4))

    def _spans(self, ref: str, session: Any) -> list[Span]:
        api = self.api(session)
        executions = Executions(self.context).list_executions(rule=ref, session=session)
        return [Span.of(execution.id, transitions(api, execution.id)) for execution in executions]


def _between(earlier: datetime, later: datetime) -> float:
    return round((later - earlier).total_seconds(), 4)


def _backlog(waited: Iterable[tuple[datetime, datetime]], most: int) -> tuple[int, float]:
    """How many waited at once at most, and for how many seconds more than `most` did."""
    steps = sorted(step for begun, ended in waited for step in ((begun, 1), (ended, -1)))
    now, greatest, above = 0, 0, 0.0
    for (when, step), (following, _) in zip(steps, [*steps[1:], *steps[-1:]], strict=True):
        now += step
        greatest = max(greatest, now)
        above += (following - when).total_seconds() if now > most else 0.0
    return greatest, above


def _share(values: Sequence[float], share: float) -> float:
    """The value that this share of all is not above; 0 where there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0
