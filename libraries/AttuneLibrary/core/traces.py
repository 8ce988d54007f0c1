"""Everything that the platform tells of an execution, place by place: where a secret of it could have been left."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ..client import Session
from .logs import STREAMS, log_text

EXECUTIONS = "/api/v1/executions"


def traces(session: Session, number: int) -> Iterator[tuple[str, str]]:
    """The name of each place and its text, of an execution and of all that are below it."""
    found = session.get(f"{EXECUTIONS}/{number}").data
    for member in ("config", "env_vars", "result"):
        yield f"its {member}", _text(found.get(member))
    yield "its record", _text({name: value for name, value in found.items() if name not in ("config", "result")})
    yield "its history", _text(session.get(f"{EXECUTIONS}/{number}/history").items)
    yield "the list of executions", _text(list(session.pages(EXECUTIONS, action_ref=found["action_ref"])))
    yield "its artifacts", _text(session.get(f"{EXECUTIONS}/{number}/artifacts").items)
    for stream in STREAMS:
        yield f"its {stream} log", log_text(session, found, stream)
    audit: dict[str, Any] = {"resource_type": "execution", "resource_id": number}
    yield "the audit log", _text(list(session.pages("/api/v1/audit-events", **audit)))
    yield from _causes(session, found)
    for child in session.pages(EXECUTIONS, parent=number):
        for place, text in traces(session, int(child["id"])):
            yield f"{place} (execution {child['id']})", text


def _causes(session: Session, execution: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What led to an execution."""
    if execution.get("enforcement"):
        enforcement = session.get(f"/api/v1/enforcements/{execution['enforcement']}").data
        yield "its enforcement", _text(enforcement)
        if enforcement.get("event"):
            yield "its event", _text(session.get(f"/api/v1/events/{enforcement['event']}").data)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
