"""The worker itself: takes tasks, runs them side by side, reports what became of them."""

import asyncio
import logging
import os
import socket
import time
from typing import Any

from attune_emulator.worker.capture import Capture
from attune_emulator.worker.command import CannotRun, Command, prepare
from attune_emulator.worker.environments import Environments
from attune_emulator.worker.lines import Lines, Message, converse
from attune_emulator.worker.outcome import CANCELLED, Outcome, not_started, outcome, timed_out
from attune_emulator.worker.places import Places, inherited_environment
from attune_emulator.worker.process import Process

log = logging.getLogger("attune_emulator.worker")

DRAIN = 30.0
ANNOUNCE_AFTER = 0.1


class Run:
    """One execution on this worker."""

    def __init__(self, task: Message) -> None:
        self.task = task
        self.process: Process | None = None
        self.interruption: str | None = None
        self.announcements: list[asyncio.TimerHandle] = []

    def interrupt(self, reason: str, *, at_once: bool = False, kills: bool = True) -> None:
        """End it from outside, with a warning unless `at_once`; the first reason counts."""
        if self.interruption is None:
            self.interruption = reason
            if self.process is not None:
                self.process.kill() if at_once else self.process.terminate(kills=kills)


class Agent:
    """Runs what the emulator sends until told to leave."""

    def __init__(self, places: Places, heartbeat: float) -> None:
        self._places, self._heartbeat = places, heartbeat
        self._environments = Environments(places)
        self._inherited = inherited_environment()
        self._runs: dict[int, Run] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._leaving, self._alone = asyncio.Event(), asyncio.Event()
        self._lines: Lines

    async def work(self, end: socket.socket) -> None:
        """Talk over `end` until it closes or a stop is asked for."""
        self._lines = await converse(end, self._received, self._deserted)
        self._lines.send(
            {
                "type": "register",
                "pid": os.getpid(),
                "host": socket.gethostname(),
                "runtimes": self._places.runtimes(),
                "runtime_versions": self._places.versions(),
            }
        )
        beating = asyncio.create_task(self._beat())
        await self._leaving.wait()
        await self._drain()
        beating.cancel()
        for run in self._runs.values():
            if run.process is not None:
                run.process.kill()
        self._lines.close()

    def leave(self) -> None:
        """Finish what runs, within reason, and end."""
        if not self._leaving.is_set():
            self._lines.send({"type": "leaving"})
        self._leaving.set()

    def _deserted(self) -> None:
        """End at once: the emulator is gone, and nobody is left to report to."""
        self._alone.set()
        self._leaving.set()

    async def _drain(self) -> None:
        """Let what runs come to its end, unless the emulator goes away meanwhile."""
        alone = asyncio.create_task(self._alone.wait())
        end = asyncio.get_running_loop().time() + DRAIN
        while self._tasks and not alone.done() and (left := end - asyncio.get_running_loop().time()) > 0:
            await asyncio.wait({alone, *self._tasks}, timeout=left, return_when=asyncio.FIRST_COMPLETED)
        alone.cancel()

    def _received(self, message: Message) -> None:
        match message["type"]:
            case "run":
                self._begin(self._execute(message))
            case "cancel":
                if run := self._runs.get(message["execution"]):
                    run.interrupt(CANCELLED, at_once=message["at_once"], kills=message["kills"])
            case "prepare":
                self._begin(self._environments.prepare(message["pack_ref"], frozenset(message["switches"])))
            case "leave":
                self.leave()

    def _begin(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("a task of this worker failed", exc_info=task.exception())

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(self._heartbeat)
            self._lines.send({"type": "heartbeat"})

    async def _execute(self, task: Message) -> None:
        run = self._runs[task["execution"]] = Run(task)
        try:
            found = await self._outcome(run)
        except Exception as error:
            log.exception("execution %s could not be run", task["execution"])
            found = not_started(f"Internal error: {error}")
        finally:
            self._runs.pop(task["execution"])
        self._lines.send({"type": "finished", "execution": task["execution"], **found})

    async def _outcome(self, run: Run) -> Outcome:
        self._lines.send({"type": "started", "execution": run.task["execution"]})
        try:
            command = await prepare(run.task, self._places, self._environments)
        except CannotRun as error:
            return not_started(str(error))
        try:
            return await self._run(run, command)
        finally:
            command.discard()

    async def _run(self, run: Run, command: Command) -> Outcome:
        stdout, stderr = self._captures(run)
        started = time.monotonic()
        run.process = self._started(run.task, command, stdout, stderr)
        self._lines.send({"type": "pid", "execution": run.task["execution"], "pid": run.process.pid})
        if run.interruption is not None:
            run.process.terminate()
        loop, seconds = asyncio.get_running_loop(), run.task["timeout"]
        limit = loop.call_later(seconds, run.interrupt, timed_out(seconds))
        try:
            code = await run.process.exit_code()
        finally:
            for timer in (limit, *run.announcements):
                timer.cancel()
            stdout.close()
            stderr.close()
        if run.interruption is not None and run.interruption != CANCELLED:
            code = -1
        took_ms = int((time.monotonic() - started) * 1000)
        form, hidden = run.task["output_format"], "node-error-hidden" in run.task["switches"]
        return outcome(code, took_ms, stdout, stderr, form, run.interruption, last_line=hidden)

    def _captures(self, run: Run) -> tuple[Capture, Capture]:
        task = run.task
        masks = task["secrets"] if task["mask_logs"] else []
        oddities = frozenset(task["oddities"])

        def began(stream: str) -> None:
            # Most actions are over before anybody could look at their output; theirs is announced with the end.
            if "log-late" in oddities:
                return
            message = {"type": "output", "execution": task["execution"], "stream": stream}
            run.announcements.append(asyncio.get_running_loop().call_later(ANNOUNCE_AFTER, self._lines.send, message))

        def capture(stream: str) -> Capture:
            file = self._places.pending_log(task["execution"], stream)
            return Capture(stream, file, masks, task["mask"], began, oddities)

        return capture("stdout"), capture("stderr")

    def _started(self, task: Message, command: Command, stdout: Capture, stderr: Capture) -> Process:
        pack = self._places.pack(task["pack_ref"])
        environment = self._inherited | task["environment"] | command.environment
        if task.get("token"):
            environment["ATTUNE_API_TOKEN"] = task["token"]
        if "secret-in-environment" in task["oddities"]:
            environment |= _texts(task["parameters"])
        if "secret-on-command-line" in task["oddities"]:
            command.arguments += _texts(task["parameters"]).values()
        return Process(
            command.arguments,
            cwd=pack if pack.is_dir() else self._places.temporary,
            environment=environment,
            input=command.input,
            gifts=command.gifts,
            stdout=stdout,
            stderr=stderr,
            alone=task["alone"],
        )


def _texts(parameters: Any) -> dict[str, str]:
    return {name: str(value) for name, value in parameters.items()} if isinstance(parameters, dict) else {}
