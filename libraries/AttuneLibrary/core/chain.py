"""The way from a trigger through event and enforcement to executions, as the platform recorded it."""

from typing import Any

from ..client import AttuneError, Session
from .history import transitions

EVENTS, ENFORCEMENTS, EXECUTIONS = "/api/v1/events", "/api/v1/enforcements", "/api/v1/executions"
# How much of a rule's past is told where it has failed.
NEWEST = 20
LOUD = ("failed", "timeout", "abandoned", "cancelled")


def chain_of_event(session: Session, event: int, rule: str | None = None) -> dict[str, Any]:
    """Everything that one event led to, by way of one rule where given."""
    found = session.get(f"{EVENTS}/{event}").data
    enforcements = _oldest_first(session.pages(ENFORCEMENTS, event=event, rule_ref=rule))
    return _chain(session, [found], enforcements)


def chain_of_rule(session: Session, rule: str, newest: int | None = None) -> dict[str, Any]:
    """Everything that one rule made happen, or only what its `newest` enforcements did."""
    enforcements = _oldest_first(session.pages(ENFORCEMENTS, rule_ref=rule))[-(newest or 0) :]
    numbers = sorted({enforcement["event"] for enforcement in enforcements if enforcement.get("event")})
    return _chain(session, [session.get(f"{EVENTS}/{number}").data for number in numbers], enforcements)


def chain_of_execution(session: Session, execution: int) -> dict[str, Any]:
    """What led to one execution, and what it led to."""
    found = session.get(f"{EXECUTIONS}/{execution}").data
    if not found.get("enforcement"):
        return {**_chain(session, [], []), "executions": [_full(session, execution)]}
    enforcement = session.get(f"{ENFORCEMENTS}/{found['enforcement']}").data
    events = [session.get(f"{EVENTS}/{enforcement['event']}").data] if enforcement.get("event") else []
    return _chain(session, events, [enforcement])


def started_by(session: Session, enforcement: int) -> list[dict[str, Any]]:
    """The executions that one enforcement started itself, oldest first; those of a workflow's tasks name it too."""
    return [one for one in _oldest_first(session.pages(EXECUTIONS, enforcement=enforcement)) if not one.get("parent")]


def line(chain: dict[str, Any]) -> str:
    """The chain in one line, ending with the last hop that was reached."""
    hops = [f"trigger {chain['trigger']}"] if chain["trigger"] else []
    hops += [_several("event", chain["events"])] if chain["events"] else []
    if chain["enforcements"]:
        rules = sorted({str(enforcement["rule_ref"]) for enforcement in chain["enforcements"]})
        hops.append(f"{_several('enforcement', chain['enforcements'])} (rule {', '.join(rules)})")
    if chain["executions"]:
        hops.append(", ".join(_execution(execution) for execution in chain["executions"]))
    return " -> ".join(hops) or "nothing is recorded"


def line_of_execution(session: Session, execution: dict[str, Any]) -> str:
    """How one execution came about, in one line."""
    return " -> ".join([*_causes(session, execution), _execution(execution)])


def _causes(session: Session, execution: dict[str, Any]) -> list[str]:
    if execution.get("parent"):
        return [f"execution {execution['parent']}"]
    if not execution.get("enforcement"):
        return ["asked for directly"]
    number = execution["enforcement"]
    try:
        enforcement = session.get(f"{ENFORCEMENTS}/{number}").data
    except AttuneError as problem:
        return [f"enforcement {number} (not readable: {problem.status})"]
    return [
        f"trigger {enforcement['trigger_ref']}",
        f"event {enforcement['event']}",
        f"enforcement {number} (rule {enforcement['rule_ref']})",
    ]


def _chain(session: Session, events: list[dict[str, Any]], enforcements: list[dict[str, Any]]) -> dict[str, Any]:
    started = [execution["id"] for enforcement in enforcements for execution in started_by(session, enforcement["id"])]
    triggers = [item.get("trigger_ref") for item in (*events, *enforcements)]
    return {
        "trigger": triggers[0] if triggers else None,
        "events": events,
        "enforcements": enforcements,
        "executions": [_full(session, number) for number in started],
    }


def _full(session: Session, execution: int) -> dict[str, Any]:
    """An execution with its transitions, children and inquiries."""
    found = dict(session.get(f"{EXECUTIONS}/{execution}").data)
    found["transitions"] = [
        {"status": step.status, "time": step.time.isoformat()} for step in transitions(session, execution)
    ]
    found["children"] = _oldest_first(session.pages(EXECUTIONS, parent=execution))
    found["inquiries"] = session.get(f"{EXECUTIONS}/{execution}/inquiries").items
    return found


def _oldest_first(items: Any) -> list[dict[str, Any]]:
    return sorted(items, key=lambda item: int(item["id"]))


def _several(word: str, items: list[dict[str, Any]]) -> str:
    return f"{word}{'s' if len(items) > 1 else ''} {', '.join(str(item['id']) for item in items)}"


def _execution(execution: dict[str, Any]) -> str:
    status = str(execution.get("status"))
    return f"execution {execution['id']} {status.upper() if status in LOUD else status}"
