"""Server-sent events: the format piece by piece, and streams that end, fall silent or are closed."""

import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from AttuneLibrary.client import Event, Session
from AttuneLibrary.client.errors import NotFound
from AttuneLibrary.client.event_source import Parser

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


@pytest.fixture
def serve() -> Iterator[Callable[..., Session]]:
    """Answer one request with these bytes, then say nothing until the test is over."""
    over, listening = threading.Event(), socket.create_server(("127.0.0.1", 0))

    def start(*parts: bytes) -> Session:
        def answer() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(65536)
                for part in parts:
                    connection.sendall(part)
                over.wait(30)

        threading.Thread(target=answer, daemon=True).start()
        return Session(f"http://127.0.0.1:{listening.getsockname()[1]}", token="t")

    yield start
    over.set()
    listening.close()


@pytest.mark.parametrize(
    ("pieces", "events"),
    [
        ([b"data: one\n\n"], [Event("message", "one")]),
        ([b"event: append\nid: 7\ndata: a\ndata: b\n\n"], [Event("append", "a\nb", "7")]),
        ([b": still there\n\n", b"data:x\n\n"], [Event("message", "x")]),
        ([b"event: done\n\n"], [Event("done", None)]),
        ([b"event: done\ndata:\n\n"], [Event("done", "")]),
        ([b"da", b"ta: gr\xc3", b"\xbcn\r\n\r\n"], [Event("message", "grün")]),
        ([b"data: not over yet\n"], []),
    ],
)
def test_the_format(pieces: list[bytes], events: list[Event]) -> None:
    parser = Parser()
    assert [event for piece in pieces for event in parser.feed(piece)] == events


def test_an_answer_that_is_over_says_that_the_platform_ended_it(serve: Callable[..., Session]) -> None:
    source = serve(HEAD, chunk(b"data: 1\n\n"), chunk(b"data: 2\n\n"), b"0\r\n\r\n").open("/s", silence=20)
    assert [event.data for event in source.events()] == ["1", "2"]
    assert str(source.closed) == "ended by the platform"


def test_a_silent_stream_ends_at_its_time(serve: Callable[..., Session]) -> None:
    source = serve(HEAD, chunk(b"data: 1\n\n")).open("/s", silence=0.3)
    assert [event.data for event in source.events()] == ["1"]
    assert str(source.closed) == "stalled: nothing came within the time limit"


def test_a_stream_that_is_closed_stops_whoever_reads(serve: Callable[..., Session]) -> None:
    source = serve(HEAD, chunk(b"data: 1\n\n")).open("/s", silence=30)
    read: list[Event] = []
    reader = threading.Thread(target=lambda: read.extend(source.events()))
    reader.start()
    source.close()
    reader.join(20)
    assert not reader.is_alive()
    assert str(source.closed) == "closed by the test"


def test_a_refusal_is_raised_and_not_streamed(serve: Callable[..., Session]) -> None:
    body = b'{"error": "no such log", "code": "NOT_FOUND"}'
    session = serve(b"HTTP/1.1 404 Not Found\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
    with pytest.raises(NotFound) as caught:
        session.open("/s", silence=20)
    assert caught.value.error == "no such log"
