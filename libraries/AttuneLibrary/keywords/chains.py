"""Keywords about the whole way from a trigger to its executions."""

from typing import Any

from robot.api.deco import keyword

from ..core.chain import chain_of_event, chain_of_execution, chain_of_rule
from ..core.counts import whole
from ..core.errors import BadInput
from ..core.hops import Hops, Source
from ..core.waiting import Wait
from ..core.words import statuses_of
from .base import Component


class Chains(Component):
    """Trigger, event, enforcement and execution as one."""

    @keyword(tags=["chain"])
    def get_chain(self, *, event: Any = None, execution: Any = None, rule: Any = None, session: Any = None) -> Any:
        """Returns what led to an execution, or what an event or rule led to, as it is now.

        Exactly one of the three is given. The result has ``trigger`` (a ref), ``events``, ``enforcements`` and
        ``executions``; each execution has its ``transitions`` (status and time), ``children`` and ``inquiries``.

        Example:
        | ${chain}=    Get Chain    event=${event}
        | Log    ${chain.executions[0].transitions}
        """
        if sum(given is not None for given in (event, execution, rule)) != 1:
            raise BadInput("give exactly one of event, execution and rule")
        api = self.api(session)
        if event is not None:
            return self.dotted(chain_of_event(api, self.id_of("event", event, session)))
        if execution is not None:
            return self.dotted(chain_of_execution(api, self.id_of("execution", execution, session)))
        return self.dotted(chain_of_rule(api, self.ref_of("rule", rule, session)))

    @keyword(tags=["chain", "wait"])
    def chain_should_complete(
        self,
        *,
        event: Any = None,
        rule: Any = None,
        count: Any = 1,
        status: Any = "completed",
        settle: Any = None,
        timeout: Any = None,
        poll_interval: Any = None,
        session: Any = None,
    ) -> Any:
        """Waits until an event or rule has led to exactly ``count`` processed enforcements with one execution each.

        With both, only what the rule made of the event counts. The executions have to end with ``status``, and the
        numbers have to go on holding for ``settle``. Returns the chain as `Get Chain` does, with the first
        ``event``, ``enforcement`` and ``execution`` as further members.

        Example:
        | ${event}=    Fire Webhook    ${trigger}    {"n": 1}
        | ${chain}=    Chain Should Complete    event=${event}
        | Should Be Equal    ${chain.execution.result.exit_code}    ${0}
        """
        source = self._source(event, rule, session)
        api, number, statuses = self.api(session), whole(count, "count"), statuses_of("execution", status)
        given = self.seconds(settle, "settle")
        wait = Wait[Hops](
            keyword="Chain Should Complete",
            subject=str(source),
            wanted=f"{number} processed, {number} {' or '.join(statuses)}",
            look=source.reader(api),
            holds=lambda hops: hops.complete(number, statuses),
            show=lambda hops: f"has {hops}",
            hopeless=lambda hops: hops.hopeless(number, statuses),
            explain=lambda hops: source.explained(api, hops),
            chain=lambda: source.chain(api),
            settle=self.settings.settle if given is None else given,
            topics=source.topics(api),
        )
        self.waiter.until(
            wait, timeout=self.seconds(timeout), poll_interval=self.seconds(poll_interval, "poll_interval")
        )
        chain = source.chain(api)
        first = {name[:-1]: chain[name][0] for name in ("events", "enforcements", "executions") if chain[name]}
        return self.dotted({**chain, **first})

    def _source(self, event: Any, rule: Any, session: Any) -> Source:
        if event is None and rule is None:
            raise BadInput("give event, rule or both")
        number = None if event is None else self.id_of("event", event, session)
        return Source(number, None if rule is None else self.ref_of("rule", rule, session))
