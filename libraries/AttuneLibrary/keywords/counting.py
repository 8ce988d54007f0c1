"""What keywords about the number of records share: their filters, and waiting for a count."""

from typing import Any

from ..client import AttuneError, Session
from ..core.chain import NEWEST, chain_of_rule, line
from ..core.counts import Expected
from ..core.records import Records
from ..core.waiting import Wait
from ..core.words import status_of
from .base import Component

Items = list[dict[str, Any]]
SHOWN = 5


class Counting(Component):
    """Base of the components that count executions, events, enforcements and inquiries."""

    def executions(
        self, session: Any, *, action: Any, rule: Any, trigger: Any, enforcement: Any, parent: Any, status: Any
    ) -> Records:
        return Records.of(
            "execution",
            "/api/v1/executions",
            action_ref=self._ref("action", action, session),
            rule_ref=self._ref("rule", rule, session),
            trigger_ref=self._ref("trigger", trigger, session),
            enforcement=self._id("enforcement", enforcement, session),
            parent=self._id("execution", parent, session),
            status=None if status is None else status_of("execution", status),
        )

    def events(self, session: Any, *, trigger: Any, rule: Any, source: Any) -> Records:
        return Records.of(
            "event",
            "/api/v1/events",
            trigger_ref=self._ref("trigger", trigger, session),
            rule_ref=self._ref("rule", rule, session),
            source=source,
        )

    def enforcements(self, session: Any, *, rule: Any, event: Any, trigger: Any, status: Any) -> Records:
        return Records.of(
            "enforcement",
            "/api/v1/enforcements",
            rule_ref=self._ref("rule", rule, session),
            event=self._id("event", event, session),
            trigger_ref=self._ref("trigger", trigger, session),
            status=None if status is None else status_of("enforcement", status),
        )

    def inquiries(self, session: Any, *, execution: Any, status: Any, assigned_to: Any) -> Records:
        return Records.of(
            "inquiry",
            "/api/v1/inquiries",
            execution=self._id("execution", execution, session),
            assigned_to=self._id("identity", assigned_to, session),
            status=None if status is None else status_of("inquiry", status),
        )

    def await_count(
        self,
        name: str,
        records: Records,
        expected: Expected,
        *,
        settle: Any,
        timeout: Any,
        poll_interval: Any,
        session: Any,
    ) -> Any:
        api = self.api(session)
        given = self.seconds(settle, "settle")
        if given is None:
            given = self.settings.settle if expected.settles else 0.0

        def hopeless(items: Items) -> str | None:
            if records.never_fewer and expected.exceeded_for_good(len(items)):
                return "they do not become fewer"
            return None

        wait = Wait[Items](
            keyword=name,
            subject=str(records),
            wanted=str(expected),
            look=records.reader(api),
            holds=lambda items: expected.holds(len(items)),
            show=lambda items: f"are {len(items)}",
            hopeless=hopeless,
            explain=lambda items: [*described(items or []), *chain_line(api, records)],
            chain=lambda: records.chain(api),
            settle=given,
            topics=records.topics,
        )
        items = self.waiter.until(
            wait, timeout=self.seconds(timeout), poll_interval=self.seconds(poll_interval, "poll_interval")
        )
        return self.dotted(items)

    def _ref(self, kind: str, value: Any, session: Any) -> str | None:
        return None if value is None else self.ref_of(kind, value, session)

    def _id(self, kind: str, value: Any, session: Any) -> int | None:
        return None if value is None else self.id_of(kind, value, session)


def described(items: Items) -> list[str]:
    """The newest few, one in a line."""
    told = [
        "  ".join(f"{name} {item[name]}" for name in ("id", "status", "created") if item.get(name) is not None)
        for item in items[-SHOWN:]
    ]
    return [f"the last {SHOWN} of them:", *told] if len(items) > SHOWN else told


def chain_line(session: Session, records: Records) -> list[str]:
    """How far the rule got, where the records are one rule's."""
    rule = records.filters.get("rule_ref")
    if rule is None:
        return []
    try:
        return [f"chain of {rule}: {line(chain_of_rule(session, str(rule), NEWEST))}"]
    except AttuneError as problem:
        return [f"chain of {rule}: not readable: {str(problem).splitlines()[0]}"]
