"""Keywords about the tasks of a workflow: which ran, how they ended, in which order, and what is below them."""

from collections.abc import Mapping
from typing import Any

import yaml
from robot.api.deco import keyword

from ..core import execution_tree
from ..core.errors import BadInput
from ..core.fanout import Span
from ..core.history import transitions
from ..core.matching import Matching, listed
from ..core.words import TERMINAL, status_of, unknown
from .executions import Executions
from .polling import Polling
from .resources import Resources, given, plain
from .workflows import Workflows

NOTED_LATE = 0.05
# A workflow that is over starts nothing more; what it started just before is listed within this time.
ENDED = 0.2
POLICIES = ("allow_finish", "cancel_running")


class WorkflowTasks(Resources):
    """A task is an execution whose parent is the workflow's; so is each further attempt, and each item of a list."""

    @keyword(tags=["workflow", "fixture"])
    def create_workflow_of_tasks(
        self,
        *tasks: Any,
        output_map: Mapping[str, Any] | None = None,
        variables: Mapping[str, Any] | None = None,
        param_schema: Mapping[str, Any] | None = None,
        timeout: Any = None,
        cancellation_policy: str | None = None,
        ref: str | None = None,
        pack: Any = None,
        session: Any = None,
    ) -> Any:
        """Creates a workflow of these tasks and returns it; it is deleted with its test or suite.

        Each task is a dictionary or YAML text with ``name``, ``action``, ``input``, ``next`` and what else the platform
        knows; within YAML an expression stands in quotes. ``variables`` are the definition's ``vars``, ``timeout`` is
        how long all of it may take, ``cancellation_policy`` is ``allow_finish`` or ``cancel_running``.

        Example:
        | ${workflow}=    Create Workflow Of Tasks
        | ...    {name: first, action: core.noop, next: [{when: "{{ succeeded() }}", do: [second]}]}
        | ...    {name: second, action: core.noop}
        """
        named = [_task(number, task) for number, task in enumerate(tasks, start=1)]
        if cancellation_policy not in (None, *POLICIES):
            raise BadInput(unknown("cancellation_policy", cancellation_policy, POLICIES))
        definition = {"version": "1.0.0", "tasks": named} | given(
            output_map=output_map,
            vars=variables,
            timeout=self.seconds(timeout),
            cancellation_policy=cancellation_policy,
        )
        return Workflows(self.context).create_workflow(
            definition,
            ref=ref,
            pack=pack,
            param_schema=None if param_schema is None else dict(param_schema),
            session=session,
        )

    @keyword(tags=["workflow", "fixture"])
    def create_nested_workflows(self, action: Any, levels: int, *, session: Any = None) -> Any:
        """Creates ``levels`` workflows around ``action``, each with the one inside as its task; returns the outermost.

        Every task is called ``nested``.

        Example:
        | ${outer}=    Create Nested Workflows    ${echo}    3
        | Run Action    ${outer}
        """
        if levels < 1:
            raise BadInput(f"levels is {levels}; it must be 1 or more")
        inside = self.ref_of("action", action, session)
        for _ in range(levels):
            made = self.create_workflow_of_tasks({"name": "nested", "action": inside}, session=session)
            inside = made.ref
        return made

    @keyword(tags=["workflow", "assertion"])
    def tasks_should_have_run(
        self, execution: Any, wanted: Any, *, settle: Any = None, timeout: Any = None, session: Any = None
    ) -> Any:
        """Fails unless exactly these tasks of a workflow ran, with these statuses; returns the executions by task.

        ``wanted`` is a text such as ``first:completed second:failed``, or a dictionary. A task with several attempts or
        items has several statuses, oldest first: ``third:failed,failed,completed``; it is returned with its last
        one. That no other task starts is watched for ``settle``, 200 ms where the workflow is over.

        Example:
        | ${tasks}=    Tasks Should Have Run    ${parent}    first:completed second:failed
        | Should Be Equal    ${tasks.second.result.exit_code}    ${1}
        """
        statuses = _statuses(wanted)
        parent = self.id_of("execution", execution, session)
        count = sum(len(each) for each in statuses.values())
        if settle is None and self.fetch("execution", parent, session).status in TERMINAL["execution"]:
            settle = ENDED
        children = Polling(self.context).wait_for_execution_count(
            count, operator="==", parent=parent, settle=settle, timeout=timeout, session=session
        )
        found: dict[str, list[str]] = {}
        last = {}
        for child in children:
            name = str((child.get("workflow_task") or {}).get("task_name"))
            found.setdefault(name, []).append(child.status)
            last[name] = child
        if found != statuses:
            raise AssertionError(
                f"Tasks Should Have Run: execution {parent} ran {_shown(found)}, wanted {_shown(statuses)}"
            )
        return self.dotted({name: self.fetch("execution", child, session) for name, child in last.items()})

    @keyword(tags=["workflow", "assertion"])
    def tasks_should_be_in_order(self, execution: Any, *steps: str, session: Any = None) -> str:
        """Fails unless no task of a step was asked for before every task of the step before it had ended.

        A step is one task, or several that may run side by side. Judged by the platform's history. Returns a line with
        the times.

        Example:
        | Tasks Should Be In Order    ${parent}    split    left right    join
        """
        if len(steps) < 2:
            raise BadInput(f"there are {len(steps)} steps; an order needs two at least")
        spans = self._spans(execution, session)
        faults, told = [], []
        before: list[tuple[str, Span]] = []
        for step in steps:
            now = [(name, span) for name in step.split() for span in _of(spans, name)]
            told.append(", ".join(f"{name} {_length(span)}" for name, span in now))
            faults += [
                f"'{name}' was asked for at {span.requested}, '{earlier}' ended at {ended.ended}"
                for name, span in now
                for earlier, ended in before
                if span.requested is None or ended.ended is None or span.requested < ended.ended
            ]
            before = now
        number = self.id_of("execution", execution, session)
        if faults:
            raise AssertionError("\n  ".join([f"Tasks Should Be In Order: execution {number}:", *faults]))
        return f"execution {number}: {' > '.join(told)}"

    @keyword(tags=["workflow", "assertion"])
    def execution_tree_should_be(self, execution: Any, wanted: Any, *, session: Any = None) -> list[Any]:
        """Fails unless exactly these executions are below a workflow's; returns them, each before its own children.

        ``wanted`` is a dictionary or YAML text of ``task status`` names, nested as the executions are; an item of a
        list is ``task[0] status``. Every child names its parent, has its enforcement and its executor, and was asked
        for and over while its parent ran, by the platform's history.

        Example:
        | Execution Tree Should Be    ${parent}    {middle completed: {one completed, two completed}}
        """
        api = self.api(session)
        tree = execution_tree.read(api, self.id_of("execution", execution, session))
        shape = execution_tree.outlined(_loaded("wanted", wanted))
        wrong = Matching().differences(execution_tree.outline(tree), shape)
        if wrong:
            head = f"Execution Tree Should Be: below execution {tree.execution['id']}:"
            raise AssertionError(f"{head}\n{listed(wrong)}")
        if faults := execution_tree.faults(api, tree):
            raise AssertionError("\n  ".join(["Execution Tree Should Be:", *faults]))
        return [self.dotted(one) for one in tree.everything()][1:]

    @keyword(tags=["execution", "assertion"])
    def execution_should_have_lasted(
        self, execution: Any, *, at_least: Any = 0, at_most: Any = None, since: str = "running", session: Any = None
    ) -> float:
        """Fails unless an execution took this long to end, by the history, from ``since`` on; returns the seconds.

        ``since`` is a status. The platform notes a status a moment after the fact, so up to 50 ms less than
        ``at_least`` will do.

        Example:
        | Execution Should Have Lasted    ${parent}    at_least=2s    at_most=4s
        | Execution Should Have Lasted    ${execution}    since=canceling    at_least=5s
        """
        number, status = self.id_of("execution", execution, session), status_of("execution", since)
        low, high = self.seconds(at_least, "at_least") or 0.0, self.seconds(at_most, "at_most")
        steps = transitions(self.api(session), number)
        began = next((step.time for step in steps if step.status == status), None)
        ended = Span.of(number, steps).ended
        if began is None or ended is None:
            missing = f"has not run to an end (from {status})"
            raise AssertionError(f"Execution Should Have Lasted: execution {number} {missing}")
        seconds = (ended - began).total_seconds()
        if seconds < low - NOTED_LATE or (high is not None and seconds > high):
            bounds = f"{low:g} s or more" if high is None else f"{low:g} to {high:g} s"
            told = f"execution {number} ended {seconds:.2f} s after it was {status}"
            raise AssertionError(f"Execution Should Have Lasted: {told}, wanted {bounds}")
        return seconds

    def _spans(self, execution: Any, session: Any) -> list[tuple[str, Span]]:
        api = self.api(session)
        children = Executions(self.context).list_executions(parent=execution, session=session)
        return [
            (str((child.get("workflow_task") or {}).get("task_name")), Span.of(child.id, transitions(api, child.id)))
            for child in sorted(children, key=lambda child: child.id)
        ]


