"""The one waiter under every `Wait For ...`: looks at once, then again whenever woken, until it holds or time is up."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from ..client import AttuneError, NotFound, PlatformUnreachable, ServerError, deadline
from .errors import WaitEndedEarly, WaitTimedOut
from .settings import Settings

log = logging.getLogger("attune")
T = TypeVar("T")
FIRST_PAUSE = 0.02
GROWTH = 1.6


class Clock(Protocol):
    """Time as the waiter sees it."""

    def now(self) -> float: ...


class WakeSource(Protocol):
    """Ends a pause early when something that concerns one of `topics` happened."""

    @property
    def live(self) -> bool:
        """Whether it can be relied on, so that looking in between is only a safety net."""
        ...

    def looking(self) -> None:
        """Told right before each look: what happens from then on ends the next pause."""
        ...

    def pause(self, seconds: float, topics: frozenset[str]) -> bool:
        """Wait at most `seconds`; True when woken."""
        ...


class MonotonicClock:
    """The clock that nobody sets back."""

    def now(self) -> float:
        return time.monotonic()


class Sleeper:
    """The wake source of a world without notifications."""

    live = False

    def looking(self) -> None:
        return

    def pause(self, seconds: float, topics: frozenset[str]) -> bool:
        time.sleep(seconds)
        return False


@dataclass(slots=True)
class Effort:
    """What a wait cost so far."""

    looks: int = 0
    wakes: int = 0
    tolerated: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        parts = [_plural(self.looks, "look")]
        if self.wakes:
            parts.append(_plural(self.wakes, "notification"))
        if self.tolerated:
            parts.append(f"{_plural(len(self.tolerated), 'tolerated error')}, the last: {self.tolerated[-1]}")
        return ", ".join(parts)


@dataclass(frozen=True)
class Wait(Generic[T]):
    """One wait in words and functions.

    `look` reads the value, `holds` judges it, `hopeless` says why it can never hold (None: it still can),
    `show` puts it into words, `explain` adds lines to a failure, `chain` gives what is kept as its evidence.
    `keyword` and `wanted` open the failure text.
    """

    keyword: str
    subject: str
    wanted: str
    look: Callable[[], T]
    holds: Callable[[T], bool]
    show: Callable[[T], str] = str
    hopeless: Callable[[T], str | None] = lambda _: None
    explain: Callable[[T | None], list[str]] = lambda _: []
    chain: Callable[[], dict[str, Any] | None] = lambda: None
    settle: float = 0.0
    topics: frozenset[str] = frozenset()


class _Nothing:
    """No look has succeeded yet."""


NOTHING = _Nothing()


class Waiter:
    """Waits with one clock, one wake source and the run's settings."""

    def __init__(self, settings: Settings, clock: Clock | None = None, wake: WakeSource | None = None) -> None:
        self._settings = settings
        self._clock = clock or MonotonicClock()
        self.wake: WakeSource = wake or Sleeper()
        self.on_end: Callable[[str, float, float, Effort, bool], None] = lambda *_: None
        # Keeps the evidence of a failure and gives its path.
        self.keep: Callable[[str, Callable[[], dict[str, Any] | None]], str] = lambda *_: ""

    def until(self, wait: Wait[T], *, timeout: float | None = None, poll_interval: float | None = None) -> T:
        """The first value that holds (and goes on holding for `wait.settle` seconds).

        `timeout` and `poll_interval` are seconds, None takes the settings'. Raises WaitTimedOut or WaitEndedEarly.
        """
        limit = self._settings.scaled(self._settings.timeout if timeout is None else timeout)
        longest = self._settings.poll_interval if poll_interval is None else poll_interval
        run = _Run(wait, limit, longest, self._settings.dead_after, self._clock, self.wake, self.keep)
        try:
            value = run.to_the_end()
        except BaseException:
            self.on_end(wait.keyword, run.elapsed(), limit, run.effort, False)
            raise
        self.on_end(wait.keyword, run.elapsed(), limit, run.effort, True)
        log.info("%s: %s %s after %.2f s (%s)", wait.keyword, wait.subject, wait.show(value), run.elapsed(), run.effort)
        return value

    def pause(self, seconds: float) -> None:
        """Let time itself pass; for keywords whose subject is time."""
        self.wake.pause(seconds, frozenset())

    def now(self) -> float:
        return self._clock.now()


