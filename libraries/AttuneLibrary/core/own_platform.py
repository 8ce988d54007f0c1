"""Emulators of the suite's own: started beside the run's target, used instead of it, gone with what started them."""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .cleanup import Cleanup
from .emulator import end_in, start_again, start_another, stop_in
from .errors import BadInput
from .owner import Owner, start_of
from .platform import Platform, Started
from .sessions import Sessions
from .settings import seconds

HEARTBEAT, STALE_AFTER = 30.0, 90.0


@dataclass(frozen=True, slots=True)
class Options:
    """How a platform differs from the usual one; None leaves the emulator's default. Times are seconds."""

    heartbeat: float | None = None
    stale_after: float | None = None
    token_ttl: float | None = None
    default_timeout: float | None = None
    workers: int | None = None

    @classmethod
    def read(cls, *, workers: Any = None, **times: Any) -> "Options":
        """Options from what a keyword was given; BadInput names the first that makes no sense."""
        options = cls(**{name: _time(name, value) for name, value in times.items()}, workers=_count(workers))
        if options.token_ttl is not None and options.token_ttl % 1:
            raise BadInput(f"token_ttl is '{times['token_ttl']}'; it must be whole seconds, at least 1")
        beat = HEARTBEAT if options.heartbeat is None else options.heartbeat
        stale = STALE_AFTER if options.stale_after is None else options.stale_after
        if stale <= beat:
            raise BadInput(f"stale_after is {stale:g} s; it must be above heartbeat, which is {beat:g} s")
        return options

    def arguments(self) -> tuple[str, ...]:
        """The same as the emulator's command line."""
        given = ((name, getattr(self, name)) for name in self.__slots__)
        return tuple(
            text for name, value in given if value is not None for text in (f"--{name.replace('_', '-')}", f"{value:g}")
        )


@dataclass(frozen=True, slots=True)
class _Entered:
    started: Started
    folder: Path
    arguments: tuple[str, ...]
    sessions: Any


class OwnPlatforms:
    """The platforms that are used instead of the run's target; the youngest is the one in use.

    `moved` is called whenever the platform in use has become another one.
    """

    def __init__(self, platform: Platform, sessions: Sessions, cleanup: Cleanup, moved: Callable[[], None]) -> None:
        self._platform, self._sessions, self._cleanup, self._moved = platform, sessions, cleanup, moved
        self._entered: list[_Entered] = []
        self._count = 0

    @property
    def in_use(self) -> bool:
        return bool(self._entered)

    def start(self, options: Options) -> dict[str, Any]:
        """Start one with the target's own deviations and use it from now on; returns what it says of itself."""
        switches = self._switches()
        self._count += 1
        arguments = (*options.arguments(), *switches)
        started, folder = start_another(_this_process(), self._count, arguments)
        self._platform.move_to(started)
        self._entered.append(_Entered(started, folder, arguments, self._sessions.set_aside()))
        self._moved()
        self._platform.health()
        return self._platform.emulator_info()

    def restart(self, number: signal.Signals) -> int:
        """End the platform in use by a signal and start it again on its data; returns the exit code."""
        entered = self._entered[-1]
        code = end_in(entered.folder, number)
        start_again(_this_process(), entered.folder, entered.arguments, entered.started)
        return code

    def mark(self) -> int:
        return len(self._entered)

    def back_to(self, mark: int) -> None:
        """End those started since the mark, and use again what was used before."""
        while len(self._entered) > mark:
            entered = self._entered.pop()
            self._cleanup.forget_platform(entered.started.api_url)
            self._sessions.bring_back(entered.sessions)
            self._platform.move_back()
            self._moved()
            stop_in(entered.folder)

    def _switches(self) -> tuple[str, ...]:
        """What the target does unlike a faultless platform, its own platforms do as well."""
        info = self._platform.emulator_info()
        on = ((kind, ",".join(info.get(kind, ()))) for kind in ("gaps", "defects"))
        return tuple(text for kind, names in on if names for text in (f"--{kind}", names))


def _this_process() -> Owner:
    return Owner(os.getpid(), start_of(os.getpid()))


def _time(name: str, value: object) -> float | None:
    if value is None:
        return None
    total = getattr(value, "total_seconds", None)
    try:
        found = seconds(str(total() if callable(total) else value))
    except ValueError:
        found = 0.0
    if found <= 0:
        raise BadInput(f"{name} is '{value}'; it must be a time above 0 such as 500ms, 2s or 1 min")
    return found


def _count(value: object) -> int | None:
    if value is None:
        return None
    if not str(value).isdecimal():
        raise BadInput(f"workers is '{value}'; it must be a whole number from 0")
    return int(str(value))
