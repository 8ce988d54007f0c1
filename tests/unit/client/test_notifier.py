"""The connection to the notifier: welcome, refusal, silence, and an end that nobody waits for."""

import base64
import hashlib
import json
import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from AttuneLibrary.client import Masker
from AttuneLibrary.client.errors import PlatformUnreachable, Unauthorized
from AttuneLibrary.client.notifier import Notifier

MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
Script = Callable[[socket.socket], None]


def frame(text: str, opcode: int = 1) -> bytes:
    data = text.encode("latin-1")
    return bytes([0x80 | opcode, len(data)]) + data


def accepted(request: bytes) -> bytes:
    key = next(line.split(b": ")[1] for line in request.split(b"\r\n") if line.lower().startswith(b"sec-websocket-key"))
    token = base64.b64encode(hashlib.sha1(key + MAGIC).digest())
    return (
        b"HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n"
        % token
    )


@pytest.fixture
def serve() -> Iterator[Callable[..., str]]:
    """Accept one WebSocket, send these frames, then say nothing until the test is over; None refuses it."""
    over, listening = threading.Event(), socket.create_server(("127.0.0.1", 0))
    asked: list[bytes] = []

    def start(*frames: bytes | None) -> str:
        def answer() -> None:
            connection, _ = listening.accept()
            with connection:
                asked.append(connection.recv(65536))
                if frames == (None,):
                    body = b'{"error":"missing_token"}'
                    connection.sendall(b"HTTP/1.1 401 No\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
                    return
                connection.sendall(accepted(asked[0]))
                for one in frames:
                    connection.sendall(one or b"")
                over.wait(30)

        threading.Thread(target=answer, daemon=True).start()
        return f"ws://127.0.0.1:{listening.getsockname()[1]}/ws"

    yield start
    over.set()
    listening.close()


WELCOME = frame(json.dumps({"type": "welcome", "client_id": "c"}))


def connect(url: str, *, silence: float = 20.0) -> Notifier:
    return Notifier(url, "t", masker=Masker(), connect=20.0, silence=silence)


def test_frames_come_in_order_and_a_close_says_why(serve: Callable[..., str]) -> None:
    notifier = connect(serve(WELCOME, frame('{"n": 1}'), frame("no json"), frame("\x11\x31token expired", 8)))
    assert notifier.welcome["type"] == "welcome"
    assert notifier.read() == {"n": 1}
    assert notifier.read() == {"type": "unreadable", "text": str(b"no json")}
    assert notifier.read() is None
    assert notifier.closed is not None
    assert (notifier.closed.code, notifier.closed.why) == (4401, "token expired")


def test_a_connection_that_is_refused_fails_as_a_request_does(serve: Callable[..., str]) -> None:
    with pytest.raises(Unauthorized) as caught:
        connect(serve(None))
    assert (caught.value.status, caught.value.error) == (401, "missing_token")


def test_who_answers_no_ping_counts_as_lost(serve: Callable[..., str]) -> None:
    notifier = connect(serve(WELCOME), silence=0.4)
    assert notifier.read() is None
    assert str(notifier.closed) == "stalled: no sign of life for 0.4 s"


def test_closing_stops_whoever_reads(serve: Callable[..., str]) -> None:
    notifier = connect(serve(WELCOME), silence=30)
    reader = threading.Thread(target=notifier.read)
    reader.start()
    notifier.close()
    reader.join(20)
    assert not reader.is_alive()
    assert str(notifier.closed) == "closed by the test"


def test_nobody_there_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(PlatformUnreachable, match="no answer from the notifier"):
        connect(f"ws://127.0.0.1:{port}/ws")
