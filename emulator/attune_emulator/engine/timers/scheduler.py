"""One clock for every timer: a heap of deadlines and a task that sleeps until the first of them."""

import asyncio
import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass(order=True)
class _Entry:
    due: datetime
    number: int
    work: Callable[[datetime], None] = field(compare=False)
    dropped: bool = field(default=False, compare=False)


class Scheduler:
    """Calls functions at moments of the wall clock, never early."""

    def __init__(self, failed: Callable[[str, BaseException], None]) -> None:
        self._entries: list[_Entry] = []
        self._numbers = itertools.count()
        self._changed = asyncio.Event()
        self._failed = failed

    def at(self, due: datetime, work: Callable[[datetime], None]) -> Callable[[], None]:
        """Call `work` with `due` at that moment; returns the function that prevents it."""
        entry = _Entry(due, next(self._numbers), work)
        heapq.heappush(self._entries, entry)
        self._changed.set()

        def drop() -> None:
            entry.dropped = True

        return drop

    async def run(self) -> None:
        """Work off the deadlines for ever."""
        while True:
            self._changed.clear()
            self._work_off()
            wait = (self._entries[0].due - datetime.now(UTC)).total_seconds() if self._entries else None
            if wait is None or wait > 0:
                await self._sleep(wait)
            else:
                await asyncio.sleep(0)

    def _work_off(self) -> None:
        while self._entries and (self._entries[0].dropped or self._entries[0].due <= datetime.now(UTC)):
            entry = heapq.heappop(self._entries)
            if entry.dropped:
                continue
            try:
                entry.work(entry.due)
            except Exception as error:  # noqa: BLE001  # why: reported; the other timers go on
                self._failed("timer", error)

    async def _sleep(self, seconds: float | None) -> None:
        try:
            await asyncio.wait_for(self._changed.wait(), seconds)
        except TimeoutError:
            return
