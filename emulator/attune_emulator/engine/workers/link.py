"""One worker process, its queue, and the conversation with it."""

import asyncio
import contextlib
import logging
import os
import signal
import socket
import subprocess
import sys
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attune_emulator
from attune_emulator import clock, deviations
from attune_emulator.engine.workers.assignment import Assignment, assign, switched_on
from attune_emulator.engine.workers.reports import finished
from attune_emulator.engine.workers.roster import CAPACITY, beat, left, registered
from attune_emulator.services.artifacts.logs import begin_log
from attune_emulator.services.executions.changes import change
from attune_emulator.services.executions.statuses import RUNNING, SCHEDULED
from attune_emulator.store import Row
from attune_emulator.worker.lines import Lines, converse

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

log = logging.getLogger("attune_emulator.workers")

_GRACE = 5.0


class Link:
    """What the emulator knows of one worker. The queue outlives the process, as a broker's would."""

    def __init__(self, emulator: "Emulator", worker: Row, temporary: Path) -> None:
        self._emulator, self._name, self.worker_id = emulator, worker["name"], worker["id"]
        self._temporary = temporary
        self._queue: deque[int] = deque()
        self._again: list[int] = []
        self._running: dict[int, Assignment] = {}
        self._lines: Lines | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._expected_end = self._leaving = False
        self.exit_code: int | None = None

    def launch(self) -> None:
        """Start the process."""
        ours, theirs = socket.socketpair()
        settings = self._emulator.settings
        options: dict[str, Any] = {
            "socket": theirs.fileno(),
            "heartbeat": settings.heartbeat,
            "packs": settings.packs_dir,
            "artifacts": settings.artifacts_dir,
            "runtime-envs": settings.runtime_envs_dir,
            "temporary": self._temporary,
        }
        command = [sys.executable, "-m", "attune_emulator.worker"]
        command += [text for name, value in options.items() for text in (f"--{name}", str(value))]
        source = str(Path(attune_emulator.__file__).parents[1])
        path = os.pathsep.join([source, *filter(None, [os.environ.get("PYTHONPATH")])])
        with theirs:
            # A session of its own: a Ctrl-C at the terminal is for the emulator, which then ends its workers.
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                env=os.environ | {"PYTHONPATH": path},
                start_new_session=True,
            )
        self._expected_end = self._leaving = False
        self.exit_code = None
        self._emulator.supervisor.start(f"talk with {self._name}", self._talk(ours))

    def enqueue(self, execution: int) -> None:
        gone = self._process is None and deviations.on("queue-lost-with-worker")
        if execution not in self._running and not gone and not deviations.on("execution-never-run"):
            self._queue.append(execution)
            self._hand_out()

    def cancel(self, execution: int) -> None:
        if execution in self._running and self._lines is not None:
            at_once, kills = deviations.on("cancel-kills-at-once"), not deviations.on("cancel-never-kills")
            self._lines.send({"type": "cancel", "execution": execution, "at_once": at_once, "kills": kills})

    def prepare(self, pack_ref: str) -> None:
        if self._lines is not None:
            self._lines.send({"type": "prepare", "pack_ref": pack_ref, "switches": switched_on()})

    def leave(self) -> None:
        """Ask the worker to finish what it runs and to leave."""
        self._expected_end = self._leaving = True
        left(self._emulator, self.worker_id)
        if deviations.on("queue-lost-with-worker"):
            self._queue.clear()
        if deviations.on("stop-kills") and self._process is not None:
            self._process.kill()
        if self._lines is not None:
            self._lines.send({"type": "leave"})

    async def kill(self) -> None:
        """End the worker as kill -9 does."""
        self._expected_end = True
        if self._process is not None:
            self._process.kill()
            await self._gone()

    async def restart(self) -> None:
        """Start the worker again, if it is not there."""
        if self._process is not None and not self._expected_end:
            return
        await self._gone()
        self.launch()

    async def end(self) -> None:
        """End the worker and everything it runs."""
        self._expected_end = True
        if self._lines is not None:
            self._lines.close()
        await self._gone()

    async def _gone(self) -> None:
        """Return once the process is gone; one that does not go is killed."""
        if self._process is None:
            return
        patience = asyncio.get_running_loop().time() + _GRACE
        while self._process.poll() is None:
            if asyncio.get_running_loop().time() > patience:
                self._process.kill()
            await asyncio.sleep(0.01)
        self.exit_code = self._process.returncode
        self._process = None

    def process(self) -> dict[str, Any]:
        """Return whether the process is there, and how the last one ended; minus a signal's number where one did it."""
        if self._process is not None:
            self.exit_code = self._process.poll()
        running = self._process is not None and self.exit_code is None
        return {
            "name": self._name,
            "pid": self._process.pid if running and self._process else None,
            "running": running,
            "exit_code": self.exit_code,
        }

    async def _talk(self, ours: socket.socket) -> None:
        self._lines = await converse(ours, self._received, self._ended)
        for execution in self._again:
            self._emulator.bus.send(
                "execution.scheduled", change(self._emulator, execution, status=SCHEDULED, result=None)
            )
        self._again.clear()
        self._hand_out()

    def _hand_out(self) -> None:
        """Send the worker as much as it may run at a time."""
        if self._leaving and not deviations.on("queue-not-handed-over"):
            return
        while self._lines is not None and self._queue and len(self._running) < CAPACITY:
            execution = self._queue.popleft()
            row = self._emulator.db.by_id("execution", execution)
            if row is None or row["status"] != SCHEDULED or row["worker"] != self.worker_id:
                continue
            assignment = self._running[execution] = assign(self._emulator, row)
            self._lines.send(assignment.message)

    def _received(self, message: dict[str, Any]) -> None:
        try:
            self._understand(message)
        except Exception as error:  # noqa: BLE001  # why: reported; what the worker says next still counts
            self._emulator.supervisor.report(f"report of {self._name}", error)

    def _understand(self, message: dict[str, Any]) -> None:
        match message["type"]:
            case "register":
                registered(self._emulator, self.worker_id, message)
            case "heartbeat":
                beat(self._emulator, self.worker_id, leaving=self._leaving)
            case "leaving":
                self._expected_end = self._leaving = True
                left(self._emulator, self.worker_id)
            case "started":
                self._started(message["execution"])
            case "output":
                self._shows_output(message["execution"], message["stream"])
            case "pid":
                self._running[message["execution"]].pid = message["pid"]
            case "finished":
                assignment = self._running.pop(message["execution"])
                if self._leaving and deviations.on("work-repeated"):
                    self._again.append(message["execution"])
                finished(self._emulator, message["execution"], message, assignment.secrets)
                self._hand_out()

    def _started(self, execution: int) -> None:
        row = self._emulator.db.by_id("execution", execution)
        if row is not None and row["status"] == SCHEDULED:
            change(self._emulator, row, status=RUNNING, lost_at=None)
        else:
            self.cancel(execution)

    def _shows_output(self, execution: int, stream: str) -> None:
        row = self._emulator.db.by_id("execution", execution)
        if row is not None:
            with self._emulator.db.transaction():
                begin_log(self._emulator, row, stream)

    def _ended(self) -> None:
        """Note that the conversation ended: what had not begun waits again, what ran is lost."""
        self._lines = None
        for execution, assignment in reversed(self._running.items()):
            if assignment.pid is not None:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(assignment.pid, signal.SIGKILL)
            row = self._emulator.db.by_id("execution", execution)
            if row is not None and row["status"] == SCHEDULED:
                self._queue.appendleft(execution)
            elif row is not None and row["status"] in ("running", "canceling"):
                if deviations.on("work-repeated"):
                    self._again.append(execution)
                self._emulator.db.execute("UPDATE execution SET lost_at = ? WHERE id = ?", clock.now(), execution)
        self._running.clear()
        if deviations.on("queue-lost-with-worker"):
            self._queue.clear()
        if not self._expected_end:
            log.warning("worker %s ended unexpectedly", self._name)
