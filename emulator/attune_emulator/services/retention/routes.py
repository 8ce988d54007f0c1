"""Reading and replacing the retention configuration."""

from starlette.responses import Response

from attune_emulator.http.call import Call
from attune_emulator.http.replies import data
from attune_emulator.http.routes import Routes
from attune_emulator.services.retention.config import RetentionConfig, store, stored

routes = Routes("retention")


@routes.get("/api/v1/retention-config")
def get_retention(call: Call) -> Response:
    """Show how long records are kept."""
    call.demand("retention", "read")
    return data(stored(call.db))


@routes.put("/api/v1/retention-config")
def put_retention(call: Call, body: RetentionConfig) -> Response:
    """Replace the retention configuration."""
    call.demand("retention", "update")
    body.demand_sense()
    return data(store(call.db, body))
