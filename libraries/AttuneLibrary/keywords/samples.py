"""Keywords that make plain things of any kind, for tests whose subject is not what the thing does."""

from collections.abc import Callable
from typing import Any

from robot.api.deco import keyword

from ..core.counts import whole
from ..core.errors import BadInput
from ..core.kinds import KINDS
from ..core.objects import path_of
from ..core.samples import DEFINITIONS, body_of
from ..core.words import unknown
from .inquiries import Inquiries
from .resources import Resources
from .webhooks import Webhooks


class Samples(Resources):
    """Plain things by the handful."""

    @keyword(tags=["fixture"])
    def create_several(
        self,
        kind: str,
        count: Any,
        *,
        pack: Any = None,
        action: Any = None,
        trigger: Any = None,
        queue: Any = None,
        identity: Any = None,
        session: Any = None,
    ) -> list[Any]:
        """Creates ``count`` things of one kind in the suite's pack (or ``pack``) and returns them.

        ``kind`` is action, trigger, sensor, rule, workflow, key, queue, artifact or runtime, all of which do nothing;
        event (posts to the webhook of ``trigger``), item (of a ``queue``), or inquiry (each for an execution of
        ``action``, assigned to ``identity``). What a thing is made of has to be given: a rule and a sensor need
        a ``trigger``, a rule and a queue an ``action``.

        Example:
        | ${keys}=    Create Several    key    5
        | ${rules}=    Create Several    rule    5    action=core.noop    trigger=${trigger}
        """
        number = whole(count, "count")
        parts = {"action": action, "trigger": trigger, "queue": queue, "identity": identity}
        records: dict[str, Callable[[int], Any]] = {
            "event": lambda n: Webhooks(self.context).fire_webhook(_part(kind, parts, "trigger"), {"n": n}),
            "item": lambda n: self._item(_part(kind, parts, "queue"), n, session),
            "inquiry": lambda _: self._inquiry(_part(kind, parts, "action"), _part(kind, parts, "identity"), session),
        }
        if kind in records:
            return [records[kind](n) for n in range(number)]
        if kind not in DEFINITIONS:
            raise BadInput(unknown("kind", kind, (*DEFINITIONS, *records)))
        own = self.pack_of(pack, session)
        refs = {name: self.ref_of(name, _part(kind, parts, name), session) for name in DEFINITIONS[kind]}
        return [self._made(kind, f"{own}.{self.names.ref(kind)}", own, refs, session) for _ in range(number)]

    def _made(self, kind: str, ref: str, pack: str, parts: dict[str, str], session: Any) -> Any:
        body = body_of(kind, ref, pack, parts)
        if KINDS[kind].by_ref:
            return self.create(kind, body, session)
        made = self.dotted(self.api(session).post(KINDS[kind].path, json=body).data)
        self.remember(kind, made.id, session)
        return made

    def _item(self, queue: Any, number: int, session: Any) -> Any:
        path = f"{path_of('queue', self.ref_of('queue', queue, session))}/items"
        return self.dotted(self.api(session).post(path, json={"payload": {"n": number}}).data)

    def _inquiry(self, action: Any, identity: Any, session: Any) -> Any:
        body = {"action_ref": self.ref_of("action", action, session)}
        execution = self.dotted(self.api(session).post("/api/v1/executions/execute", json=body).data)
        self.remember("execution", execution.id, session)
        asked = self.id_of("identity", identity, session)
        return Inquiries(self.context).create_inquiry(execution, "Yes?", assigned_to=asked, session=session)


def _part(kind: str, parts: dict[str, Any], name: str) -> Any:
    if parts.get(name) is None:
        raise BadInput(f"{name} is not given, and {kind} is made of one")
    return parts[name]
