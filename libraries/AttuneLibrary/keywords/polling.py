"""Keywords that wait for states, counts and conditions."""

from typing import Any

from robot.api.deco import keyword

from ..core.chain import chain_of_execution
from ..core.counts import Expected
from ..core.execution_report import report
from ..core.objects import path_of
from ..core.topics import about
from ..core.waiting import Wait
from ..core.words import TERMINAL, statuses_of
from .counting import Counting
from .running import Attempt, same


class Polling(Counting):
    """Waiting for a state, a number or any condition."""

    @keyword(tags=["wait", "execution"])
    def wait_for_execution_status(
        self,
        execution: Any,
        status: Any,
        *,
        timeout: Any = None,
        poll_interval: Any = None,
        session: Any = None,
    ) -> Any:
        """Waits until an execution has ``status`` and returns the execution.

        ``status`` is a word or a list of words of which one has to come. The older words ``succeeded`` and
        ``canceled`` mean ``completed`` and ``cancelled``. ``timeout`` is TEST_TIMEOUT by default; looks follow each
        other after at most ``poll_interval``.

        It fails at once when the execution has ended with another status. The failure shows the action, its worker,
        exit code and last error lines, every transition with its time, and the chain that led to the execution.

        Example:
        | ${execution}=    Execute Action    core.echo
        | Wait For Execution Status    ${execution}    completed    timeout=10s
        """
        wanted = statuses_of("execution", status)
        return self._await_status(
            "execution", "Wait For Execution Status", execution, wanted, timeout, poll_interval, session
        )

    @keyword(tags=["wait", "execution"])
    def wait_for_execution_completion(
        self, execution: Any, *, timeout: Any = None, poll_interval: Any = None, session: Any = None
    ) -> Any:
        """Waits until an execution has ended, however it ended, and returns it.

        Example:
        | ${execution}=    Wait For Execution Completion    ${execution}
        | Log    It ended as ${execution.status}.
        """
        wanted = TERMINAL["execution"]
        return self._await_status(
            "execution", "Wait For Execution Completion", execution, wanted, timeout, poll_interval, session
        )

    @keyword(tags=["wait", "inquiry"])
    def wait_for_inquiry_status(
        self, inquiry: Any, status: Any, *, timeout: Any = None, poll_interval: Any = None, session: Any = None
    ) -> Any:
        """Waits until an inquiry has ``status`` (a word or a list of words) and returns the inquiry.

        The older word ``expired`` means ``timeout``. It fails at once when the inquiry has ended otherwise.

        Example:
        | Respond To Inquiry    ${inquiry}    {'approved': True}
        | Wait For Inquiry Status    ${inquiry}    responded
        """
        wanted = statuses_of("inquiry", status)
        return self._await_status(
            "inquiry", "Wait For Inquiry Status", inquiry, wanted, timeout, poll_interval, session
        )

    @keyword(tags=["wait", "execution"])
    def wait_for_execution_count(
        self,
        count: Any,
        *,
        operator: str = ">=",
        action: Any = None,
        rule: Any = None,
        trigger: Any = None,
        enforcement: Any = None,
        parent: Any = None,
        status: Any = None,
        settle: Any = None,
        timeout: Any = None,
        poll_interval: Any = None,
        session: Any = None,
    ) -> Any:
        """Waits until the number of executions that fit all filters is as wanted; returns them, oldest first.

        ``operator`` is one of ``>=``, ``==``, ``<=``, ``>``, ``<`` and ``!=``. All but ``>=`` and ``>`` have to go on
        holding for ``settle`` (ATTUNE_SETTLE by default, 0 for not at all). A count that is exceeded for good fails
        at once. At least one filter besides ``status`` is needed: without, it would count what others made.

        Example:
        | ${executions}=    Wait For Execution Count    1    operator===    rule=${rule}    status=completed
        """
        records = self.executions(
            session, action=action, rule=rule, trigger=trigger, enforcement=enforcement, parent=parent, status=status
        )
        return self.await_count(
            "Wait For Execution Count",
            records,
            Expected.of(count, operator),
            settle=settle,
            timeout=timeout,
            poll_interval=poll_interval,
            session=session,
        )

    @keyword(tags=["wait", "event"])
    def wait_for_event_count(
        self,
        count: Any,
        *,
        operator: str = ">=",
        trigger: Any = None,
        rule: Any = None,
        source: Any = None,
        settle: Any = None,
        timeout: Any = None,
        poll_interval: Any = None,
        session: Any = None,
    ) -> Any:
        """Waits until the number of events that fit all filters is as wanted; returns them, oldest first.

        ``rule`` fits the events that were made for one rule, which are those of timers. The rest is as with
        `Wait For Execution Count`.

        Example:
        | ${events}=    Wait For Event Count    3    rule=${timer}    timeout=20s
        """
        return self.await_count(
            "Wait For Event Count",
            self.events(session, trigger=trigger, rule=rule, source=source),
            Expected.of(count, operator),
            settle=settle,
            timeout=timeout,
            poll_interval=poll_interval,
            session=session,
        )

    @keyword(tags=["wait", "enforcement"])
    def wait_for_enforcement_count(
        self,
        count: Any,
        *,
        operator: str = ">=",
        rule: Any = None,
        event: Any = None,
        trigger: Any = None,
        status: Any = None,
        settle: Any = None,
        timeout: Any = None,
        poll_interval: Any = None,
        session: Any = None,
    ) -> Any:
        """Waits until the number of enforcements that fit all filters is as wanted; returns them, oldest first.

        The rest is as with `Wait For Execution Count`.

        Example:
        | ${enforcements}=    Wait For Enforcement Count    1    operator===    event=${event}
        """
        return self.await_count(
            "Wait For Enforcement Count",
            self.enforcements(session, rule=rule, event=event, trigger=trigger, status=status),
            Expected.of(count, operator),
            settle=settle,
            timeout=timeout,
            poll_interval=poll_interval,
            session=session,
        )

    @keyword(tags=["wait", "inquiry"])
    def wait_for_inquiry_count(
        self,
        count: Any,
        *,
        operator: str = ">=",
        execution: Any = None,
        assigned_to: Any = None,
        status: Any = None,
        settle: Any = None,
        timeout: Any = None,
        poll_interval: Any = None,
        session: Any = None,
    ) -> Any:
        """Waits until the number of inquiries that fit all filters is as wanted; returns them, oldest first.

        ``assigned_to`` is an identity. The rest is as with `Wait For Execution Count`.

        Example:
        | ${inquiries}=    Wait For Inquiry Count    1    execution=${execution}    status=pending
        """
        return self.await_count(
            "Wait For Inquiry Count",
            self.inquiries(session, execution=execution, status=status, assigned_to=assigned_to),
            Expected.of(count, operator),
            settle=settle,
            timeout=timeout,
            poll_interval=poll_interval,
            session=session,
        )

    @keyword(tags=["wait"])
    def wait_for_condition(
        self,
        keyword_name: str,
        *arguments: Any,
        expected: Any = True,
        timeout: Any = None,
        poll_interval: Any = None,
        **named: Any,
    ) -> Any:
        """Runs a keyword again and again until it returns ``expected``, and returns what it returned.

        Arguments of the keyword follow as usual, named ones too. By default anything that counts as true will do.
        A keyword that fails with an assertion has "not yet" the
        condition; every other error ends the wait, except refused connections, 404 and 5xx, as in all waits.

        Example:
        | Wait For Condition    Get Key Value    ${key}    expected=done    timeout=5s
        """
        run = Attempt(keyword_name, arguments, named)
        wait = Wait[Any](
            keyword="Wait For Condition",
            subject=f"'{keyword_name}'",
            wanted="a true value" if expected is True else repr(expected),
            look=run.value,
            holds=lambda value: run.refused is None and same(value, expected),
            show=lambda value: f"failed: {run.refused}" if run.refused else f"returned {value!r}",
        )
        return self.waiter.until(
            wait, timeout=self.seconds(timeout), poll_interval=self.seconds(poll_interval, "poll_interval")
        )

    def _await_status(
        self,
        kind: str,
        name: str,
        thing: Any,
        wanted: tuple[str, ...],
        timeout: Any,
        poll_interval: Any,
        session: Any,
    ) -> Any:
        number = self.id_of(kind, thing, session)
        api = self.api(session)

        def explain(found: dict[str, Any] | None) -> list[str]:
            return report(api, found) if found is not None and kind == "execution" else []

        wait = Wait[dict[str, Any]](
            keyword=name,
            subject=f"{kind} {number}",
            wanted=" or ".join(wanted),
            look=lambda: api.get(path_of(kind, number)).data,
            holds=lambda found: found["status"] in wanted,
            show=lambda found: f"is {found['status']}",
            hopeless=lambda found: f"{found['status']} is final" if found["status"] in TERMINAL[kind] else None,
            explain=explain,
            chain=lambda: chain_of_execution(api, number) if kind == "execution" else None,
            topics=about(kind, "id", number, (*wanted, *TERMINAL[kind])),
        )
        found = self.waiter.until(
            wait, timeout=self.seconds(timeout), poll_interval=self.seconds(poll_interval, "poll_interval")
        )
        return self.dotted(found)
