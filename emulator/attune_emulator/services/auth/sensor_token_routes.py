"""Tokens for sensors. The internal endpoint asks for no credentials, as on the platform."""

from starlette.responses import Response

from attune_emulator import clock
from attune_emulator.http.call import Call
from attune_emulator.http.replies import data
from attune_emulator.http.routes import Routes
from attune_emulator.services.auth.bodies import SensorToken
from attune_emulator.store import Row

routes = Routes("auth")

DEFAULT_TTL = 86400


def _sensor_identity(call: Call, body: SensorToken) -> Row:
    login = f"sensor:{body.sensor_ref}"
    known = call.db.one("SELECT * FROM identity WHERE login = ?", login)
    attributes = {"type": "sensor", "sensor_ref": body.sensor_ref, "trigger_types": body.trigger_types}
    values = {"login": login, "display_name": f"Sensor: {body.sensor_ref}", "attributes": attributes}
    return call.db.insert("identity", values) if known is None else known


def _issue(call: Call, body: SensorToken) -> Response:
    ttl = body.ttl_seconds or DEFAULT_TTL
    identity = _sensor_identity(call, body)
    metadata = {"trigger_types": body.trigger_types}
    issue = call.emulator.tokens.issue
    token = issue(identity["id"], body.sensor_ref, "sensor", ttl, scope="sensor", metadata=metadata)
    return data(
        {
            "identity_id": identity["id"],
            "sensor_ref": body.sensor_ref,
            "token": token,
            "expires_at": clock.notification_stamp(clock.after(ttl)),
            "trigger_types": body.trigger_types,
        }
    )


@routes.post("/auth/sensor-token")
def sensor_token(call: Call, body: SensorToken) -> Response:
    """Issue a sensor's token to anybody logged in."""
    return _issue(call, body)


@routes.post("/auth/internal/sensor-token", public=True)
def internal_sensor_token(call: Call, body: SensorToken) -> Response:
    """Issue a sensor's token to anybody."""
    return _issue(call, body)
