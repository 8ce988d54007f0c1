"""Keywords that send many requests at once: starting many executions, and limits on the rate of requests."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from robot.api.deco import keyword

from ..client import RetryPolicy, Session
from ..core import bursts
from ..core.cleanup import UNFINISHED
from ..core.counts import whole
from ..core.errors import BadInput
from ..core.objects import path_of
from .resources import Resources

EXECUTIONS = "/api/v1/executions"
MOST = 32
ME = "/auth/me"


class Bursts(Resources):
    """Many requests of one session, over connections of their own."""

    @keyword(tags=["execution"])
    def start_executions(
        self,
        action: Any,
        count: Any,
        *,
        at_once: Any = 8,
        parameters: dict[str, Any] | None = None,
        session: Any = None,
    ) -> list[Any]:
        """Starts ``count`` executions of one action, ``at_once`` requests at a time, and returns the executions.

        They are waited for by nobody; what is unfinished at the end of the test or suite is cancelled. ``at_once`` is
        1 to 32.

        Example:
        | ${executions}=    Start Executions    ${action}    100
        | Pages Should Be Complete    /api/v1/executions    of=${executions}    filters=action_ref=${action.ref}
        """
        number, ref = whole(count, "count"), self.ref_of("action", action, session)
        body = {"action_ref": ref, "parameters": parameters or {}}
        self.remember(f"executions of {ref}", number, session, lambda: self._cancel(ref, session))
        with self._clients(session, at_once) as clients:
            made = bursts.side_by_side(
                clients, number, lambda client, _: client.post(f"{EXECUTIONS}/execute", json=body).data
            )
        return [self.dotted(one) for one in made]

    @keyword(tags=["security", "assertion"])
    def burst_should_be_limited(
        self, limit: Any, *, count: Any = 100, at_once: Any = 4, path: str = ME, session: Any = None
    ) -> Any:
        """Sends ``count`` requests as fast as it can; fails unless at most ``limit`` are obeyed in any one second.

        All others have to be refused with 429, and none while fewer than ``limit`` were obeyed in that second.
        Returns ``obeyed``, ``refused`` (counts), ``seconds`` and ``retry_after``: the values of that header, one for
        each refused request, None where it is missing.

        Example:
        | ${burst}=    Burst Should Be Limited    10    session=ann
        """
        allowed, replies = whole(limit, "limit"), self._burst(path, count, at_once, session)
        wrong = bursts.strangers(replies) or bursts.limit_broken(replies, allowed)
        if wrong:
            raise AssertionError(f"Burst Should Be Limited: {self.api(session).alias}: {wrong[0]}")
        return self._told(replies)

    @keyword(tags=["security", "assertion"])
    def burst_should_be_obeyed(self, *, count: Any = 100, at_once: Any = 4, path: str = ME, session: Any = None) -> Any:
        """Sends ``count`` requests as fast as it can; fails unless each of them is answered 200.

        Returns the same as `Burst Should Be Limited`.

        Example:
        | Burst Should Be Obeyed    count=100
        """
        replies = self._burst(path, count, at_once, session)
        refused = [reply.answer.status for reply in replies if reply.answer.status != bursts.OBEYED]
        if refused:
            who, told = self.api(session).alias, ", ".join(map(str, sorted(set(refused))))
            raise AssertionError(
                f"Burst Should Be Obeyed: {len(refused)} of {len(replies)} requests of {who} were refused with {told}"
            )
        return self._told(replies)

    @keyword(tags=["security", "wait"])
    def wait_for_limit_to_reset(self, seconds: Any = "1s") -> None:
        """Lets the second pass that a limit counts in, or as many as a Retry-After says; sends nothing.

        Example:
        | ${burst}=    Burst Should Be Limited    10    session=ann
        | Wait For Limit To Reset    ${burst.retry_after}[0]
        | Burst Should Be Obeyed    count=10    session=ann
        """
        self.waiter.pause((self.seconds(seconds, "seconds") or 0.0) + bursts.SLACK)

    def _burst(self, path: str, count: Any, at_once: Any, session: Any) -> list[bursts.Reply]:
        number = whole(count, "count")
        if not number:
            raise BadInput("count is 0; a burst has 1 request or more")
        with self._clients(session, at_once) as clients:
            return bursts.side_by_side(clients, number, lambda client, _: bursts.timed(client, path))

    def _told(self, replies: list[bursts.Reply]) -> Any:
        refused = [reply.answer for reply in replies if reply.answer.status == bursts.REFUSED]
        return self.dotted(
            {
                "obeyed": len(replies) - len(refused),
                "refused": len(refused),
                "seconds": round(bursts.lasted(replies), 2),
                "retry_after": [answer.headers.get("Retry-After") for answer in refused],
            }
        )

    @contextmanager
    def _clients(self, session: Any, at_once: Any) -> Iterator[list[Session]]:
        """Connections of the session's identity that take a refusal as the answer it is."""
        number = whole(at_once, "at_once")
        if not 1 <= number <= MOST:
            raise BadInput(f"at_once is {number}; it must be 1 to {MOST}")
        owner: Session = self.api(session)
        token = owner.token()
        clients = [self.context.sessions.new(token=token, alias=f"{owner.alias} {n}") for n in range(number)]
        for client in clients:
            client.retry = RetryPolicy(attempts=1)
        try:
            yield clients
        finally:
            for client in clients:
                client.close()

    def _cancel(self, ref: str, session: Any) -> None:
        api = self.api(session)
        # The whole list first: what is cancelled changes it.
        for execution in [one for one in api.pages(EXECUTIONS, action_ref=ref) if one["status"] in UNFINISHED]:
            api.request("POST", f"{path_of('execution', execution['id'])}/cancel", json={}, any_status=True)
