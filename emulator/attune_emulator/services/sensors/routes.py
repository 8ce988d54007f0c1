"""Sensors: what watches for events."""

from typing import Any

from starlette.responses import Response

from attune_emulator.definitions import (
    PACK,
    RUNTIME,
    SENSOR,
    TRIGGER,
    changeable,
    component_page,
    existing,
    readable,
    usable,
)
from attune_emulator.http.call import Call
from attune_emulator.http.errors import Conflict
from attune_emulator.http.queries import PageSize
from attune_emulator.http.replies import created, data, success
from attune_emulator.http.routes import Routes
from attune_emulator.services.sensors.bodies import CreateSensor, UpdateSensor
from attune_emulator.services.sensors.views import sensor_summary, sensor_view
from attune_emulator.store import Row

routes = Routes("sensors")


@routes.get("/api/v1/sensors")
def list_sensors(call: Call, query: PageSize) -> Response:
    """List sensors."""
    return component_page(call, SENSOR, query, sensor_summary)


@routes.get("/api/v1/sensors/enabled")
def list_enabled_sensors(call: Call, query: PageSize) -> Response:
    """List enabled sensors."""
    return component_page(call, SENSOR, query, sensor_summary, "enabled")


@routes.get("/api/v1/packs/{pack_ref}/sensors")
def list_sensors_of_pack(call: Call, pack_ref: str, query: PageSize) -> Response:
    """List a pack's sensors."""
    pack = existing(call, PACK, pack_ref)
    return component_page(call, SENSOR, query, sensor_summary, "pack = ?", pack["id"])


@routes.get("/api/v1/sensors/{ref}")
def get_sensor(call: Call, ref: str) -> Response:
    """Get one sensor."""
    return data(sensor_view(readable(call, SENSOR, ref)))


@routes.post("/api/v1/sensors")
def create_sensor(call: Call, body: CreateSensor) -> Response:
    """Create a sensor. It is never started: only sensors of pack files are."""
    call.promised("triggers", "create", SENSOR.subject(body.ref, None))
    if call.db.by_ref("sensor", body.ref) is not None:
        raise Conflict(f"Sensor with ref '{body.ref}' already exists")
    pack = usable(call, PACK, body.pack_ref)
    runtime = existing(call, RUNTIME, body.runtime_ref)
    usable(call, TRIGGER, body.trigger_ref)
    values = body.given()
    del values["trigger_ref"]
    values |= {"pack": pack["id"], "runtime": runtime["id"]}
    values |= {"is_adhoc": True, "owner_identity": call.caller.identity_id}
    return created(sensor_view(call.db.insert("sensor", values)), "Sensor created successfully")


@routes.put("/api/v1/sensors/{ref}")
def update_sensor(call: Call, ref: str, body: UpdateSensor) -> Response:
    """Change a sensor."""
    row = changeable(call, SENSOR, ref, "update")
    return data(sensor_view(_changed(call, row, body.given())), "Sensor updated successfully")


@routes.delete("/api/v1/sensors/{ref}")
def delete_sensor(call: Call, ref: str) -> Response:
    """Delete a sensor."""
    row = changeable(call, SENSOR, ref, "delete")
    with call.db.transaction():
        call.db.delete("sensor", row["id"])
        call.emulator.bus.send("sensor.changed", row)
    return success(f"Sensor '{ref}' deleted successfully")


@routes.post("/api/v1/sensors/{ref}/enable")
def enable_sensor(call: Call, ref: str) -> Response:
    """Enable a sensor."""
    return _switch(call, ref, True)


@routes.post("/api/v1/sensors/{ref}/disable")
def disable_sensor(call: Call, ref: str) -> Response:
    """Disable a sensor."""
    return _switch(call, ref, False)


def _switch(call: Call, ref: str, enabled: bool) -> Response:
    row = changeable(call, SENSOR, ref, "update")
    fresh = _changed(call, row, {"enabled": enabled})
    return data(sensor_view(fresh), f"Sensor {'enabled' if enabled else 'disabled'} successfully")


def _changed(call: Call, row: Row, values: dict[str, Any]) -> Row:
    with call.db.transaction():
        fresh = call.db.update("sensor", row["id"], values)
        call.emulator.bus.send("sensor.changed", fresh)
    return fresh
