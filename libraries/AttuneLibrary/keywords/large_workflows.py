"""Keywords about workflows of many tasks, and about many workflows at once."""

from itertools import pairwise
from statistics import median
from typing import Any

from robot.api.deco import keyword

from ..core.errors import BadInput
from ..core.fanout import Span
from ..core.history import transitions
from .executions import Executions
from .polling import Polling
from .resources import Resources
from .workflow_tasks import WorkflowTasks

# Of a chain that is too short, the quarters say nothing about its pace.
FEW = 8
SHOWN = 5


class LargeWorkflows(Resources):
    """Chains of tasks that are made by number, and their runs."""

    @keyword(tags=["workflow", "fixture"])
    def create_chain_of_tasks(self, action: Any, count: int, *, ref: str | None = None, session: Any = None) -> Any:
        """Creates a workflow of ``count`` tasks, each led to by the one before it, and returns it.

        The tasks are called ``task_001`` and so on. Each is given its own number as ``message``: what the workflow
        has counted up to then, so that a task which is left out or runs twice shows in all that follow.

        Example:
        | ${chain}=    Create Chain Of Tasks    ${echo}    100
        """
        if count < 1:
            raise BadInput(f"count is {count}; it must be 1 or more")
        ref_of_action = self.ref_of("action", action, session)
        names = _names(count)
        tasks: list[dict[str, Any]] = [
            {"name": name, "action": ref_of_action, "input": {"message": "{{ workflow.reached + 1 }}"}}
            for name in names
        ]
        for task, following in zip(tasks, names[1:], strict=False):
            task["next"] = [
                {
                    "when": "{{ succeeded() }}",
                    "publish": [{"reached": "{{ workflow.reached + 1 }}"}],
                    "do": [following],
                }
            ]
        return WorkflowTasks(self.context).create_workflow_of_tasks(
            *tasks, variables={"reached": 0}, ref=ref, session=session
        )

    @keyword(tags=["workflow", "assertion"])
    def chain_of_tasks_should_have_run(
        self, execution: Any, count: int, *, settle: Any = None, session: Any = None
    ) -> str:
        """Fails unless a run of `Create Chain Of Tasks` has exactly ``count`` completed children, in their order.

        Each was asked for after the one before it had ended, was given its own number, and printed it. Returns a line
        with the time the whole took and the pace of the tasks.

        Example:
        | ${parent}=    Run Action    ${chain}    timeout=60s
        | ${line}=    Chain Of Tasks Should Have Run    ${parent}    100
        """
        names = _names(count)
        tasks = WorkflowTasks(self.context)
        ran = tasks.tasks_should_have_run(execution, dict.fromkeys(names, "completed"), settle=settle, session=session)
        wrong = [
            f"{name} was given {ran[name].config} and printed {(ran[name].result or {}).get('stdout')!r}"
            for number, name in enumerate(names, start=1)
            if not _has_number(ran[name], number)
        ]
        if wrong:
            raise AssertionError("\n  ".join(["Chain Of Tasks Should Have Run:", *wrong[:SHOWN]]))
        if count > 1:
            tasks.tasks_should_be_in_order(execution, *names, session=session)
        return self._told(execution, session)

    @keyword(tags=["workflow", "assertion"])
    def chain_should_keep_its_pace(
        self, execution: Any, *, factor: float = 4.0, slack: Any = "500ms", session: Any = None
    ) -> str:
        """Fails where a chain is more than ``factor`` times slower at its end than at its start.

        Compared are the medians of the times from one task's request to the next one's, in the first and in the last
        quarter of the children; a difference of less than ``slack`` is what a busy machine may make of any two. Returns
        a line with both.

        Example:
        | ${line}=    Chain Should Keep Its Pace    ${parent}
        """
        allowed = self.seconds(slack, "slack") or 0.0
        asked = [span.requested for span in self._spans(execution, session)]
        moments = [moment for moment in asked if moment is not None]
        if len(moments) < FEW:
            raise AssertionError(f"Chain Should Keep Its Pace: {len(moments)} tasks, wanted {FEW} at least")
        steps = [(later - earlier).total_seconds() for earlier, later in pairwise(moments)]
        quarter = len(steps) // 4
        first, last = median(steps[:quarter]), median(steps[-quarter:])
        line = (
            f"{len(moments)} tasks, {first * 1000:.0f} ms from one to the next at first, {last * 1000:.0f} ms at last"
        )
        if last > factor * first and last - first > allowed:
            raise AssertionError(f"Chain Should Keep Its Pace: {line}, wanted at most {factor:g} times as long")
        return line

    @keyword(tags=["workflow", "fixture"])
    def create_fan_of_tasks(self, action: Any, count: int, *, ref: str | None = None, session: Any = None) -> Any:
        """Creates a workflow whose task ``split`` leads to ``count`` tasks at once, which ``close`` joins; returns it.

        The tasks in between are called ``task_001`` and so on, and each is given its number as ``message``.

        Example:
        | ${fan}=    Create Fan Of Tasks    ${echo}    50
        """
        if count < 1:
            raise BadInput(f"count is {count}; it must be 1 or more")
        names, ref_of_action = _names(count), self.ref_of("action", action, session)
        branches = [
            {"name": name, "action": ref_of_action, "input": {"message": number}, "next": [{"do": ["close"]}]}
            for number, name in enumerate(names, start=1)
        ]
        split = {"name": "split", "action": ref_of_action, "input": {"message": 0}, "next": [{"do": names}]}
        close = {"name": "close", "action": ref_of_action, "join": count, "input": {"message": count + 1}}
        tasks = WorkflowTasks(self.context)
        return tasks.create_workflow_of_tasks(split, *branches, close, ref=ref, session=session)

    @keyword(tags=["workflow", "assertion"])
    def each_run_should_have_its_number(self, executions: Any, tasks: int, *, session: Any = None) -> str:
        """Fails unless each run of `Run At Once` has exactly ``tasks`` completed children, all given that run's number.

        Returns a line with the counts.

        Example:
        | ${parents}=    Run At Once    ${workflow}    50
        | Each Run Should Have Its Number    ${parents}    2
        """
        wrong = []
        for number, parent in enumerate(executions, start=1):
            children = Executions(self.context).get_children(parent, session=session)
            found = sorted((child.status, str((child.config or {}).get("message"))) for child in children)
            if found != [("completed", str(number))] * tasks:
                wrong.append(f"run {number}, execution {parent.id}: its children are {found}")
        if wrong:
            raise AssertionError("\n  ".join(["Each Run Should Have Its Number:", *wrong[:SHOWN]]))
        return f"{len(executions)} runs with {tasks} children each"

    @keyword(tags=["workflow", "execution"])
    def run_at_once(
        self, action: Any, times: int, *, timeout: Any = None, expect: str = "completed", session: Any = None
    ) -> list[Any]:
        """Starts an action or workflow ``times`` over without waiting in between, then waits until each is ``expect``.

        Each run gets its number, from 1, as the parameter ``message``. Returns the executions, in their order.

        Example:
        | ${parents}=    Run At Once    ${workflow}    50    timeout=60s
        """
        if times < 1:
            raise BadInput(f"times is {times}; it must be 1 or more")
        starter, polling = Executions(self.context), Polling(self.context)
        started = [
            starter.execute_action(action, parameters={"message": number}, session=session)
            for number in range(1, times + 1)
        ]
        return [
            polling.wait_for_execution_status(execution, expect, timeout=timeout, session=session)
            for execution in started
        ]

    def _spans(self, execution: Any, session: Any) -> list[Span]:
        api = self.api(session)
        children = Executions(self.context).list_executions(parent=execution, session=session)
        return [Span.of(child.id, transitions(api, child.id)) for child in sorted(children, key=lambda one: one.id)]

    def _told(self, execution: Any, session: Any) -> str:
        number = self.id_of("execution", execution, session)
        span = Span.of(number, transitions(self.api(session), number))
        seconds = (span.ended - span.running).total_seconds() if span.ended and span.running else 0.0
        children = Executions(self.context).list_executions(parent=number, session=session)
        return f"execution {number}: {len(children)} children in {seconds:.1f} s"


def _names(count: int) -> list[str]:
    return [f"task_{number:03d}" for number in range(1, count + 1)]


def _has_number(task: Any, number: int) -> bool:
    given = (task.config or {}).get("message")
    printed = str((task.result or {}).get("stdout") or "").strip()
    return type(given) is int and given == number and printed == str(number)
