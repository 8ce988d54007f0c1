"""The recording HTTP server: what it writes down, what it answers, and that nothing of it is left."""

import http.client
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.core.recorder import Prepared, Recorder

LOOPBACK = "127.0.0.1"


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    made = Recorder(LOOPBACK)
    yield made
    made.close()


def ask(url: str, method: str = "GET", body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
    request = urllib.request.Request(url, data=body, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read()


def connection_to(recorder: Recorder) -> http.client.HTTPConnection:
    host, port = recorder.url.removeprefix("http://").rsplit(":", 1)
    return http.client.HTTPConnection(host, int(port), timeout=30)


def test_a_request_is_recorded_byte_by_byte(recorder: Recorder) -> None:
    assert ask(f"{recorder.url}/a%20b?x=1&x=2&y=", "PUT", b"\x00\xff", **{"X-One": "1"}) == (200, b"{}")
    (seen,) = recorder.requests()
    assert (seen.method, seen.path, seen.query, seen.body) == (
        "PUT",
        "/a%20b",
        {"x": ["1", "2"], "y": ""},
        b"\x00\xff",
    )
    assert seen.headers["x-one"] == "1"


def test_a_header_that_comes_twice_is_one_with_a_comma(recorder: Recorder) -> None:
    connection = connection_to(recorder)
    connection.putrequest("GET", "/")
    connection.putheader("X-Two", "a")
    connection.putheader("x-two", "b")
    connection.endheaders()
    connection.getresponse().read()
    connection.close()
    assert recorder.requests()[0].headers["x-two"] == "a, b"


def test_a_body_in_chunks_is_put_together(recorder: Recorder) -> None:
    connection = connection_to(recorder)
    connection.request("POST", "/", body=iter([b"one ", b"two"]), encode_chunked=True)
    connection.getresponse().read()
    connection.close()
    assert recorder.requests()[0].body == b"one two"


def test_an_answer_is_the_prepared_one_of_its_path(recorder: Recorder) -> None:
    recorder.prepare("/gone", Prepared(410, {"X-Why": "moved"}, b"no more"))
    assert ask(f"{recorder.url}/gone?again=1") == (410, b"no more")
    assert ask(f"{recorder.url}/other") == (200, b"{}")
    assert len(recorder.requests("/gone")) == 1


def test_the_answer_to_head_has_no_body(recorder: Recorder) -> None:
    recorder.prepare("/", Prepared(body=b"four"))
    connection = connection_to(recorder)
    connection.request("HEAD", "/")
    answer = connection.getresponse()
    assert (answer.getheader("Content-Length"), answer.read()) == ("4", b"")
    connection.close()


def test_a_dropped_connection_gives_no_answer(recorder: Recorder) -> None:
    recorder.prepare("/", Prepared(drop=True))
    connection = connection_to(recorder)
    connection.request("GET", "/")
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        connection.getresponse()
    connection.close()


def test_no_thread_is_left_by_a_delayed_answer_or_by_a_silent_client() -> None:
    before = set(threading.enumerate())
    recorder = Recorder(LOOPBACK)
    recorder.prepare("/slow", Prepared(delay=600))
    slow, silent = connection_to(recorder), connection_to(recorder)
    slow.request("GET", "/slow")
    silent.connect()
    recorder.close()
    recorder.close()
    assert set(threading.enumerate()) <= before
    slow.close()
    silent.close()
    with pytest.raises(ConnectionRefusedError):
        connection_to(recorder).connect()


def test_a_refusing_recorder_refuses_and_keeps_its_port() -> None:
    recorder = Recorder(LOOPBACK, refusing=True)
    with pytest.raises(ConnectionRefusedError):
        connection_to(recorder).connect()
    port = int(recorder.url.rpartition(":")[2])
    with socket.socket() as other, pytest.raises(OSError, match="in use"):
        other.bind((LOOPBACK, port))
    recorder.close()


def test_every_address_is_shown_as_the_one_the_platform_sees() -> None:
    recorder = Recorder("0.0.0.0", lambda: LOOPBACK)
    assert recorder.url.startswith(f"http://{LOOPBACK}:")
    recorder.close()


def test_a_host_that_cannot_be_bound_is_refused_by_name() -> None:
    with pytest.raises(BadInput, match=r"ATTUNE_RECORDER_HOST is '203\.0\.113\.1': no server can listen there"):
        Recorder("203.0.113.1")
