"""The content of an artifact while it is written."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.responses import Response, StreamingResponse

from attune_emulator import deviations
from attune_emulator.http.call import Call
from attune_emulator.http.errors import Unauthorized
from attune_emulator.http.routes import Routes
from attune_emulator.services.artifacts.access import readable
from attune_emulator.services.artifacts.logs import version_file
from attune_emulator.services.artifacts.tailing import event, follow
from attune_emulator.services.executions.statuses import ABANDONED, FAILED, TERMINAL, TIMEOUT

routes = Routes("artifacts")

PAUSE = 0.5
PATIENCE = 30.0
# The platform compares with words of its own past, so that these alone end a stream.
_NOTICED = (FAILED, TIMEOUT, ABANDONED)


@routes.get("/api/v1/artifacts/{id}/stream", public=True)
def stream_artifact(call: Call, id: int) -> Response:
    """Stream the newest version of an artifact as server-sent events, until its execution ends."""
    if call.caller_if_any is None:
        raise Unauthorized("Missing authentication token")
    readable(call, id)
    headers = {"content-type": "text/event-stream", "cache-control": "no-cache"}
    return StreamingResponse(_events(call, id), headers=headers)


async def _events(call: Call, artifact: int) -> AsyncIterator[bytes]:
    version = call.db.one("SELECT * FROM artifact_version WHERE artifact = ? ORDER BY version DESC LIMIT 1", artifact)

    def find() -> Path | None:
        return version_file(call.emulator, version) if version is not None else None

    def ended() -> bool:
        if version is None or version["execution"] is None:
            return not deviations.on("log-stream")
        status = call.db.value("SELECT status FROM execution WHERE id = ?", version["execution"])
        return status in (_NOTICED if deviations.on("log-stream") else (*TERMINAL, None))

    waited = 0.0
    while version is None and waited < PATIENCE:
        yield event("waiting", "Waiting for file to appear")
        await asyncio.sleep(PAUSE)
        waited += PAUSE
        version = call.db.one(
            "SELECT * FROM artifact_version WHERE artifact = ? ORDER BY version DESC LIMIT 1", artifact
        )
    if version is None:
        yield event("error", "Timed out waiting for file to appear")
        return
    yield event("waiting", "File found \u2014 loading content")
    async for piece in follow(find, ended, 0, PAUSE, numbered=False):
        yield piece
    yield event("done", None if deviations.on("log-stream") else "")
