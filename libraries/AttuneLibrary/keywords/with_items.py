"""Keywords about workflows that run a task once for each element of a list."""

from collections.abc import Mapping, Sequence
from typing import Any

from robot.api.deco import keyword

from ..core.errors import BadInput
from ..core.fanout import Span, begun_in_order, outlived, peak
from ..core.history import transitions
from ..core.matching import Matching, described
from ..core.words import TERMINAL, statuses_of
from .executions import Executions
from .polling import Polling
from .resources import Resources, plain
from .workflows import Workflows

TASK = "each"
INPUT = {"message": "{{ item }}", "position": "{{ index }}"}
# Once a workflow is over it makes no children any more; a list read at that moment may still lack the last one.
NO_MORE_COME = 2.0
SHOWN = 10


class WithItems(Resources):
    """A task with ``with_items`` makes one child execution an element."""

    @keyword(tags=["workflow", "fixture"])
    def create_with_items_workflow(
        self,
        action: Any,
        *,
        concurrency: int | None = None,
        task_input: Mapping[str, Any] | None = None,
        ref: str | None = None,
        pack: Any = None,
        session: Any = None,
    ) -> Any:
        """Creates a workflow that runs ``action`` once for each element of its parameter ``items``; returns it.

        Its one task is called ``each``. ``task_input`` is by default the element as ``message`` and its index as
        ``position``. ``concurrency`` is how many may run at once; without it the platform runs one after another.

        Example:
        | ${workflow}=    Create With Items Workflow    ${echo}    concurrency=2
        | Run Action    ${workflow}    parameters=${{ {'items': ['apple', 'banana']} }}
        """
        task = {
            "name": TASK,
            "action": self.ref_of("action", action, session),
            "with_items": "{{ parameters.items }}",
            "input": plain(INPUT if task_input is None else task_input),
        } | ({} if concurrency is None else {"concurrency": concurrency})
        return Workflows(self.context).create_workflow(
            {"version": "1.0.0", "tasks": [task]},
            ref=ref,
            pack=pack,
            param_schema={"items": {"type": "array"}},
            session=session,
        )

    @keyword(tags=["workflow", "assertion"])
    def each_item_should_have_run(
        self,
        execution: Any,
        items: Any,
        *,
        parameter: str = "message",
        expect: Any = "completed",
        settle: Any = None,
        timeout: Any = None,
        session: Any = None,
    ) -> list[Any]:
        """Fails unless an execution has exactly one child for each of ``items``; returns the children by their index.

        Each child has to name the execution as its parent; their indexes have to be 0 to N-1, each once; the child of
        an index has to have got that element as ``parameter``, equal in depth and in type. ``expect`` is the status
        each has to have ended with, or a list of one status an element. That there are no more children is watched
        for ``settle``; an execution that is over already gets two seconds for missing ones.

        Example:
        | ${done}=    Run Action    ${workflow}    parameters=${{ {'items': [1, 'two']} }}
        | ${children}=    Each Item Should Have Run    ${done}    ${{ [1, 'two'] }}
        """
        wanted = _listed(items)
        parent = self.id_of("execution", execution, session)
        if timeout is None and self.fetch("execution", parent, session).status in TERMINAL["execution"]:
            timeout = NO_MORE_COME
        listed = Polling(self.context).wait_for_execution_count(
            len(wanted), operator="==", parent=parent, settle=settle, timeout=timeout, session=session
        )
        children = [self.fetch("execution", child, session) for child in listed]
        faults = [f"child {child.id} has the parent {child.parent}" for child in children if child.parent != parent]
        indexes = sorted(_index(child) for child in children)
        if indexes != list(range(len(wanted))):
            faults.append(f"the indexes are {indexes}, wanted 0 to {len(wanted) - 1}, each once")
        by_index = sorted(children, key=_index)
        for child, item, statuses in zip(by_index, wanted, _statuses(expect, len(wanted)), strict=True):
            faults += _deviations(child, item, parameter, statuses)
        if faults:
            raise AssertionError(_told(f"Each Item Should Have Run: execution {parent}", faults))
        return by_index

    @keyword(tags=["workflow", "assertion"])
    def parent_should_enclose_its_children(self, execution: Any, *, session: Any = None) -> str:
        """Fails unless an execution was running from before its first child was requested until its last had ended.

        Judged by the platform's own history, so it holds for every moment between. Returns a line with the times.

        Example:
        | ${line}=    Parent Should Enclose Its Children    ${workflow_execution}
        """
        parent, children = self._spans(execution, session)
        if not children:
            raise AssertionError(f"Parent Should Enclose Its Children: execution {parent.number} has no children")
        faults = outlived(parent, children)
        if faults:
            raise AssertionError(_told("Parent Should Enclose Its Children", faults))
        last = max(child.ended for child in children if child.ended)
        assert parent.ended is not None and parent.running is not None
        length = (parent.ended - parent.running).total_seconds()
        after = (parent.ended - last).total_seconds()
        told = f"execution {parent.number} ran {length:.2f} s and ended {after:.3f} s after the last"
        return f"{told} of {len(children)} children"

    @keyword(tags=["workflow", "assertion"])
    def children_should_overlap(
        self,
        execution: Any,
        *,
        at_most: int,
        at_least: int = 1,
        in_order: bool = False,
        task: str | None = None,
        session: Any = None,
    ) -> str:
        """Fails unless the number of an execution's children that ran at once had a peak within these bounds.

        Running is from the history's ``running`` to its final status. ``in_order`` wants them to have begun in the
        order of their indexes as well. ``task`` means the children of one task alone. Returns a line with the peak.

        Example:
        | ${line}=    Children Should Overlap    ${workflow_execution}    at_least=2    at_most=2
        """
        parent, children = self._spans(execution, session, task)
        most = peak(children)
        line = f"execution {parent.number}: of {len(children)} children at most {most} ran at once"
        if not at_least <= most <= at_most:
            raise AssertionError(f"Children Should Overlap: {line}, wanted {at_least} to {at_most}")
        if in_order and not begun_in_order(children):
            begun = ", ".join(f"{child.number} at {child.running}" for child in children)
            raise AssertionError(f"Children Should Overlap: {line}, but they did not begin in their order: {begun}")
        return line

    def _spans(self, execution: Any, session: Any, task: str | None = None) -> tuple[Span, list[Span]]:
        """The lives of an execution and of its children (of one task) by their index."""
        api = self.api(session)
        number = self.id_of("execution", execution, session)
        children = sorted(Executions(self.context).list_executions(parent=number, session=session), key=_index)
        meant = [child for child in children if task in (None, (child.get("workflow_task") or {}).get("task_name"))]
        return _span(api, number), [_span(api, child.id) for child in meant]


