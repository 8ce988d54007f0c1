"""What a process writes, kept within bounds in memory and in a log file."""

import math
import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

LIMIT = 10 * 1024 * 1024
# The platform keeps this much of its limit free for the words that say what was cut.
_RESERVED = 128
_SHORT = 0.1
_LINES = re.compile(r"([^\n]{65536})[^\n]*")
# The switches that a worker heeds where it takes what a process writes.
ODDITIES = (
    *("log-stops-early", "output-unlimited", "cut-mark-lost", "cut-count-lost", "binary-dropped", "long-lines-cut"),
    *("log-late", "secret-in-environment", "secret-on-command-line", "secret-file-left"),
)


class Capture:
    """One output stream of a process. The log file appears with the first byte; secrets never get into it.

    `began` is called with the stream's name at that moment. `oddities` are the switches that are on.
    """

    def __init__(
        self,
        stream: str,
        log_file: Path,
        secrets: Sequence[str],
        mask: str,
        began: Callable[[str], None],
        oddities: frozenset[str],
    ) -> None:
        self.stream = stream
        self._began, self._oddities = began, oddities
        self._log_ends = math.inf
        self.cut = 0
        self._parts: list[bytes] = []
        self._kept = 0
        self._log_file = log_file
        self._log = _Mask(secrets, mask) if secrets else None
        self._descriptor: int | None = None

    def feed(self, data: bytes) -> None:
        """Take what the process wrote."""
        if "binary-dropped" in self._oddities:
            data = data.decode("utf-8", "ignore").encode()
        room = sys.maxsize if "output-unlimited" in self._oddities else LIMIT - _RESERVED - self._kept
        kept = data[:room] if room > 0 else b""
        self.cut += len(data) - len(kept)
        if kept:
            self._kept += len(kept)
            self._parts.append(kept)
            self._write(self._log.feed(kept) if self._log else kept)

    def close(self) -> None:
        """Finish the log file."""
        if self._log:
            self._write(self._log.rest())
        self._write(self._remark.encode())
        if self._descriptor is not None:
            self._file.close()

    @property
    def text(self) -> str:
        """What was written, with a remark where it was cut."""
        text = b"".join(self._parts).decode("utf-8", "replace") + self._remark
        return _LINES.sub(r"\1", text) if "long-lines-cut" in self._oddities else text

    @property
    def _remark(self) -> str:
        silent = not self.cut or "cut-mark-lost" in self._oddities
        return "" if silent else f"\n\n[OUTPUT TRUNCATED: {self.stream} exceeded size limit]\n"

    def flags(self) -> dict[str, object]:
        """Return the fields that say that something was cut."""
        missing = 0 if "cut-count-lost" in self._oddities else self.cut
        return {f"{self.stream}_truncated": True, f"{self.stream}_bytes_truncated": missing} if self.cut else {}

    def _write(self, data: bytes) -> None:
        if not data or time.monotonic() > self._log_ends:
            return
        if self._descriptor is None:
            self._file = self._log_file.open("wb", buffering=0)
            self._descriptor = self._file.fileno()
            self._began(self.stream)
            if "log-stops-early" in self._oddities:
                self._log_ends = time.monotonic() + _SHORT
        self._file.write(data)


class _Mask:
    """Replaces secrets in a stream, also where one is split between two pieces."""

    def __init__(self, secrets: Sequence[str], mask: str) -> None:
        self._secrets = sorted({secret.encode() for secret in secrets}, key=len, reverse=True)
        self._mask = mask.encode()
        self._pending = b""

    def feed(self, data: bytes) -> bytes:
        """Return what can no longer be part of a secret."""
        self._pending += data
        for secret in self._secrets:
            self._pending = self._pending.replace(secret, self._mask)
        held = max((self._begun(secret) for secret in self._secrets), default=0)
        ready = self._pending[: len(self._pending) - held]
        self._pending = self._pending[len(self._pending) - held :]
        return ready

    def rest(self) -> bytes:
        """Return what was held back."""
        rest, self._pending = self._pending, b""
        return rest

    def _begun(self, secret: bytes) -> int:
        """Return how many bytes at the end could be the beginning of a secret."""
        longest = min(len(secret) - 1, len(self._pending))
        return next((size for size in range(longest, 0, -1) if self._pending.endswith(secret[:size])), 0)
