"""The notifier's own port: the WebSocket, and two questions about it."""

import asyncio
import itertools
import json
from collections import deque
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp
from starlette.websockets import WebSocket

from attune_emulator import deviations
from attune_emulator.notify.connection import Connection
from attune_emulator.notify.faults import later, told
from attune_emulator.notify.handshake import Refused, admit
from attune_emulator.notify.hub import Notification

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

# How often a connection's token is looked at; where expiry was chosen in order to be seen, it is seen at once.
LOOK_EVERY = 30.0
LOOK_OFTEN = 0.25
_LATE = 1.5


def application(emulator: "Emulator") -> ASGIApp:
    """Return the notifier as an ASGI application."""
    notifier = Notifier(emulator)
    return Starlette(
        routes=[
            WebSocketRoute("/ws", notifier.connect),
            Route("/health", notifier.health),
            Route("/stats", notifier.stats),
        ]
    )


class Notifier:
    """Passes the hub's notifications on to the clients connected."""

    def __init__(self, emulator: "Emulator") -> None:
        self._emulator = emulator
        self._connections: set[Connection] = set()
        self._numbers = itertools.count(1)
        self._last: deque[tuple[Notification, str]] = deque(maxlen=20)
        emulator.hub.subscribe(self._pass_on)

    async def connect(self, websocket: WebSocket) -> None:
        """Admit a client and serve it to its end."""
        try:
            guest = admit(websocket, self._emulator.tokens)
        except Refused as error:
            await websocket.send_denial_response(JSONResponse({"error": str(error)}, 401))
            return
        await websocket.accept(guest.subprotocol)
        look_every = LOOK_EVERY if self._emulator.settings.token_ttl is None else LOOK_OFTEN
        connection = Connection(websocket, guest, self._emulator.db, next(self._numbers), look_every)
        if deviations.on("missed-repeated"):
            connection.repeated = list(self._last)
        self._connections.add(connection)
        try:
            await connection.serve()
        finally:
            self._connections.discard(connection)

    async def health(self, request: Request) -> JSONResponse:
        """Tell that the notifier is there."""
        return JSONResponse({"status": "ok"})

    async def stats(self, request: Request) -> JSONResponse:
        """Tell how many clients there are, and how many filters they set."""
        subscriptions = sum(len(connection.filters) for connection in self._connections)
        return JSONResponse({"connected_clients": len(self._connections), "total_subscriptions": subscriptions})

    def _pass_on(self, notification: Notification) -> None:
        if not self._connections:
            return
        if deviations.on("notification-late"):
            # Not clock.now() of that moment: the loop may be late itself, the fault is not to be.
            asyncio.get_running_loop().call_later(_LATE, self._tell, later(notification, _LATE))
        else:
            self._tell(notification)

    def _tell(self, notification: Notification) -> None:
        for one in told(notification):
            text = json.dumps(frame(one), ensure_ascii=False)
            self._last.append((one, text))
            for connection in self._connections:
                connection.offer(one, text)


def frame(notification: Notification) -> dict[str, object]:
    """Return what a client receives of a notification."""
    return {
        "type": "notification",
        "notification_type": notification.channel,
        "entity_type": notification.entity_type,
        "entity_id": notification.entity_id,
        "user_id": None,
        "payload": notification.payload,
        "timestamp": notification.timestamp,
    }
