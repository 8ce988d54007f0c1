"""The stream of executions as they are made and change."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from attune_emulator.http.call import Call
from attune_emulator.http.errors import Forbidden, Unauthorized
from attune_emulator.http.queries import Query
from attune_emulator.http.routes import Routes
from attune_emulator.notify.audience import Listener
from attune_emulator.notify.hub import Notification

routes = Routes("executions")

CHANNELS = ("execution_created", "execution_status_changed")
KEEP_ALIVE = 15.0
BUFFER = 1000


@dataclass
class StreamFilter(Query):
    """Which execution to follow; all of them when none is named."""

    execution_id: int | None = None


@routes.get("/api/v1/executions/stream", public=True)
def stream_executions(call: Call, query: StreamFilter) -> Response:
    """Stream executions as server-sent events, from now on and without end."""
    _judge(call, query.execution_id)
    return ExecutionStream(call, query.execution_id)


def _judge(call: Call, execution_id: int | None) -> None:
    """Admit people, and an execution's own token to its own execution."""
    caller = call.caller_if_any
    if caller is None:
        raise Unauthorized("Missing authentication token")
    if caller.is_service:
        raise Unauthorized("Invalid authentication token")
    if caller.token_type == "execution" and (execution_id is None or execution_id != caller.execution_id):
        raise Forbidden("Execution tokens can only stream their own execution")


class ExecutionStream(StreamingResponse):
    """Listens from before the head of the answer is sent, so that what follows it is never missed."""

    def __init__(self, call: Call, execution_id: int | None) -> None:
        super().__init__(self._events(), headers={"content-type": "text/event-stream", "cache-control": "no-cache"})
        self._hub, self._execution_id = call.emulator.hub, execution_id
        self._listener = Listener(call.db, call.caller)
        self._waiting: asyncio.Queue[Notification] = asyncio.Queue(BUFFER)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        unsubscribe = self._hub.subscribe(self._note)
        try:
            await super().__call__(scope, receive, send)
        finally:
            unsubscribe()

    def _note(self, notification: Notification) -> None:
        wanted = notification.channel in CHANNELS and self._execution_id in (None, notification.entity_id)
        if wanted and not self._waiting.full() and self._listener.may_hear(notification):
            self._waiting.put_nowait(notification)

    async def _events(self) -> AsyncIterator[bytes]:
        while True:
            try:
                notification = await asyncio.wait_for(self._waiting.get(), KEEP_ALIVE)
            except TimeoutError:
                yield b":\n\n"
                continue
            yield b"data: " + json.dumps(notification.payload, ensure_ascii=False).encode() + b"\n\n"
