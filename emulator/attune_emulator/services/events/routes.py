"""Events: what happened."""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from starlette.responses import Response

from attune_emulator import deviations
from attune_emulator.definitions import TRIGGER, existing
from attune_emulator.http.bodies import Body
from attune_emulator.http.call import Call
from attune_emulator.http.errors import Forbidden, NotFound
from attune_emulator.http.fields import Alias, Length
from attune_emulator.http.queries import PerPage
from attune_emulator.http.replies import created, data, ordered, select_page
from attune_emulator.http.routes import Routes
from attune_emulator.services.events.recording import NO_PAYLOAD, record_event
from attune_emulator.services.events.views import event_summary, event_view
from attune_emulator.store import Row
from attune_emulator.visibility import EVERYTHING

routes = Routes("events")

_SERVICES_ONLY = (
    "Events may only be created by sensor services. To fire an event as a user, enable webhooks on the trigger and POST"
    " to its webhook URL."
)
_RULE_INSTANCE = "rule_"
# Where an event comes from, and whose that was.
_ORIGIN, _OWNER = ("trigger_ref", "rule_ref"), "scope_identity"


@dataclass
class CreateEvent(Body):
    """An event that a sensor saw; `trigger_instance_id` is ``rule_<id>`` where it is meant for one rule."""

    invalid: ClassVar[str] = "Invalid event request"

    trigger_ref: Annotated[str, Length(1, 255), Alias("trigger_type")]
    payload: Any = None
    config: Any = None
    trigger_instance_id: str | None = None


@dataclass
class EventFilter(PerPage):
    """Which events to list."""

    trigger: int | None = None
    trigger_ref: str | None = None
    rule_ref: str | None = None
    source: int | None = None
    include_total: bool = False


@routes.get("/api/v1/events")
def list_events(call: Call, query: EventFilter) -> Response:
    """List events, newest first."""
    seen = EVERYTHING if deviations.on("event-visible-to-stranger") else call.visible.records(*_ORIGIN, executor=_OWNER)
    parts, values = [seen.sql], [*seen.values]
    for name in ("trigger", "trigger_ref", "rule_ref", "source"):
        wanted = getattr(query, name)
        if wanted is not None:
            parts.append(f"{name} = ?")
            values.append(wanted)
    sql = f"SELECT *, payload IS NOT NULL AS has_payload FROM event WHERE {' AND '.join(parts)}"
    return select_page(
        call.db, ordered(sql, "created DESC"), values, query.window(), event_summary, counted=query.include_total
    )


@routes.get("/api/v1/events/{event_id}")
def get_event(call: Call, event_id: int) -> Response:
    """Get one event."""
    row = call.db.by_id("event", event_id)
    if row is None or not (_seen(call, row) or deviations.on("event-visible-to-stranger")):
        raise NotFound(f"Event with ID {event_id} not found")
    return data(event_view(row))


def _seen(call: Call, row: Row) -> bool:
    return call.visible.record(*(row[name] for name in _ORIGIN), executor=row[_OWNER])


@routes.post("/api/v1/events")
def create_event(call: Call, body: CreateEvent) -> Response:
    """Put an event on record; only sensors, executions and workers may."""
    if call.caller.token_type == "access":
        raise Forbidden(_SERVICES_ONLY)
    trigger = existing(call, TRIGGER, body.trigger_ref)
    source, source_ref = _source(call)
    event = record_event(
        call.emulator,
        trigger,
        NO_PAYLOAD if body.payload is None else body.payload,
        rule=_meant_rule(call, body.trigger_instance_id),
        source=source,
        source_ref=source_ref,
        config=body.config,
    )
    return created(event_view(event), "Event created successfully")


def _source(call: Call) -> tuple[int | None, str | None]:
    if call.caller.token_type != "sensor":
        return None, None
    sensor = call.db.by_ref("sensor", call.caller.login)
    return sensor["id"] if sensor else None, call.caller.login


def _meant_rule(call: Call, instance: str | None) -> Row | None:
    """Return the rule an instance id names; one that does not exist counts as none."""
    number = (instance or "").removeprefix(_RULE_INSTANCE)
    if deviations.on("sensor-event-for-all"):
        return None
    return call.db.by_id("rule", int(number)) if instance != number and number.isdigit() else None
