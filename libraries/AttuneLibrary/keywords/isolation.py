"""Keywords about what one person may see of another's, and about tokens that are not what they claim."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from robot.api.deco import keyword
from robot.api.types import Secret

from ..client import AttuneError, NotFound, Session
from ..core.errors import BadInput
from ..core.forgery import forged
from ..core.kinds import KINDS
from ..core.matching import Matching, listed
from ..core.objects import path_of
from ..core.words import unknown
from .executions import Executions
from .fixtures import Fixtures
from .keys import Keys
from .packs import Packs
from .polling import Polling
from .resources import Resources, plain

NOT_FOUND = 404
CANCELLED = ("canceling", "cancelled")
REFRESH = "refresh token"
# Records are listed by what made them: a platform's whole list may be very long.
NARROWED: dict[str, Callable[[Any], dict[str, Any]]] = {
    "event": lambda event: {"trigger_ref": event["trigger_ref"]},
    "enforcement": lambda enforcement: {"rule_ref": enforcement["rule_ref"]},
    "execution": lambda execution: {"action_ref": execution["action_ref"]},
}
OF_A_PACK = ("action", "trigger", "rule")
BELOW: dict[str, tuple[str, ...]] = {"execution": ("history", "artifacts", "inquiries")}


class Isolation(Resources):
    """Who finds what."""

    @keyword(tags=["isolation", "assertion"])
    def should_be_hidden(self, kind: str, thing: Any, *, session: Any) -> None:
        """Fails unless the platform treats a thing as not there for a session: direct access 404, no list has it.

        ``kind`` is pack, action, trigger, rule, key, event, enforcement or execution; ``thing`` is the object as its
        owner got it. Lists are read to their last page, those of records narrowed to what made them, and those below
        the thing's pack as well.

        Example:
        | Should Be Hidden    rule    ${rule_of_ann}    session=bob
        """
        seen = self._found_by(kind, thing, session)
        if seen:
            who = self.api(session).alias
            raise AssertionError(f"{kind} {_name(thing)} is not hidden from {who}: {'; '.join(seen)}")

    @keyword(tags=["isolation", "assertion"])
    def should_be_visible(self, kind: str, thing: Any, *, session: Any) -> None:
        """Fails unless a session gets a thing by its ref or id and finds it in the list of its kind.

        Example:
        | Should Be Visible    rule    ${rule_of_ann}    session=ann
        """
        api = self.api(session)
        found = api.get(path_of(_known(kind), self.key_of(kind, thing, session))).data
        path, filters = _lists(kind, thing)[0]
        if found["id"] != thing["id"] or not self._listed(path, filters, thing, session):
            raise AssertionError(f"{kind} {_name(thing)} is missing from {_shown(path, filters)} of {api.alias}")

    @keyword(tags=["isolation", "fixture"])
    def create_one(self, kind: str, *, pack: Any = None, session: Any = None) -> Any:
        """Creates one thing of a kind in a pack and returns it: for tests of what others may do to it.

        ``kind`` is pack, action, trigger (with a webhook), rule, key (the identity's own), ``pack key``, or execution
        (one that goes on running for a minute).

        Example:
        | ${rule}=    Create One    rule    session=ann
        | Request Should Be Refused    404    Delete Rule    ${rule}    session=bob
        """
        made, own = Fixtures(self.context), {"pack": pack, "session": session}
        makers: dict[str, Callable[[], Any]] = {
            "pack": lambda: Packs(self.context).create_pack(session=session),
            "action": lambda: made.create_echo_action(**own),
            "trigger": lambda: made.create_webhook_trigger(**own),
            "rule": lambda: made.create_webhook_automation(**own).rule,
            "key": lambda: Keys(self.context).create_key(value="mine", owner_type="identity", session=session),
            "pack key": lambda: Keys(self.context).create_key(value="ours", owner=pack, session=session),
            "execution": lambda: self._running(pack, session),
        }
        if kind not in makers:
            raise BadInput(unknown("kind", kind, tuple(makers)))
        return makers[kind]()

    @keyword(tags=["isolation", "assertion"])
    def should_be_unchanged(self, kind: str, thing: Any, *, session: Any = None) -> None:
        """Fails unless a thing is still there just as ``thing`` was; an execution must not be cancelled.

        Example:
        | Should Be Unchanged    rule    ${rule}    session=ann
        """
        found = self.fetch("key" if kind == "pack key" else kind, thing, session)
        if kind == "execution":
            if found.status in CANCELLED:
                raise AssertionError(f"execution {found.id} is {found.status}, wanted it to be left alone")
            return
        differences = Matching().differences(plain(self.sealed(found)), plain(thing))
        if differences:
            text = self.context.masker.text(listed(differences))
            raise AssertionError(f"{kind} {_name(thing)} was changed:\n{text}")

    @keyword(tags=["security", "session"])
    def forge_token(self, way: str, *, session: Any = None) -> Secret:
        """Returns a session's token changed in a way that the platform has to notice.

        ``way`` is one of ``signature changed``, ``signature removed``, ``subject changed``, ``expiry changed``,
        ``type changed``, ``algorithm none``, ``cut in half``, ``no token at all``, ``signed with 'secret'`` (a guessed
        key), or ``refresh token``: a genuine one, which is no access token.

        Example:
        | ${token}=    Forge Token    subject changed    session=bob
        | Use Token    ${token}    alias=forged
        | Request Should Be Refused    401    List Packs    session=forged
        """
        api = self.api(session)
        if way.strip().lower() == REFRESH:
            if api.credentials is None:
                raise BadInput(f"session {api.alias} has no login and password, so it has no refresh token")
            body = {"login": api.credentials.login, "password": api.credentials.password}
            text = str(api.post("/auth/login", json=body, anonymous=True).data["refresh_token"])
        else:
            text = forged(way, api.token())
        self.context.masker.learn(text)
        return Secret(text)

    def _running(self, pack: Any, session: Any) -> Any:
        action = Fixtures(self.context).create_sleep_action(duration=60, pack=pack, session=session)
        started = Executions(self.context).execute_action(action, session=session)
        return Polling(self.context).wait_for_execution_status(started, "running", session=session)

    def _found_by(self, kind: str, thing: Any, session: Any) -> list[str]:
        """Every way by which a session finds a thing, in words."""
        api = self.api(session)
        own = path_of(_known(kind), self.key_of(kind, thing))
        status = _status(api, own)
        seen = [f"GET {own} answered {status}, wanted 404"] if status != NOT_FOUND else []
        # Below what does not exist the platform answers with an empty list or 404, so either is as good as hidden.
        below = [f"{own}/{part}" for part in BELOW.get(kind, ())]
        seen += [f"GET {path} has {count} elements" for path in below if (count := _elements(api, path))]
        return seen + [
            f"{_shown(path, filters)} lists it"
            for path, filters in _lists(kind, thing)
            if self._listed(path, filters, thing, session)
        ]

    def _listed(self, path: str, filters: dict[str, Any], thing: Any, session: Any) -> bool:
        try:
            return any(item["id"] == thing["id"] for item in self.api(session).pages(path, **filters))
        except NotFound:
            return False


def _status(api: Session, path: str) -> int:
    try:
        return api.get(path).status
    except AttuneError as refusal:
        if refusal.status is None:
            raise
        return refusal.status


def _elements(api: Session, path: str) -> int:
    try:
        return len(api.get(path).items)
    except NotFound:
        return 0


def _lists(kind: str, thing: Any) -> list[tuple[str, dict[str, Any]]]:
    lists = [(KINDS[kind].path, NARROWED[kind](thing) if kind in NARROWED else {})]
    if kind in OF_A_PACK:
        lists.append((f"{path_of('pack', thing['pack_ref'])}/{kind}s", {}))
    return lists


def _known(kind: str) -> str:
    allowed = ("pack", *OF_A_PACK, "key", *NARROWED)
    if kind not in allowed:
        raise BadInput(unknown("kind", kind, allowed))
    return kind


def _shown(path: str, filters: dict[str, Any]) -> str:
    return f"GET {path}" + (f"?{urlencode(filters)}" if filters else "")


def _name(thing: Any) -> str:
    return str(thing.get("ref") or thing["id"])