def _of(spans: list[tuple[str, Span]], name: str) -> list[Span]:
    found = [span for task, span in spans if task == name]
    if not found:
        raise AssertionError(f"Tasks Should Be In Order: '{name}' did not run; {', '.join(n for n, _ in spans)} did")
    return found


def _length(span: Span) -> str:
    if span.running is None or span.ended is None:
        return "(did not run)"
    return f"({(span.ended - span.running).total_seconds():.2f} s)"


def _loaded(argument: str, value: Any) -> Mapping[str, Any]:
    found = value
    if isinstance(value, str):
        try:
            found = yaml.safe_load(value)
        except yaml.YAMLError as problem:
            raise BadInput(f"{argument} is no YAML: {' '.join(str(problem).split())}") from None
    if not isinstance(found, Mapping):
        raise BadInput(f"{argument} is {value!r}; it must be a dictionary or YAML text of one")
    return found


def _task(number: int, task: Any) -> dict[str, Any]:
    return dict(plain(_loaded(f"task {number}", task)))


def _statuses(wanted: Any) -> dict[str, list[str]]:
    if isinstance(wanted, str):
        pairs = [entry.partition(":")[::2] for entry in wanted.split()]
    elif isinstance(wanted, Mapping):
        pairs = [(str(name), str(statuses)) for name, statuses in wanted.items()]
    else:
        raise BadInput(f"wanted is {wanted!r}; it must be a text such as 'first:completed' or a dictionary")
    return {name: [status_of("execution", word) for word in statuses.split(",")] for name, statuses in pairs}


def _shown(found: Mapping[str, list[str]]) -> str:
    return " ".join(f"{name}:{','.join(statuses)}" for name, statuses in found.items()) or "nothing"
