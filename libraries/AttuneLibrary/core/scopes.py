"""The run, its suites and its tests as nested scopes: what is made, opened or locked in one ends with it."""

from dataclasses import dataclass

from .cleanup import Cleanup
from .exclusion import Exclusion
from .own_platform import OwnPlatforms
from .sessions import Sessions


@dataclass(frozen=True, slots=True)
class _Open:
    name: str
    sessions: tuple[str, frozenset[str]]
    locks: frozenset[str]
    platforms: int


class Scopes:
    """Opens and closes scopes by name; closing one that is not open does nothing."""

    def __init__(self, cleanup: Cleanup, sessions: Sessions, exclusion: Exclusion, platforms: OwnPlatforms) -> None:
        self._cleanup, self._sessions, self._exclusion = cleanup, sessions, exclusion
        self._platforms = platforms
        self._open: list[_Open] = []

    def open(self, name: str) -> None:
        marks = self._sessions.mark(), self._exclusion.mark(), self._platforms.mark()
        self._open.append(_Open(name, *marks))
        self._cleanup.open_scope()

    def close(self, name: str, *, keep: bool = False) -> list[str]:
        """End a scope, and with it every one inside it; returns what could not be deleted.

        Two imports of the library open a scope twice: the first end ends both.
        """
        left: list[str] = []
        while any(scope.name == name for scope in self._open):
            scope = self._open.pop()
            try:
                self._platforms.back_to(scope.platforms)
                left += self._cleanup.close_scope(keep=keep)
            finally:
                # Others wait for the locks however the deletions went.
                self._sessions.back_to(scope.sessions)
                self._exclusion.back_to(scope.locks)
        return left

    def close_all(self, *, keep: bool = False) -> list[str]:
        """End the run."""
        left = self.close(self._open[0].name, keep=keep) if self._open else []
        self._platforms.back_to(0)
        left += self._cleanup.close_scope(keep=keep)
        self._exclusion.back_to(frozenset())
        self._sessions.close_all()
        return left
