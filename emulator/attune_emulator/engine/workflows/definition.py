"""Reading a workflow's definition, with a message that names what is wrong."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

POLICIES = ("allow_finish", "cancel_running")
TYPES = ("action", "parallel", "workflow")
BACKOFFS = ("constant", "linear", "exponential")


class DefinitionError(Exception):
    """A definition that cannot be read; the message names the place."""


@dataclass(frozen=True)
class Transition:
    """What follows a task, and when."""

    when: str | None
    publish: list[Any]
    do: list[str]


@dataclass(frozen=True)
class Retry:
    """How often and how soon a failed task is tried again."""

    count: int
    delay: float
    backoff: str
    max_delay: float | None

    def pause(self, attempt: int) -> float:
        """Return the seconds before the attempt of this number, the first repetition being 1."""
        factor: int = {"constant": 1, "linear": attempt, "exponential": 2 ** (attempt - 1)}[self.backoff]
        seconds = self.delay * factor
        return seconds if self.max_delay is None else min(seconds, self.max_delay)


@dataclass(frozen=True)
class Task:
    """One node of the graph."""

    name: str
    type: str
    action: str | None
    input: dict[str, Any]
    next: list[Transition]
    with_items: str | None
    concurrency: int
    retry: Retry | None
    timeout: int | None
    join: int | None
    permission_set_refs: Any
    placement: dict[str, Any]


@dataclass(frozen=True)
class Definition:
    """The whole graph."""

    variables: dict[str, Any]
    tasks: dict[str, Task]
    output_map: dict[str, str]
    cancellation_policy: str
    timeout: float | None = field(default=None)

    @property
    def entries(self) -> list[str]:
        """Return the tasks that no transition leads to."""
        targets = {name for task in self.tasks.values() for transition in task.next for name in transition.do}
        return [name for name in self.tasks if name not in targets]


def parse(document: Any) -> Definition:
    """Return the definition in a JSON value; raises DefinitionError."""
    _demand(isinstance(document, dict), "the definition is no map")
    _get(document, "version", str, "", required=True)
    tasks = [
        _task(entry, f"tasks[{index}]") for index, entry in enumerate(_get(document, "tasks", list, "", required=True))
    ]
    named = {task.name: task for task in tasks}
    for task in tasks:
        for target in (name for transition in task.next for name in transition.do):
            _demand(target in named, f"task '{task.name}': its transition leads to '{target}', which does not exist")
    output_map = _get(document, "output_map", dict, "") or {}
    for name, template in output_map.items():
        _demand(isinstance(template, str), f"output_map.{name}: expected a text")
    return Definition(
        variables=_get(document, "vars", dict, "") or {},
        tasks=named,
        output_map=output_map,
        cancellation_policy=_one_of(document, "cancellation_policy", POLICIES, ""),
        timeout=_number(document, "timeout"),
    )


def _task(entry: Any, where: str) -> Task:
    _demand(isinstance(entry, dict), f"{where}: expected a map")
    name = _get(entry, "name", str, where, required=True)
    where = f"task '{name}'"
    kind = _one_of(entry, "type", TYPES, where)
    action = _get(entry, "action", str, where)
    transitions = [_transition(item, where) for item in _get(entry, "next", list, where) or []]
    concurrency = _get(entry, "concurrency", int, where)
    _demand(concurrency is None or concurrency > 0, f"{where}: concurrency must be at least 1")
    return Task(
        name=name,
        type=kind,
        action=action,
        input=_get(entry, "input", dict, where) or {},
        next=transitions,
        with_items=_get(entry, "with_items", str, where),
        concurrency=concurrency or 1,
        retry=_retry(_get(entry, "retry", dict, where), where),
        timeout=_get(entry, "timeout", int, where),
        join=_get(entry, "join", int, where),
        permission_set_refs=entry.get("permission_set_refs"),
        placement={name: entry.get(name) for name in ("worker_selector", "worker_tolerations", "worker_affinity")},
    )


def _transition(entry: Any, where: str) -> Transition:
    _demand(isinstance(entry, dict), f"{where}: next: expected a list of maps")
    targets = _get(entry, "do", list, f"{where}: next") or []
    _demand(all(isinstance(name, str) for name in targets), f"{where}: next: do: expected a list of task names")
    publish = _get(entry, "publish", list, f"{where}: next") or []
    _demand(all(isinstance(item, str | dict) for item in publish), f"{where}: next: publish: expected maps or names")
    return Transition(_get(entry, "when", str, f"{where}: next"), publish, targets)


def _retry(entry: dict[str, Any] | None, where: str) -> Retry | None:
    if entry is None:
        return None
    where = f"{where}: retry"
    count = _get(entry, "count", int, where, required=True)
    _demand(0 <= count <= 100, f"{where}: count must be from 0 to 100")
    _demand(entry.get("delay") is not None, f"{where}: missing field 'delay'")
    return Retry(
        count, _number(entry, "delay") or 0, _one_of(entry, "backoff", BACKOFFS, where), _number(entry, "max_delay")
    )


def _get(entry: dict[str, Any], key: str, kind: type, where: str, *, required: bool = False) -> Any:
    value = entry.get(key)
    at = f"{where}: {key}" if where else key
    _demand(value is not None or not required, f"{where + ': ' if where else ''}missing field '{key}'")
    fits = isinstance(value, kind) and not (kind is int and isinstance(value, bool))
    words = {str: "a text", int: "a whole number", list: "a list", dict: "a map"}
    _demand(value is None or fits, f"{at}: expected {words[kind]}")
    return value


def _number(entry: dict[str, Any], key: str) -> float | None:
    value = entry.get(key)
    fits = isinstance(value, int | float) and not isinstance(value, bool) and value >= 0
    _demand(value is None or fits, f"{key}: expected a number of seconds")
    return value


def _one_of(entry: dict[str, Any], key: str, allowed: tuple[str, ...], where: str) -> str:
    value = _get(entry, key, str, where)
    _demand(
        value is None or value in allowed,
        f"{where}: {key}: '{value}' is none of {', '.join(allowed)}".removeprefix(": "),
    )
    return value or allowed[0]


def _demand(holds: bool, message: str) -> None:
    if not holds:
        raise DefinitionError(message)


def unrunnable(definition: Definition, known: Callable[[str], bool]) -> str | None:
    """Return why a definition that can be read can still not be run: kinds of tasks and actions that do not exist."""
    for task in definition.tasks.values():
        if task.type == "parallel" or task.action is None:
            return f"task '{task.name}': " + (
                "type 'parallel' is not supported" if task.type == "parallel" else "missing field 'action'"
            )
        if not known(task.action):
            return f"task '{task.name}': action '{task.action}' not found"
    return None
