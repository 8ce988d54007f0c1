"""One client of the notifier: its filters, what it is sent, and when it must go."""

import asyncio
import json
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from attune_emulator import deviations
from attune_emulator.http.fields import described
from attune_emulator.notify.audience import Listener
from attune_emulator.notify.filters import BadFilter, Filter, parse_filter
from attune_emulator.notify.handshake import Guest
from attune_emulator.notify.hub import Notification
from attune_emulator.store import Database

# Messages kept for a client that does not read; more are dropped, as on the platform.
BUFFER = 1000
TOKEN_EXPIRED = 4401
GOING_AWAY = 1001
_ORDERS = ("subscribe", "unsubscribe", "ping")


class BadOrder(ValueError):
    """A message from the client that is no order, and why."""


class Connection:
    """Serves one accepted WebSocket."""

    def __init__(self, websocket: WebSocket, guest: Guest, db: Database, number: int, look_every: float) -> None:
        self._websocket, self._guest, self._db = websocket, guest, db
        self._listener = Listener(db, guest.caller)
        self._number, self._look_every = number, look_every
        self.filters: set[Filter] = set()
        self.repeated: list[tuple[Notification, str]] = []
        self._outbox: asyncio.Queue[str] = asyncio.Queue(BUFFER)

    def offer(self, notification: Notification, text: str) -> None:
        """Queue a notification if the client asked for it and may hear it; `text` is its frame."""
        fitting = sum(entry.matches(notification) for entry in self.filters)
        if deviations.on("filter-ignored"):
            fitting = len(self.filters)
        for _ in range(fitting if deviations.on("copy-for-each-filter") else min(fitting, 1)):
            if not self._outbox.full() and self._listener.may_hear(notification):
                self._outbox.put_nowait(text)

    async def serve(self) -> None:
        """Talk with the client until it goes, its token expires, or the notifier stops."""
        name = f"client_{self._number}"
        self._say({"type": "welcome", "client_id": name, "message": "Connected to Attune Notifier"})
        work = [asyncio.create_task(step()) for step in (self._listen, self._send, self._expire)]
        try:
            await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in work:
                task.cancel()
            await asyncio.gather(*work, return_exceptions=True)
            await self._leave()

    async def _leave(self) -> None:
        if self._websocket.application_state is WebSocketState.CONNECTED and not self._gone:
            code, reason = (TOKEN_EXPIRED, "token expired") if self._guest.expired else (GOING_AWAY, "")
            await self._websocket.close(code, reason)

    @property
    def _gone(self) -> bool:
        return self._websocket.client_state is not WebSocketState.CONNECTED

    async def _expire(self) -> None:
        while not self._guest.expired or deviations.on("token-outlived"):
            await asyncio.sleep(self._look_every)

    async def _send(self) -> None:
        while True:
            try:
                await self._websocket.send_text(await self._outbox.get())
            except WebSocketDisconnect:
                return

    async def _listen(self) -> None:
        while True:
            message = await self._websocket.receive()
            if message["type"] == "websocket.disconnect":
                return
            if message.get("text") is not None:
                self._obey(message["text"])

    def _obey(self, text: str) -> None:
        try:
            order, filter_text = _read_order(text)
        except BadOrder as error:
            if not deviations.on("malformed-order-ignored"):
                self._complain(f"Malformed message: {error}")
            return
        if order == "ping":
            return
        try:
            wanted = parse_filter(filter_text)
        except BadFilter as error:
            self._complain(f"Invalid filter '{filter_text}': {error}")
            return
        if order == "unsubscribe":
            if not deviations.on("filter-stays"):
                self.filters.discard(wanted)
        elif self._may_ask(wanted):
            self._listen_to(wanted)
        else:
            self._complain("Unauthorized to subscribe to user filter for another identity")

    def _listen_to(self, wanted: Filter) -> None:
        self.filters.add(wanted)
        repeated, self.repeated = self.repeated, []
        for notification, text in repeated:
            self.offer(notification, text)

    def _may_ask(self, wanted: Filter) -> bool:
        if deviations.on("foreign-filter-taken"):
            return True
        if wanted.kind != "user" or wanted.number == self._guest.caller.identity_id:
            return True
        sql = "SELECT 1 FROM identity_role_assignment WHERE identity = ? AND role = 'admin'"
        return self._db.one(sql, self._guest.caller.identity_id) is not None

    def _complain(self, message: str) -> None:
        self._say({"type": "error", "message": message})

    def _say(self, frame: dict[str, Any]) -> None:
        if not self._outbox.full():
            self._outbox.put_nowait(json.dumps(frame, ensure_ascii=False))


def _read_order(text: str) -> tuple[str, str]:
    """Return a client's order and its filter; raises BadOrder."""
    try:
        message = json.loads(text)
    except ValueError as error:
        raise BadOrder("expected value at line 1 column 1") from error
    where = f"at line 1 column {len(text)}"
    if not isinstance(message, dict) or "type" not in message:
        raise BadOrder(f"missing field `type` {where}")
    if message["type"] not in _ORDERS:
        names = ", ".join(f"`{order}`" for order in _ORDERS)
        raise BadOrder(f"unknown variant `{message['type']}`, expected one of {names} {where}")
    if message["type"] == "ping":
        return "ping", ""
    if "filter" not in message:
        raise BadOrder("missing field `filter`")
    if not isinstance(message["filter"], str):
        raise BadOrder(f"invalid type: {described(message['filter'])}, expected a string")
    return message["type"], message["filter"]
