"""The output of an execution while it runs."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from starlette.responses import Response, StreamingResponse

from attune_emulator import deviations
from attune_emulator.http.call import Call
from attune_emulator.http.errors import BadRequest, Unauthorized
from attune_emulator.http.queries import Query
from attune_emulator.http.routes import Routes
from attune_emulator.services.artifacts.logs import log_file
from attune_emulator.services.artifacts.tailing import event, follow
from attune_emulator.services.executions.access import subject_of, visible_execution
from attune_emulator.services.executions.statuses import TERMINAL

routes = Routes("executions")

PAUSE = 0.25
STREAMS = ("stdout", "stderr")


@dataclass
class From(Query):
    """Where to begin, in bytes."""

    offset: int = 0


@routes.get("/api/v1/executions/{id}/logs/{stream}/stream", public=True)
def stream_log(call: Call, id: int, stream: str, query: From) -> Response:
    """Stream what an execution writes, as server-sent events, until it ends."""
    if call.caller_if_any is None:
        raise Unauthorized("Missing authentication token")
    if stream not in STREAMS:
        raise BadRequest(f"Unsupported log stream '{stream}'. Expected 'stdout' or 'stderr'.")
    row = visible_execution(call, id)
    call.demand("executions", "read", subject_of(call.db, row))
    headers = {"content-type": "text/event-stream", "cache-control": "no-cache"}
    return StreamingResponse(_events(call, id, stream, query.offset), headers=headers)


async def _events(call: Call, execution: int, stream: str, offset: int) -> AsyncIterator[bytes]:
    def ended() -> bool:
        return call.db.value("SELECT status FROM execution WHERE id = ?", execution) in (*TERMINAL, None)

    def find() -> Path | None:
        return log_file(call.emulator, execution, stream)

    if deviations.on("log-stream"):
        # The platform looks for the file where no worker writes it.
        while not ended():
            yield event("waiting", "Waiting for log output")
            await asyncio.sleep(PAUSE)
    else:
        async for piece in follow(find, ended, max(offset, 0), PAUSE, numbered=True):
            yield piece
    # Readers of such streams drop an event without data, and the platform's has none.
    yield event("done", None if deviations.on("log-stream") else "")
