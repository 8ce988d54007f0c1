"""Talking over a local socket: one JSON object a line, both ways."""

import asyncio
import json
import socket
from collections.abc import Callable
from typing import Any

Message = dict[str, Any]


class Lines(asyncio.Protocol):
    """One end of the conversation."""

    def __init__(self, received: Callable[[Message], None], ended: Callable[[], None]) -> None:
        self._received, self._ended = received, ended
        self._rest: list[bytes] = []
        self._transport: asyncio.WriteTransport | None = None

    @property
    def open(self) -> bool:
        return self._transport is not None and not self._transport.is_closing()

    def send(self, message: Message) -> None:
        """Send a message; one that can no longer arrive is dropped, since the end of the conversation tells enough."""
        if self._transport is not None and self.open:
            self._transport.write(json.dumps(message, separators=(",", ":")).encode() + b"\n")

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        # A result of ten megabytes comes in many pieces: joined once, when its line is whole.
        *whole, rest = data.split(b"\n")
        for piece in whole:
            line = b"".join([*self._rest, piece])
            self._rest = []
            self._received(json.loads(line))
        if rest:
            self._rest.append(rest)

    def connection_lost(self, error: Exception | None) -> None:
        self._transport = None
        self._ended()


async def converse(end: socket.socket, received: Callable[[Message], None], ended: Callable[[], None]) -> Lines:
    """Begin to talk over a connected socket."""
    end.setblocking(False)
    _, lines = await asyncio.get_running_loop().create_unix_connection(lambda: Lines(received, ended), sock=end)
    return lines
