"""A workflow's execution with everything below it, level by level."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..client import Session
from .chain import EXECUTIONS
from .fanout import Span, outlived
from .history import transitions

Execution = dict[str, Any]
INHERITED = ("enforcement", "executor")


@dataclass(frozen=True, slots=True)
class Branch:
    """One execution and what it started."""

    execution: Execution
    children: tuple["Branch", ...]

    def everything(self) -> Iterator[Execution]:
        """This execution and all below it, each before its own children."""
        yield self.execution
        for child in self.children:
            yield from child.everything()


def read(session: Session, number: int) -> Branch:
    """The tree below an execution, children in the order in which they were made."""
    listed = sorted(child["id"] for child in session.pages(EXECUTIONS, parent=number))
    return Branch(session.get(f"{EXECUTIONS}/{number}").data, tuple(read(session, child) for child in listed))


def label(execution: Execution) -> str:
    """`task status`, with the index of an item as in `task[2] status`."""
    task = execution.get("workflow_task") or {}
    index = task.get("task_index")
    name = task.get("task_name", f"execution {execution['id']}")
    return f"{name}{'' if index is None else f'[{index}]'} {execution['status']}"


def outline(branch: Branch) -> dict[str, Any]:
    """The labels below a branch, nested; a label that is there already has `again` after it."""
    found: dict[str, Any] = {}
    for child in branch.children:
        name = label(child.execution)
        while name in found:
            name += " again"
        found[name] = outline(child)
    return found


def outlined(wanted: Any) -> Any:
    """A wanted outline in the form of `outline`: a leaf may be written as null."""
    if wanted is None:
        return {}
    return {str(name): outlined(below) for name, below in wanted.items()} if isinstance(wanted, Mapping) else wanted


def faults(session: Session, branch: Branch) -> list[str]:
    """What is wrong with the links and the times of a tree; empty where every parent encloses its children."""
    if not branch.children:
        return []
    parent = branch.execution
    found = [line for child in branch.children for line in _links(parent, child.execution)]
    workflows = {(child.execution.get("workflow_task") or {}).get("workflow_execution") for child in branch.children}
    if len(workflows) > 1:
        found.append(f"the children of {parent['id']} name several workflows: {sorted(map(str, workflows))}")
    spans = [_span(session, child.execution) for child in branch.children]
    found += outlived(_span(session, parent), spans)
    return found + [line for child in branch.children for line in faults(session, child)]


def _links(parent: Execution, child: Execution) -> Iterator[str]:
    if child.get("parent") != parent["id"]:
        yield f"execution {child['id']} has the parent {child.get('parent')}, wanted {parent['id']}"
    for field in INHERITED:
        if child.get(field) != parent.get(field):
            yield f"execution {child['id']} has the {field} {child.get(field)}, its parent {parent.get(field)}"


def _span(session: Session, execution: Execution) -> Span:
    return Span.of(execution["id"], transitions(session, execution["id"]))
