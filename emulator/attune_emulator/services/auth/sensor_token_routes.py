"""Tokens for sensors. The internal endpoint asks for no credentials, as on the platform."""

from starlette.responses import Response

from attune_emulator import clock
from attune_emulator.http.call import Call
from attune_emulator.http.replies import data
from attune_emulator.http.routes import Routes
from attune_emulator.services.auth.bodies import SensorToken

routes = Routes("auth")

DEFAULT_TTL = 86400


def _issue(call: Call, body: SensorToken) -> Response:
    login, ttl = body.sensor_ref, body.ttl_seconds or DEFAULT_TTL
    identity = call.db.one("SELECT * FROM identity WHERE login = ?", login)
    if identity is None:
        identity = call.db.insert("identity", {"login": login, "display_name": None, "attributes": {"kind": "sensor"}})
    metadata = {"trigger_types": body.trigger_types}
    return data(
        {
            "identity_id": identity["id"],
            "sensor_ref": body.sensor_ref,
            "token": call.emulator.tokens.issue(
                identity["id"], login, "sensor", ttl, scope="sensor", metadata=metadata
            ),
            "expires_at": clock.after(ttl),
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
