"""Sends one HTTP request and reads one answer, always within time limits."""

import logging
import time
from dataclasses import dataclass, field
from typing import Any

import requests

from . import deadline
from .answer import Answer
from .curl import curl_line
from .errors import PlatformUnreachable
from .masking import Masker

log = logging.getLogger("attune")


@dataclass(frozen=True, slots=True)
class Call:
    """One request as it is asked for; `path` is relative to the platform's URL."""

    method: str
    path: str
    params: dict[str, Any] | None = None
    json: Any = None
    data: Any = None
    files: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    timeout: float | None = None


class Transport:
    """One connection pool to one platform."""

    def __init__(self, base_url: str, masker: Masker, *, connect: float = 5.0, read: float = 30.0) -> None:
        self.base_url = base_url.rstrip("/")
        self.masker = masker
        self.connect = connect
        self.read = read
        self._pool = requests.Session()
        # A .netrc would replace our Authorization header, so of the environment only proxies and CA are taken.
        self._surroundings = self._pool.merge_environment_settings(self.base_url, {}, False, None, None)
        self._pool.trust_env = False

    def send(self, call: Call, token: str | None) -> Answer:
        begun = time.monotonic()
        response = self._request(call, token)
        seconds = time.monotonic() - begun
        log.debug("%s %s -> %d (%.3f s)", call.method, self.masker.text(response.url), response.status_code, seconds)
        return _whole(response, seconds)

    def open(self, call: Call, token: str | None) -> requests.Response | Answer:
        """The answer with its body still to come, or all of a refusal; `call.timeout` is the longest silence."""
        begun = time.monotonic()
        response = self._request(call, token, stream=True)
        return response if response.status_code < 400 else _whole(response, time.monotonic() - begun)

    def _request(self, call: Call, token: str | None, *, stream: bool = False) -> requests.Response:
        headers = dict(call.headers)
        if token is not None:
            headers.setdefault("Authorization", f"Bearer {token}")
        begun = time.monotonic()
        try:
            return self._pool.request(
                call.method,
                self.base_url + call.path,
                params=_shown(call.params),
                json=call.json,
                data=call.data,
                files=call.files,
                headers=headers,
                timeout=(deadline.cut(self.connect), deadline.cut(call.timeout or self.read)),
                allow_redirects=False,
                stream=stream,
                proxies=self._surroundings["proxies"],
                verify=self._surroundings["verify"],
            )
        except requests.RequestException as problem:
            raise self._unreachable(call, problem, time.monotonic() - begun) from problem

    def curl(self, call: Call, token: str | None) -> str:
        """A line that repeats the call, secrets masked."""
        headers = dict(call.headers)
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        body, raw = (call.data, True) if call.data is not None else (call.json, False)
        url = requests.Request(call.method, self.base_url + call.path, params=_shown(call.params)).prepare().url
        return curl_line(self.masker, call.method, str(url), headers=headers, body=body, raw=raw)

    def close(self) -> None:
        self._pool.close()

    def _unreachable(self, call: Call, problem: requests.RequestException, seconds: float) -> PlatformUnreachable:
        why = self.masker.text(_reason(problem))
        where = self.masker.text(f"{call.method} {call.path}")
        return PlatformUnreachable(
            f"no answer from {self.base_url} to {where} after {seconds:.2f} s: {why}",
            method=call.method,
            path=self.masker.text(call.path),
            error=why,
            seconds=seconds,
        )


def _whole(response: requests.Response, seconds: float) -> Answer:
    if "charset" not in response.headers.get("Content-Type", ""):
        # HTTP's old default for texts is Latin 1; the platform writes UTF-8, into its logs too.
        response.encoding = "utf-8"
    return Answer.parse(response.status_code, response.headers, response.text, seconds, response.content)


def _shown(params: dict[str, Any] | None) -> dict[str, Any] | None:
    """Query parameters in the platform's spelling: absent ones left out, truth values in lower case."""
    if params is None:
        return None
    return {
        name: str(value).lower() if isinstance(value, bool) else value
        for name, value in params.items()
        if value is not None
    }


def _reason(problem: requests.RequestException) -> str:
    """The innermost cause in words: 'connection refused' rather than three nested reprs."""
    if isinstance(problem, requests.ConnectTimeout):
        return "no connection within the time limit"
    if isinstance(problem, requests.ReadTimeout):
        return "connected, but no answer within the time limit"
    cause: BaseException = problem
    while True:
        inner = getattr(cause, "reason", None) or cause.__cause__ or cause.__context__ or _wrapped(cause)
        if not isinstance(inner, BaseException) or inner is cause:
            break
        cause = inner
    text = getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
    return str(text)[:1].lower() + str(text)[1:]


def _wrapped(cause: BaseException) -> BaseException | None:
    return next((item for item in cause.args if isinstance(item, BaseException)), None)
