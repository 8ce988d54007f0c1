"""What notifications and waits are about, in common words: `execution.id:7=completed`, `event.rule_ref:p.rule=new`."""

from collections.abc import Iterable
from typing import Any

ENTITIES = ("execution", "enforcement", "event", "inquiry")
# The members by which things of these kinds are waited for.
MEMBERS = ("id", "rule_ref", "trigger_ref", "action_ref", "event", "enforcement", "parent", "execution")
NEW = "new"


def about(entity: str, member: str, value: object, words: Iterable[str] = (NEW,)) -> frozenset[str]:
    """Topics of things of one kind with one value, when they get one of the statuses in `words`, or are made.

    A member that no notification tells has no topic: whoever waits for it has to look.

    Example:
        `about("execution", "id", 7, ["completed", "failed"])`
    """
    return frozenset(f"{entity}.{member}:{value}={word}" for word in words if member in MEMBERS)


def any_of(entity: str) -> frozenset[str]:
    """The topic of everything of one kind that is made."""
    return frozenset({f"{entity}={NEW}"})


def told_by(frame: dict[str, Any]) -> set[str]:
    """The topics of one notification."""
    payload = frame.get("payload")
    entity = frame.get("entity_type")
    if not isinstance(payload, dict) or entity not in ENTITIES:
        return set()
    words = [NEW] if str(frame.get("notification_type", "")).endswith("_created") else []
    words += [str(payload["status"])] if payload.get("status") else []
    members = {**payload, "id": frame.get("entity_id")}
    named = [entity, *(f"{entity}.{name}:{members[name]}" for name in MEMBERS if members.get(name) is not None)]
    return {f"{name}={word}" for name in named for word in words}