class _Run(Generic[T]):
    """One wait under way."""

    def __init__(
        self,
        wait: Wait[T],
        limit: float,
        longest: float,
        dead_after: float,
        clock: Clock,
        wake: WakeSource,
        keep: Callable[[str, Callable[[], dict[str, Any] | None]], str],
    ) -> None:
        self.wait, self.limit, self.longest, self.dead_after = wait, limit, longest, dead_after
        self.clock, self.wake, self.keep = clock, wake, keep
        self.begun = clock.now()
        self.end = self.begun + limit
        self.effort = Effort()
        self.value: T | _Nothing = NOTHING
        self.silent_since: float | None = None
        self.held_since: float | None = None

    def elapsed(self) -> float:
        return self.clock.now() - self.begun

    def to_the_end(self) -> T:
        pause = self._first_pause()
        while True:
            last = self.clock.now() >= self.end
            if self._looked() and self._settled():
                assert not isinstance(self.value, _Nothing)
                return self.value
            # What holds at the end may still prove that it goes on holding.
            if last and self.held_since is None:
                raise WaitTimedOut(self._failure(f"after {self.elapsed():.2f} s"))
            pause = self._paused(pause)

    def _looked(self) -> bool:
        """Whether a fresh look shows what is wanted."""
        self.effort.looks += 1
        self.wake.looking()
        try:
            # Real time on purpose: the limit is for sockets, which know no other clock.
            with deadline.until(time.monotonic() + max(0.0, self._limit() - self.clock.now())):
                self.value = value = self.wait.look()
        except AttuneError as problem:
            self._tolerate(problem)
            self.held_since = None
            return False
        self.silent_since = None
        if self.wait.holds(value):
            return True
        self.held_since = None
        reason = self.wait.hopeless(value)
        if reason is not None:
            raise WaitEndedEarly(self._failure(f"after {self.elapsed():.2f} s", reason))
        return False

    def _limit(self) -> float:
        """When looks end: what holds has to be seen to go on holding, beyond the timeout too."""
        return self.end if self.held_since is None else max(self.end, self.held_since + self.wait.settle)

    def _settled(self) -> bool:
        if self.wait.settle <= 0:
            return True
        if self.held_since is None:
            self.held_since = self.clock.now()
        return self.clock.now() - self.held_since >= self.wait.settle

    def _paused(self, pause: float) -> float:
        """Pause, and give the length of the next pause."""
        until = self.end if self.held_since is None else self.held_since + self.wait.settle
        length = max(0.0, min(pause, until - self.clock.now()))
        if self.wake.pause(length, self.wait.topics):
            self.effort.wakes += 1
            return self._first_pause()
        return min(pause * GROWTH, self.longest)

    def _first_pause(self) -> float:
        return self.longest if self.wake.live and self.wait.topics else min(FIRST_PAUSE, self.longest)

    def _tolerate(self, problem: AttuneError) -> None:
        if not isinstance(problem, PlatformUnreachable | NotFound | ServerError):
            raise problem
        self.effort.tolerated.append(str(problem).splitlines()[0])
        if not isinstance(problem, PlatformUnreachable):
            self.silent_since = None
            return
        now = self.clock.now()
        self.silent_since = now if self.silent_since is None else self.silent_since
        if now - self.silent_since >= self.dead_after:
            raise PlatformUnreachable(
                f"{self.wait.keyword}: the platform has not answered for {now - self.silent_since:.1f} s"
                f" ({self.effort}).",
                method=problem.method,
                path=problem.path,
                error=problem.error,
            ) from problem

    def _failure(self, when: str, reason: str | None = None) -> str:
        known = not isinstance(self.value, _Nothing)
        shown = self.wait.show(self.value) if known else "unknown: no look was answered"  # type: ignore[arg-type]  # why: `known` rules the sentinel out
        found = f"{self.wait.keyword}: {self.wait.subject} {shown} {when}"
        lines = [f"{found}, wanted {self.wait.wanted} (timeout {self.limit:g} s)."]
        if reason:
            lines.append(f"  {reason}")
        lines += [f"  {line}" for line in self.wait.explain(self.value if known else None)]  # type: ignore[arg-type]  # why: `known` rules the sentinel out
        kept = self.keep("\n".join(lines), self.wait.chain)
        lines.append(f"  {self.effort}" + (f"; evidence: {kept}" if kept else ""))
        return "\n".join(lines)


def _plural(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
