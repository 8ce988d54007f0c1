"""A small HTTP server that writes down what it is asked and answers as it was told to."""

import socket
import socketserver
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from .errors import BadInput
from .recorded import Recorded

WILDCARDS = ("0.0.0.0", "::")
SILENT_CLIENT = 30
JOIN = 5


@dataclass(frozen=True, slots=True)
class Prepared:
    """An answer: it comes `delay` seconds after the request; `drop` closes the connection instead."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b"{}"
    delay: float = 0.0
    drop: bool = False


class Recorder:
    """Listens at `url` on a free port from the start until `close`, after which no thread is left.

    `seen_from` names the host that is going to ask, needed where `host` means every address of this machine.
    With `refusing` the port is taken and never listened at: every connection to it is refused.
    """

    def __init__(self, host: str, seen_from: Callable[[], str] = str, *, refusing: bool = False) -> None:
        self._requests: list[Recorded] = []
        self._answers: dict[str, Prepared] = {}
        self.closing = threading.Event()
        try:
            self._server = _Server(host, self, listening=not refusing)
        except OSError as problem:
            raise BadInput(f"ATTUNE_RECORDER_HOST is '{host}': no server can listen there: {problem}") from None
        shown = _address_towards(seen_from()) if host in WILDCARDS else host
        port = self._server.server_address[1]
        self.url = f"http://{f'[{shown}]' if ':' in shown else shown}:{port}"
        self._thread: threading.Thread | None = None
        if not refusing:
            self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
            self._thread.start()

    def __str__(self) -> str:
        return f"recorder at {self.url}"

    def prepare(self, path: str, answer: Prepared) -> None:
        self._answers[path] = answer

    def answer_to(self, request: Recorded) -> Prepared:
        """Note a request and say how it is answered."""
        self._requests.append(request)
        return self._answers.get(request.path, Prepared())

    def requests(self, path: str | None = None) -> list[Recorded]:
        """What came so far, oldest first, on one path or on all."""
        return [request for request in list(self._requests) if path in (None, request.path)]

    def close(self) -> None:
        """End it with all its connections; what was recorded can still be read."""
        if self.closing.is_set():
            return
        self.closing.set()
        if self._thread is not None:
            self._server.shutdown()
            self._thread.join(JOIN)
        self._server.end_connections()
        self._server.server_close()


class _Server(socketserver.ThreadingTCPServer):
    # Closing the server waits for its threads; their connections are ended before.
    daemon_threads = False
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, host: str, recorder: Recorder, *, listening: bool) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.recorder = recorder
        self._open: set[socket.socket] = set()
        super().__init__((host, 0), _Handler, bind_and_activate=False)
        try:
            self.server_bind()
            if listening:
                self.server_activate()
        except OSError:
            self.server_close()
            raise

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        super().shutdown_request(request)
        self._open.discard(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news: tests of timeouts do just that."""

    def end_connections(self) -> None:
        for connection in list(self._open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # it has ended by itself


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = SILENT_CLIENT

    def _serve(self) -> None:
        headers: dict[str, str] = {}
        for name, value in self.headers.items():
            known = headers.get(name.lower())
            headers[name.lower()] = value if known is None else f"{known}, {value}"
        recorder = self.server.recorder
        # Bytes beyond ASCII have no place in a path, but some clients send them.
        target = self.path.encode("latin-1").decode(errors="replace")
        answer = recorder.answer_to(Recorded(self.command, target, headers, self._body()))
        gone = recorder.closing.wait(answer.delay)
        self.close_connection = True
        if not answer.drop and not gone:
            self._answer(answer)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = _serve

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = []
        while size := int(self.rfile.readline().partition(b";")[0], 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def _answer(self, answer: Prepared) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        """Requests may hold secrets; what tests want to know of them they ask the recorder."""


def _address_towards(host: str) -> str:
    """This machine's address on the way to `host`; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect((host, 9))
        return str(probe.getsockname()[0])
