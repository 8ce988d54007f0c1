"""Keywords about parameters that do not fit an action: refused, or failed before anything ran."""

from collections.abc import Mapping
from typing import Any

from robot.api.deco import keyword

from ..client import AttuneError
from ..core.errors import BadInput
from ..core.history import transitions
from ..core.logs import STREAMS, log_text
from .executions import Executions
from .polling import Polling
from .resources import Resources

REFUSED = (400, 422)
# What an execution may have been before it failed without ever being handed to a worker.
BEFORE_A_WORKER = ("requested", "scheduling", "failed")


class Parameters(Resources):
    """Parameters are judged before a worker hears of them: at once by the API, later where templates make them."""

    @keyword(tags=["execution", "validation", "assertion"])
    def parameters_should_be_refused(
        self, action: Any, parameters: Mapping[str, Any] | None, names: Any, *, session: Any = None
    ) -> str:
        """Fails unless an action or workflow does not run with these parameters and the reason names what is wrong.

        Either the request is refused with 400 or 422, or its execution fails as with `Execution Should Not Have
        Started`. ``names`` is a text, or a list of texts, that the reason must have. Returns the reason.

        Example:
        | ${reason}=    Parameters Should Be Refused    ${action}    ${{ {'count': 'many'} }}    count
        """
        wanted = _words(names)
        try:
            started = Executions(self.context).execute_action(action, parameters=parameters, session=session)
        except AttuneError as refusal:
            if refusal.status not in REFUSED:
                raise
            return _naming("Parameters Should Be Refused", refusal.error, wanted)
        done = Polling(self.context).wait_for_execution_completion(started, session=session)
        reason: str = self.execution_should_not_have_started(done, error=wanted, session=session)
        return reason

    @keyword(tags=["execution", "validation", "assertion"])
    def execution_should_not_have_started(self, execution: Any, *, error: Any = (), session: Any = None) -> str:
        """Fails unless an execution failed before any worker heard of it; returns its error.

        It has no worker and no start, was neither scheduled nor running by the history, and wrote nothing. ``error``
        is a text, or a list of texts, that its error must have.

        Example:
        | Execution Should Not Have Started    ${execution}    error=url
        """
        name = "Execution Should Not Have Started"
        found = self.fetch("execution", execution, session)
        api = self.api(session)
        passed = [step.status for step in transitions(api, found.id)]
        facts = {
            "its status": (found.status, found.status == "failed"),
            "its worker": (found.get("worker"), found.get("worker") is None),
            "its start": (found.get("started_at"), found.get("started_at") is None),
            "its history": (" ".join(passed), not set(passed) - set(BEFORE_A_WORKER)),
            **{stream: (text, not text) for stream in STREAMS for text in [log_text(api, found, stream)]},
        }
        wrong = [f"{what} is {value}" for what, (value, fits) in facts.items() if not fits]
        if wrong:
            told = "; ".join(wrong)
            raise AssertionError(f"{name}: execution {found.id} of {found.action_ref} went to a worker: {told}")
        return _naming(name, str((found.result or {}).get("error", "")), _words(error))


def _words(names: Any) -> list[str]:
    words = [names] if isinstance(names, str) else list(names) if isinstance(names, list | tuple) else None
    if words is None or not all(isinstance(word, str) for word in words):
        raise BadInput(f"{names!r} is no text and no list of texts that a reason must have")
    return words


def _naming(keyword_name: str, reason: str, words: list[str]) -> str:
    missing = [word for word in words if word not in reason]
    if missing:
        raise AssertionError(f"{keyword_name}: the reason does not name {', '.join(map(repr, missing))}: {reason!r}")
    return reason
