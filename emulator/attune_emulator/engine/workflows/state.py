"""What a running workflow remembers between two steps, kept in the store."""

import json
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from attune_emulator import clock
from attune_emulator.engine.workflows.definition import Definition, parse
from attune_emulator.services.executions.statuses import COMPLETED, RUNNING
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator


@dataclass
class TaskState:
    """How far one task has got."""

    status: str = RUNNING
    total: int | None = None
    done: dict[str, str] = field(default_factory=dict)
    held: list[int] = field(default_factory=list)
    handled: bool = False
    pausing: bool = False
    reason: str | None = None


@dataclass
class Workflow:
    """A running workflow: its execution, its definition, and where it stands."""

    id: int
    execution: Row
    definition: Definition
    started: str
    variables: dict[str, Any]
    tasks: dict[str, TaskState] = field(default_factory=dict)
    # Names of tasks that are to join, with the predecessors that completed so far.
    arrivals: dict[str, list[str]] = field(default_factory=dict)
    hangs: bool = False

    @property
    def active(self) -> bool:
        return any(task.status == RUNNING for task in self.tasks.values())

    def waiting_joins(self) -> list[str]:
        """Return the tasks that were reached and still wait for predecessors."""
        return [name for name in self.arrivals if name not in self.tasks]

    def unhandled(self) -> list[str]:
        """Return the tasks that failed with nothing scheduled to follow."""
        return [
            name for name, task in self.tasks.items() if task.status not in (RUNNING, COMPLETED) and not task.handled
        ]


@lru_cache(maxsize=256)
def _parsed(text: str) -> Definition:
    return parse(json.loads(text))


def begin(emulator: "Emulator", execution: Row, document: Any, definition: Definition) -> Workflow:
    """Insert a workflow's first state."""
    workflow = Workflow(0, execution, definition, clock.now(), dict(definition.variables))
    values = {"execution": execution["id"], "definition": document, "state": _as_json(workflow)}
    workflow.id = emulator.db.insert("workflow_execution", values)["id"]
    return workflow


def load(emulator: "Emulator", execution: int) -> Workflow | None:
    """Return the workflow of an execution, if it is one that began."""
    row = emulator.db.one("SELECT *, json(definition) AS text FROM workflow_execution WHERE execution = ?", execution)
    parent = emulator.db.by_id("execution", execution)
    if row is None or parent is None:
        return None
    state = row["state"]
    return Workflow(
        id=row["id"],
        execution=parent,
        definition=_parsed(row["text"]),
        started=state["started"],
        variables=state["variables"],
        tasks={name: TaskState(**task) for name, task in state["tasks"].items()},
        arrivals=state["arrivals"],
        hangs=state["hangs"],
    )


def save(emulator: "Emulator", workflow: Workflow) -> None:
    """Store where a workflow stands."""
    emulator.db.update("workflow_execution", workflow.id, {"state": _as_json(workflow)})


def _as_json(workflow: Workflow) -> dict[str, Any]:
    return {
        "started": workflow.started,
        "variables": workflow.variables,
        "tasks": {name: asdict(task) for name, task in workflow.tasks.items()},
        "arrivals": workflow.arrivals,
        "hangs": workflow.hangs,
    }
