"""Keywords about the recording HTTP server: what the platform and its actions ask of others."""

import json as jsons
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from robot.api.deco import keyword

from ..core.counts import Expected
from ..core.errors import BadInput
from ..core.recorded import NOT_GIVEN, Recorded, Wanted
from ..core.recorder import Prepared, Recorder
from ..core.secrets import plain_text
from ..core.waiting import Wait
from ..core.words import unknown
from .assertions import METHODS
from .resources import Resources, plain, structured

NAME = "Recorder Should Have Received"
SHOWN = 5
STATUSES = range(200, 600)


class Recorders(Resources):
    """A server that belongs to a test: it writes down each request and gives prepared answers."""

    @keyword(tags=["recorder", "fixture"])
    def start_recorder(self, *, refusing: bool = False) -> Recorder:
        """Starts an HTTP server that records each request, and returns it; its ``url`` has no path.

        It listens on a free port of ATTUNE_RECORDER_HOST, answers 200 and ``{}`` unless `Set Recorder Answer` said
        otherwise, and is closed at the end of the test or suite. With ``refusing`` nobody listens at the url, and
        nobody else can. Tests that use it carry ``needs:callback``.

        Example:
        | ${recorder}=    Start Recorder
        | Run Action    core.http_request    parameters={'url': '${recorder.url}/hello'}
        | Recorder Should Have Received    ${recorder}    method=GET    path=/hello
        """
        platform = self.context.platform
        recorder = Recorder(
            self.settings.recorder_host, lambda: str(urlsplit(platform.api_url()).hostname), refusing=refusing
        )
        self.remember("recorder", recorder.url, delete=recorder.close)
        return recorder

    @keyword(tags=["recorder"])
    def stop_recorder(self, recorder: Any) -> None:
        """Closes a recorder before its test ends; what it recorded can still be asked for.

        Example:
        | Stop Recorder    ${recorder}
        """
        server = _recorder(recorder)
        server.close()
        self.context.cleanup.forget("recorder", server.url)

    @keyword(tags=["recorder", "fixture"])
    def set_recorder_answer(
        self,
        recorder: Any,
        path: str,
        *,
        status: int = 200,
        body: Any = "",
        json: Any = NOT_GIVEN,
        headers: Mapping[str, str] | None = None,
        redirect: str | None = None,
        delay: Any = 0,
        drop: bool = False,
    ) -> None:
        """Prepares the answer to every request of ``path`` from now on.

        ``body`` is a text or bytes; ``json`` any value, and the answer says that it is JSON. ``redirect`` names where
        to go instead, with status 302 unless another 3xx is given. The answer comes ``delay`` after the request; with
        ``drop`` the connection is closed without any.

        Example:
        | Set Recorder Answer    ${recorder}    /broken    status=500    body=out of order
        | Set Recorder Answer    ${recorder}    /slow    delay=10s
        """
        server = _recorder(recorder)
        if status not in STATUSES:
            raise BadInput(f"status is {status}; it must be 200 to 599")
        sent = dict(headers or {})
        if redirect is not None:
            sent["Location"] = redirect
            status = status if 300 <= status < 400 else 302
        data = body if isinstance(body, bytes) else plain_text(body).encode()
        if json is not NOT_GIVEN:
            if body not in ("", b""):
                raise BadInput("body and json are both given; an answer has one body")
            data = jsons.dumps(structured(json), ensure_ascii=False).encode()
            sent.setdefault("Content-Type", "application/json")
        answer = Prepared(status, sent, data, self.seconds(delay, "delay") or 0.0, drop)
        server.prepare(_path(path), answer)

    @keyword(tags=["recorder"])
    def list_recorded_requests(self, recorder: Any, *, path: str | None = None) -> list[Any]:
        """Returns what a recorder was asked so far, oldest first, on ``path`` or on all paths.

        Each has ``method``, ``path``, ``query``, ``headers`` (names in lower case), ``body`` and ``json``; secrets in
        them are masked.

        Example:
        | ${requests}=    List Recorded Requests    ${recorder}
        | Should Be Equal    ${requests}[0][headers][accept]    */*
        """
        found = _recorder(recorder).requests(None if path is None else _path(path))
        return [self._returned(request) for request in found]

    @keyword(NAME, tags=["recorder", "assertion", "wait"])
    def recorder_should_have_received(
        self,
        recorder: Any,
        *,
        method: str | None = None,
        path: str | None = None,
        query: Any = NOT_GIVEN,
        headers: Mapping[str, Any] | None = None,
        body: Any = NOT_GIVEN,
        json: Any = NOT_GIVEN,
        bearer: Any = None,
        basic: Any = None,
        count: Any = 1,
        timeout: Any = None,
    ) -> list[Any]:
        """Waits until a recorder was asked exactly ``count`` times, on ``path`` or at all, and compares each request.

        ``query`` is the whole query, decoded: a name that was sent twice has a list. ``headers`` are those that must
        be equal; one that is ``${None}`` must be absent. ``body`` is the whole body as text, ``json`` is compared
        deeply with the parsed one, types included. ``bearer`` is a token; ``basic`` a list of login and password; no
        failure shows them. Every difference is told in one failure. Returns the requests as `List Recorded Requests`
        does. More requests than wanted fail at once.

        Example:
        | Recorder Should Have Received    ${recorder}    method=POST    path=/orders    json={"id": 7}
        | ...    headers=${{ {'Content-Type': 'application/json'} }}    bearer=${token}
        | Recorder Should Have Received    ${recorder}    path=/never    count=0
        """
        server, expected = _recorder(recorder), Expected.of(count, "==")
        wanted = Wanted(
            method=_method(method),
            query=query if query is NOT_GIVEN else structured(query),
            headers=_headers(headers),
            body=body if body is NOT_GIVEN else plain_text(body),
            json=json if json is NOT_GIVEN else structured(json),
            bearer=None if bearer is None else plain_text(bearer),
            basic=_basic(basic),
        )
        place = None if path is None else _path(path)
        requests = self._awaited(server, place, expected, timeout)
        wrong = [f"{_line(one)}: {fault}" for one in requests for fault in wanted.differences(one)]
        if wrong:
            lines = [self.context.masker.text(line) for line in wrong]
            raise AssertionError("\n  ".join([f"{NAME}: {server}:", *lines]))
        return [self._returned(request) for request in requests]

    def _awaited(self, server: Recorder, path: str | None, expected: Expected, timeout: Any) -> list[Recorded]:
        wait = Wait[list[Recorded]](
            keyword=NAME,
            subject=f"requests of {path or 'any path'} to the {server}",
            wanted=str(expected),
            look=lambda: server.requests(path),
            holds=lambda found: expected.holds(len(found)),
            show=lambda found: f"are {len(found)}",
            hopeless=lambda found: "they do not become fewer" if expected.exceeded_for_good(len(found)) else None,
            explain=lambda _: [self.context.masker.text(_line(request)) for request in server.requests()[-SHOWN:]],
        )
        return self.waiter.until(wait, timeout=self.seconds(timeout))

    def _returned(self, request: Recorded) -> Any:
        return self.dotted(request.shown(self.context.masker))


def _recorder(given: Any) -> Recorder:
    if not isinstance(given, Recorder):
        raise BadInput(f"recorder is {given!r}; it must be what Start Recorder returned")
    return given


def _path(path: str) -> str:
    if not path.startswith("/") or "?" in path:
        raise BadInput(f"path is '{path}'; it must begin with / and have no query, such as /orders")
    return path


def _method(method: str | None) -> str | None:
    verb = None if method is None else method.strip().upper()
    if verb is not None and verb not in METHODS:
        raise BadInput(unknown("method", method, METHODS))
    return verb


def _headers(headers: Mapping[str, Any] | None) -> dict[str, str | None] | None:
    if headers is None:
        return None
    return {name: None if value is None else plain_text(value) for name, value in headers.items()}


def _basic(basic: Any) -> tuple[str, str] | None:
    if basic is None:
        return None
    if not isinstance(basic, list | tuple) or len(basic) != 2:
        raise BadInput("basic must be a list of login and password")
    login, password = map(plain_text, plain(basic))
    return login, password


def _line(request: Recorded) -> str:
    return f"{request.method} {request.target}"