def _span(api: Any, number: int) -> Span:
    return Span.of(number, transitions(api, number))


def _index(child: Any) -> int:
    index = (child.get("workflow_task") or {}).get("task_index")
    return -1 if index is None else int(index)


def _deviations(child: Any, item: Any, parameter: str, statuses: tuple[str, ...]) -> list[str]:
    where = f"child {child.id} of index {_index(child)}"
    found = []
    if child.status not in statuses:
        error = (child.result or {}).get("error")
        found.append(f"{where} is {child.status}, wanted {' or '.join(statuses)}" + (f" ({error})" if error else ""))
    got = (child.config or {}).get(parameter)
    if Matching().differences({parameter: got}, {parameter: item}):
        found.append(f"{where} got {described(got)} as {parameter}, wanted {described(item)}")
    return found


def _statuses(expect: Any, count: int) -> list[tuple[str, ...]]:
    if isinstance(expect, str):
        return [statuses_of("execution", expect)] * count
    each = [statuses_of("execution", status) for status in expect]
    if len(each) != count:
        raise BadInput(f"expect has {len(each)} statuses for {count} items; give one for each, or one for all")
    return each


def _listed(items: Any) -> Sequence[Any]:
    if isinstance(items, str | bytes | Mapping) or not isinstance(items, Sequence):
        raise BadInput(f"items is {items!r}; it must be a list")
    return items


def _told(head: str, faults: list[str]) -> str:
    more = [f"and {len(faults) - SHOWN} more"] if len(faults) > SHOWN else []
    return "\n  ".join([f"{head}:", *faults[:SHOWN], *more])
