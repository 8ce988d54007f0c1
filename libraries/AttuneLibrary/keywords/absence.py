"""Keywords that prove that something did not happen."""

from typing import Any

from robot.api.deco import keyword

from ..core.counts import Expected
from ..core.objects import path_of
from ..core.records import Records
from ..core.topics import about
from ..core.waiting import Wait
from .counting import Counting, Items, chain_line, described

ENFORCEMENTS = "/api/v1/enforcements"


class Absence(Counting):
    """Proof by a later stimulus, or, where time itself is the subject, by watching for a while."""

    @keyword(tags=["absence", "execution"])
    def execution_count_should_stay(
        self,
        count: Any,
        *,
        for_: Any = "3s",
        action: Any = None,
        rule: Any = None,
        trigger: Any = None,
        enforcement: Any = None,
        parent: Any = None,
        status: Any = None,
        poll_interval: Any = None,
        session: Any = None,
    ) -> Any:
        """Fails unless the number of executions that fit all filters is ``count`` now and all through ``for``.

        For where time itself is the subject; a proof that something was *not* caused is `Event Should Have Caused
        Nothing`. Filters are those of `Wait For Execution Count`. Returns the executions.

        Example:
        | Disable Rule    ${timer}
        | Execution Count Should Stay    2    rule=${timer}    for=5s
        """
        records = self.executions(
            session, action=action, rule=rule, trigger=trigger, enforcement=enforcement, parent=parent, status=status
        )
        return self._stays("Execution Count Should Stay", records, count, for_, poll_interval, session)

    @keyword(tags=["absence", "event"])
    def event_count_should_stay(
        self,
        count: Any,
        *,
        for_: Any = "3s",
        trigger: Any = None,
        rule: Any = None,
        source: Any = None,
        poll_interval: Any = None,
        session: Any = None,
    ) -> Any:
        """Fails unless the number of events that fit all filters is ``count`` now and all through ``for``.

        Filters are those of `Wait For Event Count`. Returns the events.

        Example:
        | Event Count Should Stay    1    rule=${date_timer}    for=10s
        """
        records = self.events(session, trigger=trigger, rule=rule, source=source)
        return self._stays("Event Count Should Stay", records, count, for_, poll_interval, session)

    @keyword(tags=["absence", "enforcement"])
    def enforcement_count_should_stay(
        self,
        count: Any,
        *,
        for_: Any = "3s",
        rule: Any = None,
        event: Any = None,
        trigger: Any = None,
        status: Any = None,
        poll_interval: Any = None,
        session: Any = None,
    ) -> Any:
        """Fails unless the number of enforcements that fit all filters is ``count`` now and all through ``for``.

        Filters are those of `Wait For Enforcement Count`. Returns the enforcements.

        Example:
        | Enforcement Count Should Stay    0    rule=${rule}    for=2s
        """
        records = self.enforcements(session, rule=rule, event=event, trigger=trigger, status=status)
        return self._stays("Enforcement Count Should Stay", records, count, for_, poll_interval, session)

    @keyword(tags=["absence", "event"])
    def event_should_have_caused_nothing(
        self, event: Any, *, rule: Any = None, timeout: Any = None, session: Any = None
    ) -> None:
        """Fails where an event led to an enforcement (of ``rule``, where given).

        That nothing came yet proves nothing, so it first waits until the platform has made an enforcement for some
        *later* event. Fire a later stimulus that must be obeyed before calling it.

        Example:
        | ${other}=    Fire Webhook    ${trigger}    {'kind': 'other'}
        | ${wanted}=    Fire Webhook    ${trigger}    {'kind': 'wanted'}
        | Chain Should Complete    event=${wanted}
        | Event Should Have Caused Nothing    ${other}
        """
        number = self.id_of("event", event, session)
        api = self.api(session)
        name = "Event Should Have Caused Nothing"
        trigger = api.get(path_of("event", number)).data["trigger_ref"]

        def newest() -> int:
            listed = api.get(ENFORCEMENTS, params={"trigger_ref": trigger, "per_page": 1}).items
            return max((int(item["event"] or 0) for item in listed), default=0)

        self.waiter.until(
            Wait[int](
                keyword=name,
                subject=f"the newest event of {trigger} with an enforcement",
                wanted=f"a later one than {number}, as a proof that later events are obeyed",
                look=newest,
                holds=lambda found: found > number,
                show=lambda found: f"is {found}" if found else "does not exist",
                topics=about("enforcement", "trigger_ref", trigger),
            ),
            timeout=self.seconds(timeout),
        )
        caused = [made for made in api.pages(ENFORCEMENTS, event=number) if self._is_of(rule, made, session)]
        if caused:
            made = ", ".join(f"{one['id']} (rule {one['rule_ref']}, {one['status']})" for one in caused)
            raise AssertionError(f"{name}: event {number} led to enforcement {made}")

    def _is_of(self, rule: Any, enforcement: dict[str, Any], session: Any) -> bool:
        return rule is None or enforcement["rule_ref"] == self.ref_of("rule", rule, session)

    def _stays(self, name: str, records: Records, count: Any, for_: Any, poll_interval: Any, session: Any) -> Any:
        expected = Expected.of(count, "==")
        api = self.api(session)
        length = self.seconds(for_, "for") or 0.0

        def strayed(items: Items) -> str | None:
            return None if expected.holds(len(items)) else f"they had to stay {expected.number} for {length:g} s"

        wait = Wait[Items](
            keyword=name,
            subject=str(records),
            wanted=str(expected.number),
            look=records.reader(api),
            holds=lambda items: expected.holds(len(items)),
            show=lambda items: f"are {len(items)}",
            hopeless=strayed,
            explain=lambda items: [*described(items or []), *chain_line(api, records)],
            chain=lambda: records.chain(api),
            settle=length,
            topics=records.topics,
        )
        interval = self.seconds(poll_interval, "poll_interval")
        # A look that the platform leaves unanswered shows no change: there is time to watch once more.
        limit = length + self.settings.timeout
        return self.dotted(self.waiter.until(wait, timeout=limit, poll_interval=interval))
