"""One sensor's process: started, listened to, started again when it fails, ended."""

import asyncio
import codecs
import os
import signal
from asyncio.subprocess import DEVNULL, PIPE, Process
from typing import TYPE_CHECKING

from attune_emulator import deviations
from attune_emulator.engine.sensors.command import CannotStart, sensor_command, sensor_environment
from attune_emulator.owner import die_with_parent
from attune_emulator.services.sensors.logs import SensorLog, Stream
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

BACK_OFF = 5.0
LONGEST_BACK_OFF = 300.0
GRACE = 5.0
CHUNK = 65536


class SensorProcess:
    """Keeps one sensor running for the rules it was started for, until told to end."""

    def __init__(
        self,
        emulator: "Emulator",
        sensor: Row,
        instances: list[Row],
        triggers: list[str],
        log: SensorLog,
        before: "SensorProcess | None" = None,
    ) -> None:
        self.sensor, self.instances = sensor, instances
        self._emulator, self._triggers, self._log, self._before = emulator, triggers, log, before
        self._ended = asyncio.Event()
        self._task = emulator.supervisor.start(f"sensor {sensor['ref']}", self._keep_running())

    def end(self) -> None:
        """Have the process ended and not started again."""
        self._ended.set()

    async def gone(self) -> None:
        """Wait until the process is gone."""
        await asyncio.wait([self._task])

    async def _keep_running(self) -> None:
        if self._before is not None:
            await self._before.gone()
            self._before = None
        pause = BACK_OFF
        while not self._ended.is_set():
            try:
                await self._run()
            except (CannotStart, OSError) as error:
                self._log.error(f"Failed to start: {error}")
            if deviations.on("sensor-not-restarted"):
                return
            if not await self._within(pause):
                pause = min(pause * 2, LONGEST_BACK_OFF)

    async def _within(self, seconds: float) -> bool:
        """Wait for the order to end, so many seconds at most; tells whether it came."""
        try:
            await asyncio.wait_for(self._ended.wait(), seconds)
        except TimeoutError:
            return False
        return True

    async def _run(self) -> None:
        """Run the process once, to its end or ours."""
        command, variables = await sensor_command(self._emulator, self.sensor)
        environment = sensor_environment(self._emulator, self.sensor, self.instances, self._triggers) | variables
        parent = os.getpid()
        process = await asyncio.create_subprocess_exec(
            *command,
            env=environment,
            stdin=DEVNULL,
            stdout=PIPE,
            stderr=PIPE,
            start_new_session=True,
            preexec_fn=lambda: die_with_parent(parent),
        )
        assert process.stdout is not None
        assert process.stderr is not None
        streams: tuple[tuple[Stream, asyncio.StreamReader], ...] = (
            ("stdout", process.stdout),
            ("stderr", process.stderr),
        )
        readers = [asyncio.create_task(self._copy(name, reader, _pipe(process, name))) for name, reader in streams]
        try:
            await self._until_over(process)
        finally:
            await _terminate(process)
            await asyncio.wait(readers, timeout=1)
            for reader in readers:
                reader.cancel()

    async def _until_over(self, process: Process) -> None:
        ends = [asyncio.create_task(process.wait()), asyncio.create_task(self._ended.wait())]
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        for end in ends:
            end.cancel()
        if process.returncode is not None:
            self._log.error(f"Exited with code {process.returncode}")

    async def _copy(self, stream: Stream, reader: asyncio.StreamReader, transport: asyncio.BaseTransport) -> None:
        decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        while chunk := await reader.read(CHUNK):
            if deviations.on("sensor-stderr-lost") and stream == "stderr":
                continue
            if deviations.on("sensor-ends-with-null-byte") and b"\0" in chunk:
                self.end()
            if deviations.on("sensor-garbled-output") and not _is_text(chunk):
                transport.close()
                return
            self._log.append(stream, decode(chunk))


def _pipe(process: Process, stream: Stream) -> asyncio.BaseTransport:
    """Return the pipe behind one of a process's streams; closing it is what a reader that gives up does."""
    found = process._transport.get_pipe_transport(1 if stream == "stdout" else 2)  # type: ignore[attr-defined]  # why: asyncio has no other way to it
    assert found is not None
    pipe: asyncio.BaseTransport = found
    return pipe


def _is_text(chunk: bytes) -> bool:
    """Tell whether bytes are text, give or take a letter that is cut at the end."""
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(chunk)
    except UnicodeDecodeError:
        return False
    return True


async def _terminate(process: Process) -> None:
    """End a process group: asked first, then made to."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
            await asyncio.wait_for(process.wait(), GRACE)
        except ProcessLookupError:
            return
        except TimeoutError:
            continue
