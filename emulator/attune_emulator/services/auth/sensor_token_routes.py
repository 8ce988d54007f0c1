"""Tokens for sensors. The internal endpoint asks for no credentials, as on the platform."""

from starlette.responses import Response

from attune_emulator import clock
from attune_emulator.http.call import Call
from attune_emulator.http.replies import data
from attune_emulator.http.routes import Routes
from attune_emulator.services.auth.bodies import SensorToken
from attune_emulator.services.auth.sensor_tokens import DEFAULT_TTL, issue_sensor_token

routes = Routes("auth")


def _issue(call: Call, body: SensorToken) -> Response:
    issued = issue_sensor_token(call.emulator, body.sensor_ref, body.trigger_types, body.ttl_seconds or DEFAULT_TTL)
    return data(
        {
            "identity_id": issued.identity_id,
            "sensor_ref": body.sensor_ref,
            "token": issued.token,
            "expires_at": clock.notification_stamp(issued.expires_at),
            "trigger_types": body.trigger_types,
        }
    )


@routes.post("/auth/sensor-token")
def sensor_token(call: Call, body: SensorToken) -> Response:
    """Issue a sensor's token, which skips every grant: on the platform to anybody logged in."""
    call.promised("permissions", "manage")
    return _issue(call, body)


@routes.post("/auth/internal/sensor-token", public=True)
def internal_sensor_token(call: Call, body: SensorToken) -> Response:
    """Issue a sensor's token to anybody."""
    return _issue(call, body)
