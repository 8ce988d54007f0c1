"""Keywords about tasks that are tried again after a failure."""

from typing import Any

from robot.api.deco import keyword

from ..core.attempts import gaps, linked_wrongly, paused_wrongly
from ..core.errors import BadInput
from ..core.fanout import Span
from ..core.history import transitions
from ..core.words import status_of
from .executions import Executions
from .resources import Resources


class Retries(Resources):
    """Each attempt is an execution of its own; a later one names the first."""

    @keyword(tags=["workflow", "failure", "assertion"])
    def task_should_have_been_tried(
        self,
        execution: Any,
        task: str,
        statuses: str,
        *,
        pauses: Any = None,
        margin: Any = 1.5,
        index: int | None = None,
        session: Any = None,
    ) -> list[Any]:
        """Fails unless a workflow's task had exactly these attempts; returns them, oldest first.

        ``statuses`` are words such as ``failed failed completed``. Each later attempt names the first as its original,
        counts on from it, and has its parameters. ``pauses`` are the seconds from each end to the next start, such as
        ``1 2 4``: none may be shorter, or longer by more than ``margin`` seconds. ``index`` means one item of a list.

        Example:
        | Task Should Have Been Tried    ${parent}    flaky    failed failed completed    pauses=1 2
        """
        wanted = [status_of("execution", word) for word in statuses.split()]
        children = Executions(self.context).get_children(execution, session=session)
        attempts = [child for child in children if _is(child, task, index)]
        found = [attempt.status for attempt in attempts]
        if found != wanted:
            raise AssertionError(f"Task Should Have Been Tried: '{task}' was {_words(found)}, wanted {_words(wanted)}")
        faults = linked_wrongly(attempts)
        if pauses is not None:
            spans = [Span.of(attempt.id, transitions(self.api(session), attempt.id)) for attempt in attempts]
            stretched = (self.seconds(margin, "margin") or 0.0) * float(self.settings.timing_tolerance)
            faults += paused_wrongly(gaps(spans), _pauses(pauses), stretched)
        if faults:
            raise AssertionError("\n  ".join([f"Task Should Have Been Tried: '{task}':", *faults]))
        return attempts


def _is(child: Any, task: str, index: int | None) -> bool:
    described = child.get("workflow_task") or {}
    return described.get("task_name") == task and (index is None or described.get("task_index") == index)


def _pauses(given: Any) -> list[float]:
    words = given.split() if isinstance(given, str) else given if isinstance(given, list) else [given]
    try:
        return [float(word) for word in words]
    except (TypeError, ValueError):
        raise BadInput(f"pauses is {given!r}; it must be seconds such as '1 2 4'") from None


def _words(statuses: list[str]) -> str:
    return " ".join(statuses) or "never tried"
