"""One connection to the platform's notifier: signing in, filters, and frames as they come."""

import itertools
import json
import socket
from typing import Any

import websocket

from .closed import LOST, OURS, Closed
from .errors import AttuneError, PlatformUnreachable, class_for, words_of
from .masking import Masker

SUBPROTOCOL = "attune.v1"
TOKEN_PROTOCOL = "attune.jwt."
# A filter is not acknowledged, but one that cannot be is complained about: whatever came before it is obeyed by then.
FENCE = "fence"
Frame = dict[str, Any]


class Notifier:
    """A WebSocket to the notifier; one thread reads, any thread may ask and close.

    Args:
        url: such as ``ws://127.0.0.1:8081/ws``.
        token: who listens; None sends none.
        sign_in: ``header``, or ``subprotocol``: the token is among those, as browsers have to send it.
        connect: seconds to get the connection and its welcome.
        silence: seconds without a sign of life, not even to a ping, until the connection counts as lost.

    Raises:
        AttuneError: of the family of the status that the connection was refused with.
        PlatformUnreachable: nobody answered.
    """

    def __init__(
        self,
        url: str,
        token: str | None,
        *,
        masker: Masker,
        sign_in: str = "header",
        connect: float = 5.0,
        silence: float = 20.0,
    ) -> None:
        self.url, self._masker, self._silence = url, masker, silence
        self._fences = itertools.count(1)
        self._ours = False
        self.closed: Closed | None = None
        self._socket = self._connected(token, sign_in, connect)
        self.subprotocol: str | None = self._socket.getsubprotocol()
        self.welcome = self._welcomed()

    def subscribe(self, *filters: str) -> None:
        self._order("subscribe", filters)

    def unsubscribe(self, *filters: str) -> None:
        self._order("unsubscribe", filters)

    def fence(self) -> str:
        """Ask for what is going to be refused; the refusal, which has the returned text in it, comes in its turn."""
        name = f"{FENCE}:{next(self._fences)}"
        self._order("subscribe", (name,))
        return f"'{name}'"

    def send(self, text: str) -> None:
        """Send a text as it is."""
        try:
            self._socket.send(text)
        except (websocket.WebSocketException, OSError) as problem:
            raise PlatformUnreachable(f"the notifier at {self.url} does not listen any more: {problem}") from problem

    def read(self) -> Frame | None:
        """The next frame, None when there is no further one: then `closed` says why."""
        pinged = False
        while True:
            try:
                self._socket.settimeout(self._silence / 2)
                opcode, frame = self._socket.recv_data_frame(control_frame=True)
            except websocket.WebSocketTimeoutException:
                if pinged or not self._pinged():
                    self._end(OURS if self._ours else Closed(f"stalled: no sign of life for {self._silence:g} s"))
                    return None
                pinged = True
                continue
            except (websocket.WebSocketException, OSError, AttributeError):
                # A socket that another thread has closed under the reading one is None by then.
                self._end(OURS if self._ours else LOST)
                return None
            pinged = False
            if opcode == websocket.ABNF.OPCODE_TEXT:
                return _frame(frame.data)
            if opcode == websocket.ABNF.OPCODE_CLOSE:
                self._end(OURS if self._ours else _reason(frame.data))
                return None

    def close(self) -> None:
        """End the connection, also while another thread reads from it."""
        self._ours = True
        try:
            self._socket.send_close()
            if self._socket.sock is not None:
                self._socket.sock.shutdown(socket.SHUT_RDWR)
        except (websocket.WebSocketException, OSError, AttributeError):
            # It has ended already.
            return
        finally:
            self._drop()

    def _pinged(self) -> bool:
        try:
            self._socket.ping()
        except (websocket.WebSocketException, OSError, AttributeError):
            return False
        return True

    def _end(self, why: Closed) -> None:
        self.closed = why
        self._drop()

    def _drop(self) -> None:
        self._socket.shutdown()  # type: ignore[no-untyped-call]  # why: websocket-client types it not at all

    def _order(self, kind: str, filters: tuple[str, ...]) -> None:
        for text in filters:
            self.send(json.dumps({"type": kind, "filter": text}))

    def _connected(self, token: str | None, sign_in: str, connect: float) -> websocket.WebSocket:
        options: dict[str, Any] = {}
        if sign_in == "subprotocol":
            options["subprotocols"] = [SUBPROTOCOL, *([TOKEN_PROTOCOL + token] if token else [])]
        elif token:
            options["header"] = [f"Authorization: Bearer {token}"]
        try:
            return websocket.create_connection(self.url, timeout=connect, **options)
        except websocket.WebSocketBadStatusException as refusal:
            raise self._refused(refusal) from None
        except (websocket.WebSocketException, OSError) as problem:
            why = self._masker.text(str(problem))
            raise PlatformUnreachable(f"no answer from the notifier at {self.url}: {why}", path=self.url) from None

    def _refused(self, refusal: websocket.WebSocketBadStatusException) -> AttuneError:
        body = refusal.resp_body or b""
        text = body.decode("utf-8", "replace") if isinstance(body, bytes) else str(body)
        error = self._masker.text(words_of(_frame(text))[0])
        return class_for(refusal.status_code)(
            f"the notifier at {self.url} answered {refusal.status_code}, expected a connection: {error}",
            method="GET",
            path=self.url,
            status=refusal.status_code,
            expected="101",
            error=error,
        )

    def _welcomed(self) -> Frame:
        try:
            found = _frame(self._socket.recv())
        except (websocket.WebSocketException, OSError) as problem:
            self._drop()
            raise PlatformUnreachable(f"no welcome from the notifier at {self.url}: {problem}") from None
        return found


def _frame(data: bytes | str) -> Frame:
    """A frame's JSON object; what is none becomes one that says so."""
    try:
        found = json.loads(data)
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {"type": "unreadable", "text": str(data)}


def _reason(data: bytes) -> Closed:
    """What a close frame says: two bytes of code, then the reason."""
    if len(data) < 2:
        return Closed("closed by the platform")
    reason = data[2:].decode("utf-8", "replace")
    return Closed(reason or "closed by the platform", int.from_bytes(data[:2], "big"))
