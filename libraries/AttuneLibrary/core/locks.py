"""Locks between processes and runs; the kernel frees them when their holder dies, however it dies."""

import fcntl
import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = "attune-e2e"
FIRST_PAUSE = 0.01
LONGEST_PAUSE = 0.25


def temporary(name: str) -> Path:
    """A path of ours in the temporary directory; other users of the machine have other ones."""
    return Path(tempfile.gettempdir()) / f"{PREFIX}-{os.getuid()}-{name}"


class FileLock:
    """A lock on a file that exists only as long as somebody holds or awaits it; a shared one several may hold."""

    def __init__(self, path: Path, *, shared: bool = False) -> None:
        self.path = path
        self._shared = shared
        self._descriptor: int | None = None

    @property
    def held(self) -> bool:
        return self._descriptor is not None

    def acquire(self, seconds: float, pause: Callable[[float], object] = time.sleep) -> bool:
        """True once the lock is ours, False after `seconds` without it."""
        end = time.monotonic() + seconds
        length = FIRST_PAUSE
        while not self._taken():
            if time.monotonic() >= end:
                return False
            pause(min(length, max(0.0, end - time.monotonic())))
            length = min(length * 2, LONGEST_PAUSE)
        return True

    def release(self) -> None:
        if self._descriptor is None:
            return
        # While we alone hold it: who has the old file open notices that it has lost its name and opens the new one.
        if not self._shared or _locked(self._descriptor, fcntl.LOCK_EX):
            self.path.unlink(missing_ok=True)
        os.close(self._descriptor)
        self._descriptor = None

    def _taken(self) -> bool:
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            locked = _locked(descriptor, fcntl.LOCK_SH if self._shared else fcntl.LOCK_EX)
            if locked and self.path.stat().st_ino == os.fstat(descriptor).st_ino:
                self._descriptor = descriptor
                return True
        except FileNotFoundError:
            pass  # the holder has just removed it
        os.close(descriptor)
        return False


def _locked(descriptor: int, kind: int) -> bool:
    """Whether the lock could be taken, or changed, at once."""
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def held(path: Path, seconds: float) -> Iterator[None]:
    """The lock on `path` for the length of the block; TimeoutError without it."""
    lock = FileLock(path)
    if not lock.acquire(seconds):
        raise TimeoutError(f"{path} is held by another process since {seconds:g} s")
    try:
        yield
    finally:
        lock.release()


def lock_for(name: str, platform_url: str, *, shared: bool = False) -> FileLock:
    """The lock for a thing that one platform has but once."""
    digest = hashlib.sha256(f"{platform_url}\n{name}".encode()).hexdigest()[:16]
    return FileLock(temporary(f"{digest}.lock"), shared=shared)
