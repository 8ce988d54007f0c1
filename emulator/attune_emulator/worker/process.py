"""One process of an action: started in a group of its own, watched, ended."""

import asyncio
import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from attune_emulator.worker.capture import Capture

KILL_AFTER = 5.0
_PIECE = 65536


class Process:
    """A running command. `input` goes to its stdin; `gifts` are texts it finds behind inherited file descriptors."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        cwd: Path,
        environment: Mapping[str, str],
        input: bytes | None,
        gifts: Mapping[int, tuple[int, bytes]],
        stdout: Capture,
        stderr: Capture,
        alone: bool = False,
    ) -> None:
        # Alone, its group is left to itself, as a fault has it.
        self._end = os.kill if alone else os.killpg
        self._loop = asyncio.get_running_loop()
        self.ended: asyncio.Future[None] = self._loop.create_future()
        self._popen = subprocess.Popen(
            command,
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL if input is None else subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            pass_fds=tuple(gifts),
            process_group=0,
        )
        assert self._popen.stdout is not None and self._popen.stderr is not None
        self._reading = {pipe.fileno(): pipe for pipe in (self._popen.stdout, self._popen.stderr)}
        for descriptor, capture in zip(self._reading, (stdout, stderr), strict=True):
            os.set_blocking(descriptor, False)
            self._loop.add_reader(descriptor, self._readable, descriptor, capture)
        if input is not None:
            assert self._popen.stdin is not None
            self._write(os.dup(self._popen.stdin.fileno()), input)
            self._popen.stdin.close()
        for theirs, (ours, text) in gifts.items():
            os.close(theirs)
            self._write(ours, text)

    @property
    def pid(self) -> int:
        return self._popen.pid

    async def exit_code(self) -> int:
        """Wait until the command and everything that holds its output is gone; -1 stands for the end by a signal."""
        await self.ended
        pause = 0.001
        while os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is None:
            # It closed its output before it ended: mostly by a moment.
            await asyncio.sleep(pause)
            pause = min(pause * 2, 0.05)
        # Before the pid is given back to the system, since it is the group's name too.
        self._signal(signal.SIGKILL)
        code = self._popen.wait()
        return code if code >= 0 else -1

    def terminate(self, *, kills: bool = True) -> None:
        """Ask the group to end and, where it `kills`, make it end when it does not."""
        self._signal(signal.SIGTERM)
        if not kills:
            return
        for seconds, deed in ((KILL_AFTER, self.kill), (KILL_AFTER + 1, self._give_up)):
            self._until_ended(self._loop.call_later(seconds, deed))

    def _until_ended(self, timer: asyncio.TimerHandle) -> None:
        self.ended.add_done_callback(lambda _: timer.cancel())

    def kill(self) -> None:
        """End the group at once."""
        self._signal(signal.SIGKILL)

    def _signal(self, number: int) -> None:
        # The group may be gone, or be left to processes that changed their user.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            self._end(self._popen.pid, number)

    def _readable(self, descriptor: int, capture: Capture) -> None:
        try:
            data = os.read(descriptor, _PIECE)
        except BlockingIOError:
            return
        if data:
            capture.feed(data)
            return
        self._loop.remove_reader(descriptor)
        self._reading.pop(descriptor).close()
        if not self._reading and not self.ended.done():
            self.ended.set_result(None)

    def _give_up(self) -> None:
        """Stop reading what processes write that left the group and outlived it."""
        for descriptor in list(self._reading):
            self._loop.remove_reader(descriptor)
            self._reading.pop(descriptor).close()
        if not self.ended.done():
            self.ended.set_result(None)

    def _write(self, descriptor: int, data: bytes) -> None:
        os.set_blocking(descriptor, False)
        rest = _written(descriptor, data)
        if rest:
            self._loop.add_writer(descriptor, self._writable, descriptor, rest)
            return
        os.close(descriptor)

    def _writable(self, descriptor: int, data: bytes) -> None:
        self._loop.remove_writer(descriptor)
        self._write(descriptor, data)


def _written(descriptor: int, data: bytes) -> bytes:
    """Write what fits and return the rest; a reader that is gone takes nothing more."""
    try:
        return data[os.write(descriptor, data) :] if data else b""
    except BlockingIOError:
        return data
    except BrokenPipeError:
        return b""
