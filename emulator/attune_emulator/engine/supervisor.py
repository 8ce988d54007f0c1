"""Keeps background work alive and its failures visible."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

log = logging.getLogger("attune_emulator.engine")


class Supervisor:
    """Starts tasks, reports those that fail, ends them all."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self.failures: list[str] = []

    def start(self, name: str, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run `work` beside everything else; an exception in it is reported, never lost."""
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def every(self, name: str, seconds: float, step: Callable[[], Awaitable[None] | None]) -> asyncio.Task[Any]:
        """Call `step` every `seconds`; a failing step is reported and tried again at the next turn."""

        async def loop() -> None:
            while True:
                await asyncio.sleep(seconds)
                try:
                    outcome = step()
                    if outcome is not None:
                        await outcome
                except Exception as error:  # noqa: BLE001  # why: reported, and the loop goes on
                    self.report(name, error)

        return self.start(name, loop())

    def after(self, name: str, seconds: float, step: Callable[[], None]) -> asyncio.Task[Any]:
        """Call `step` once, `seconds` from now, unless the engine is stopped before."""

        async def wait() -> None:
            await asyncio.sleep(seconds)
            step()

        return self.start(name, wait())

    def report(self, name: str, error: BaseException) -> None:
        """Log a failure with its traceback and keep it for the control plane."""
        log.error("%s failed: %s", name, error, exc_info=error)
        self.failures.append(f"{name}: {type(error).__name__}: {error}")
        del self.failures[:-100]

    async def stop(self) -> None:
        """Cancel every task and wait until all are gone."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _ended(self, task: "asyncio.Task[Any]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.report(task.get_name(), error)
