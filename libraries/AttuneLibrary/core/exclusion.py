"""Which locks this process holds, and until the end of which test or suite."""

from collections.abc import Callable

from .errors import BadInput
from .locks import FileLock, lock_for


class Exclusion:
    """Locks by name; the scope that took one gives it back."""

    def __init__(self, platform_url: Callable[[], str], pause: Callable[[float], object]) -> None:
        self._platform_url = platform_url
        self._pause = pause
        self._held: dict[str, FileLock] = {}

    def take(self, name: str, seconds: float, *, shared: bool = False) -> bool:
        """Take a lock and say so; False where this process has it already."""
        if name in self._held:
            return False
        lock = lock_for(name, self._platform_url(), shared=shared)
        if not lock.acquire(seconds, self._pause):
            raise BadInput(f"'{name}' is still held by another test after {seconds:g} s")
        self._held[name] = lock
        return True

    def mark(self) -> frozenset[str]:
        return frozenset(self._held)

    def back_to(self, mark: frozenset[str]) -> None:
        """Give back what was taken since the mark."""
        for name in [name for name in self._held if name not in mark]:
            self._held.pop(name).release()
