"""What was made and by whom, and its deletion at the end of the test or suite that made it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from ..client import AttuneError, Conflict, Invalid, NotFound, PlatformUnreachable, Session
from .kinds import KINDS

log = logging.getLogger("attune")
UNFINISHED = ("requested", "scheduling", "scheduled", "running")


@dataclass(frozen=True, slots=True)
class Made:
    """One thing to be deleted: by its kind's path, or by its own function."""

    kind: str
    key: str
    session: Session
    number: int
    delete: Callable[[], object] | None = None

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Cleanup:
    """A stack of scopes (run, suites, test); each is drained when it ends."""

    def __init__(self) -> None:
        self._scopes: list[list[Made]] = [[]]
        self._count = 0

    @property
    def made(self) -> int:
        """How many things were ever registered."""
        return self._count

    def remember(
        self,
        kind: str,
        key: object,
        session: Session,
        delete: Callable[[], object] | None = None,
        *,
        whole_run: bool = False,
    ) -> Made:
        """Register before the request that creates goes out, so that a lost answer leaves nothing behind."""
        if delete is None and kind not in KINDS:
            raise ValueError(f"unknown kind '{kind}'; known: {', '.join(KINDS)}")
        self._count += 1
        made = Made(kind, str(key), session, self._count, delete)
        self._scopes[0 if whole_run else -1].append(made)
        return made

    def drop(self, made: Made) -> None:
        """Take one registration back: the platform refused, so there is nothing to delete."""
        for scope in self._scopes:
            scope[:] = [other for other in scope if other is not made]

    def forget(self, kind: str, key: object) -> None:
        """Nothing to delete any more: the test did it itself."""
        for scope in self._scopes:
            scope[:] = [made for made in scope if (made.kind, made.key) != (kind, str(key))]

    def forget_platform(self, api_url: str) -> None:
        """Nothing to delete on a platform that is going to vanish as a whole."""
        for scope in self._scopes:
            scope[:] = [made for made in scope if made.session.base_url != api_url]

    def open_scope(self) -> None:
        self._scopes.append([])

    def close_scope(self, *, keep: bool = False) -> list[str]:
        """Delete what the innermost scope made; returns what failed, one line each. With `keep` only tell."""
        scope = self._scopes.pop() if len(self._scopes) > 1 else self._scopes[0]
        made = in_order(scope)
        scope[:] = []
        if keep:
            return _kept(made)
        return [line for thing in made if (line := _deleted(thing))]


def _kept(made: list[Made]) -> list[str]:
    for thing in made:
        log.warning("kept: %s", thing)
    return []


def in_order(scope: list[Made]) -> list[Made]:
    """Dependents before what they depend on; of one kind the youngest first."""
    return sorted(scope, key=lambda made: (KINDS[made.kind].rank if made.kind in KINDS else 0, -made.number))


def _deleted(made: Made) -> str | None:
    """None, or why the thing is still there."""
    try:
        if made.delete is not None:
            made.delete()
        elif made.kind == "execution":
            _cancel(made)
        else:
            _delete(made)
    except NotFound:
        return None
    except AttuneError as problem:
        return f"{made} could not be deleted: {problem}"
    return None


def _delete(made: Made) -> None:
    kind = KINDS[made.kind]
    one = f"{kind.path}/{quote(made.key, safe='')}"
    if kind.before:
        _order(made.session, f"{one}/{kind.before}")
    if made.kind == "action":
        _stop_running(made)
    try:
        made.session.delete(one)
    except Invalid:
        if made.kind != "pack" or not _keys_deleted(made):
            raise
        made.session.delete(one)


def _keys_deleted(pack: Made) -> bool:
    """Whether the pack owned keys, such as its actions may have written; they keep it from being deleted."""
    number = str(pack.session.get(f"{KINDS['pack'].path}/{pack.key}").data["id"])
    path = KINDS["key"].path
    owned = list(pack.session.pages(path, owner_type="pack", owner=number))
    for key in owned:
        pack.session.delete(f"{path}/{quote(key['ref'], safe='')}")
    return bool(owned)


def _cancel(made: Made) -> None:
    try:
        _order(made.session, f"{KINDS['execution'].path}/{made.key}/cancel", json={})
    except Conflict:
        return  # it has ended, which is all that is wanted


def _order(session: Session, path: str, **options: Any) -> None:
    """Post an order that does no harm when given twice, since a kept connection may break under the first one."""
    try:
        session.post(path, **options)
    except PlatformUnreachable:
        session.post(path, **options)


def _stop_running(action: Made) -> None:
    """Records of executions stay, but none may go on running once its action is gone."""
    listed = action.session.get(KINDS["execution"].path, params={"action_ref": action.key, "per_page": 100})
    for execution in listed.items:
        if execution.get("status") in UNFINISHED:
            _cancel(Made("execution", str(execution["id"]), action.session, 0))
