"""Reading what sensors write."""

from dataclasses import dataclass

from starlette.responses import PlainTextResponse, Response

from attune_emulator.http.call import Call
from attune_emulator.http.errors import Invalid, NotFound
from attune_emulator.http.queries import Query
from attune_emulator.http.replies import Json
from attune_emulator.http.routes import Routes
from attune_emulator.services.sensors.logs import STREAMS, log_artifact, log_ref, log_text

routes = Routes("sensors")


@dataclass
class Tail(Query):
    """How many of the last lines to return; 0 and none mean all."""

    tail: int | None = None


@routes.get("/api/v1/sensors/{ref}/logs")
def list_sensor_logs(call: Call, ref: str) -> Response:
    """List a sensor's logs; a sensor that does not exist has none, and is no error."""
    return Json({"sensor_ref": ref, "logs": [_entry(call, ref, stream) for stream in STREAMS]})


def _entry(call: Call, ref: str, stream: str) -> dict[str, object]:
    artifact = log_artifact(call.db, ref, stream)
    return {"stream": stream, "artifact_ref": log_ref(ref, stream), "artifact_id": artifact and artifact["id"]}


@routes.get("/api/v1/sensors/{ref}/logs/{stream}")
def get_sensor_log(call: Call, ref: str, stream: str, query: Tail) -> Response:
    """Get a sensor's log as text."""
    if stream not in STREAMS:
        raise Invalid("stream must be 'stdout' or 'stderr'")
    artifact = log_artifact(call.db, ref, stream)
    if artifact is None:
        raise NotFound(f"Sensor log '{log_ref(ref, stream)}' not found")
    return PlainTextResponse(log_text(call.emulator, artifact, query.tail))
