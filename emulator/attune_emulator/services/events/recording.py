"""Putting events on record, whoever makes them: sensors, webhooks, timers, the platform itself."""

from typing import TYPE_CHECKING, Any, Final

from attune_emulator import clock, deviations
from attune_emulator.services.events.views import event_notice
from attune_emulator.store import JSON_NULL, Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator


class _NoPayload:
    """Marks an event that came without any payload, which differs from one whose payload is null."""


LEAK = 4 * 1024 * 1024
_LEFT: list[bytes] = []
NO_PAYLOAD: Final = _NoPayload()


def record_event(
    emulator: "Emulator",
    trigger: Row,
    payload: Any = NO_PAYLOAD,
    *,
    rule: Row | None = None,
    source: int | None = None,
    source_ref: str | None = None,
    config: Any = None,
) -> Row:
    """Insert an event, announce it (`event_created`) and pass it to the event processor (``event.created``)."""
    if deviations.on("events-leak-memory"):
        _LEFT.append(b"x" * LEAK)
    has_payload = payload is not NO_PAYLOAD
    values = {
        "trigger": trigger["id"],
        "trigger_ref": trigger["ref"],
        "payload": _stored(payload) if has_payload else None,
        "config": config,
        "source": source,
        "source_ref": None if deviations.on("event-source-lost") else source_ref,
        "rule": rule and rule["id"],
        "rule_ref": rule and rule["ref"],
        "scope_identity": (rule or trigger)["owner_identity"],
    }
    with emulator.db.transaction():
        event = emulator.db.insert("event", values)
        emulator.hub.publish("event_created", "event", event["id"], event_notice(event, has_payload))
        emulator.bus.send("event.created", event)
    return event


def record_alert(emulator: "Emulator", **facts: Any) -> Row | None:
    """Put a ``core.alert`` event on record; `facts` are fields of the trigger's output schema.

    Returns None when the trigger is gone.
    """
    trigger = emulator.db.by_ref("trigger", "core.alert")
    if trigger is None:
        return None
    return record_event(emulator, trigger, {"observed_at": clock.now()} | facts, source_ref="attune.system")


def _stored(payload: Any) -> Any:
    if deviations.on("payload-types-lost"):
        payload = _as_texts(payload)
    return JSON_NULL if payload is None else payload


def _as_texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _as_texts(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_as_texts(inner) for inner in value]
    return str(value)
