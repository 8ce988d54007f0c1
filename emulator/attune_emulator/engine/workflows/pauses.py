"""Waiting before a further attempt of a task."""

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from attune_emulator import deviations

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

Step = Callable[[], None]


class Pauses:
    """Each pause ends by itself. With the gap ``retry-pauses-queue`` there is one at a time, and all else waits."""

    def __init__(self, emulator: "Emulator") -> None:
        self._emulator = emulator
        self._asleep = False
        self._waiting: deque[Step] = deque()

    def then(self, name: str, seconds: float, step: Step) -> None:
        """Take a step `seconds` from now."""
        self._asleep = deviations.on("retry-pauses-queue")
        self._emulator.supervisor.after(name, seconds, lambda: self._awake(step))

    def in_turn(self, step: Step) -> None:
        """Take a step now, or after the pauses that hold everything up."""
        if self._asleep:
            self._waiting.append(step)
        else:
            step()

    def _awake(self, step: Step) -> None:
        self._asleep = False
        step()
        while self._waiting and not self._asleep:
            self._waiting.popleft()()
