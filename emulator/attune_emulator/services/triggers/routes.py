"""Triggers: what can happen."""

from dataclasses import dataclass
from typing import Annotated, Any

from starlette.responses import Response

from attune_emulator.definitions import PACK, SENSOR, TRIGGER, changeable, component_page, existing, readable, usable
from attune_emulator.http.bodies import Body
from attune_emulator.http.call import Call
from attune_emulator.http.errors import Conflict
from attune_emulator.http.fields import Length, Patch
from attune_emulator.http.queries import PageSize
from attune_emulator.http.replies import created, data, success
from attune_emulator.http.routes import Routes
from attune_emulator.services.sensors.views import sensor_summary
from attune_emulator.services.triggers.views import trigger_summary, trigger_view

routes = Routes("triggers")


@dataclass
class CreateTrigger(Body):
    """A trigger to be; without a pack it belongs to whoever makes it."""

    ref: Annotated[str, Length(1, 255)]
    label: Annotated[str, Length(1, 255)]
    pack_ref: Annotated[str, Length(1, 255)] | None = None
    description: str | None = None
    param_schema: Any = None
    out_schema: Any = None
    enabled: bool = True


@dataclass
class UpdateTrigger(Body):
    """Changes to a trigger."""

    label: Annotated[str, Length(1, 255)] | None = None
    description: Patch[str] | None = None
    enabled: bool | None = None
    param_schema: Patch[Any] | None = None
    out_schema: Patch[Any] | None = None


@routes.get("/api/v1/triggers")
def list_triggers(call: Call, query: PageSize) -> Response:
    """List triggers."""
    return component_page(call, TRIGGER, query, trigger_summary)


@routes.get("/api/v1/triggers/enabled")
def list_enabled_triggers(call: Call, query: PageSize) -> Response:
    """List enabled triggers."""
    return component_page(call, TRIGGER, query, trigger_summary, "enabled")


@routes.get("/api/v1/packs/{pack_ref}/triggers")
def list_triggers_of_pack(call: Call, pack_ref: str, query: PageSize) -> Response:
    """List a pack's triggers."""
    pack = existing(call, PACK, pack_ref)
    return component_page(call, TRIGGER, query, trigger_summary, "pack = ?", pack["id"])


@routes.get("/api/v1/triggers/{ref}")
def get_trigger(call: Call, ref: str) -> Response:
    """Get one trigger."""
    return data(trigger_view(readable(call, TRIGGER, ref)))


@routes.get("/api/v1/triggers/{ref}/sensors")
def list_sensors_of_trigger(call: Call, ref: str, query: PageSize) -> Response:
    """List sensors; the platform does not narrow them down to the trigger."""
    readable(call, TRIGGER, ref)
    return component_page(call, SENSOR, query, sensor_summary)


@routes.post("/api/v1/triggers")
def create_trigger(call: Call, body: CreateTrigger) -> Response:
    """Create a trigger."""
    call.promised("triggers", "create", TRIGGER.subject(body.ref, None))
    if call.db.by_ref("trigger", body.ref) is not None:
        raise Conflict(f"Trigger with ref '{body.ref}' already exists")
    pack = usable(call, PACK, body.pack_ref) if body.pack_ref is not None else None
    values = body.given() | {
        "pack": pack and pack["id"],
        "enabled": body.enabled,
        "is_adhoc": True,
        "owner_identity": call.caller.identity_id,
    }
    return created(trigger_view(call.db.insert("trigger", values)), "Trigger created successfully")


@routes.put("/api/v1/triggers/{ref}")
def update_trigger(call: Call, ref: str, body: UpdateTrigger) -> Response:
    """Change a trigger."""
    row = changeable(call, TRIGGER, ref, "update")
    return data(trigger_view(call.db.update("trigger", row["id"], body.given())), "Trigger updated successfully")


@routes.delete("/api/v1/triggers/{ref}")
def delete_trigger(call: Call, ref: str) -> Response:
    """Delete a trigger."""
    row = changeable(call, TRIGGER, ref, "delete")
    call.db.delete("trigger", row["id"])
    return success(f"Trigger '{ref}' deleted successfully")


@routes.post("/api/v1/triggers/{ref}/enable")
def enable_trigger(call: Call, ref: str) -> Response:
    """Mark a trigger as enabled."""
    return _switch(call, ref, True, "Trigger enabled successfully")


@routes.post("/api/v1/triggers/{ref}/disable")
def disable_trigger(call: Call, ref: str) -> Response:
    """Mark a trigger as disabled; its events and rules go on all the same."""
    return _switch(call, ref, False, "Trigger disabled successfully")


def _switch(call: Call, ref: str, enabled: bool, message: str) -> Response:
    row = changeable(call, TRIGGER, ref, "update")
    return data(trigger_view(call.db.update("trigger", row["id"], {"enabled": enabled})), message)
