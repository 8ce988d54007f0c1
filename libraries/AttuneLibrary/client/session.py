"""One identity's conversation with the platform: signs in, renews, repeats, and says clearly what was refused."""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from . import deadline
from .answer import Answer
from .errors import AttuneError, PlatformUnreachable, Unauthorized, class_for, words_of
from .event_source import EventSource
from .masking import Masker
from .paging import paging_of
from .retry import NEVER, RetryPolicy
from .tokens import Tokens
from .transport import Call, Transport

log = logging.getLogger("attune")


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """How a session signs in by itself; `advice` is what to do when the platform does not know them."""

    login: str
    password: str
    advice: str = field(default="", compare=False)


class Session:
    """Requests of one identity: own connections, own token, own time limits; nothing is shared with other sessions.

    With `credentials` it signs in at the first request that needs it. With `token` alone it uses just that token.
    """

    def __init__(
        self,
        base_url: str,
        credentials: Credentials | None = None,
        *,
        token: str | None = None,
        alias: str = "",
        masker: Masker | None = None,
        connect: float = 5.0,
        read: float = 30.0,
        retry: RetryPolicy | None = None,
    ) -> None:
        self.alias = alias or (credentials.login if credentials else "token")
        self.masker = masker or Masker()
        self.credentials = credentials
        self.retry = retry or RetryPolicy()
        self.identity: dict[str, Any] = {}
        self.requests = 0
        self.retries = 0
        self._transport = Transport(base_url, self.masker, connect=connect, read=read)
        self._tokens = Tokens(token, None, None) if token else None
        self.masker.learn(token)
        self.masker.learn(credentials.password if credentials else None)

    def __repr__(self) -> str:
        return f"<session {self.alias} at {self.base_url}>"

    @property
    def base_url(self) -> str:
        return self._transport.base_url

    @property
    def login(self) -> str:
        return self.credentials.login if self.credentials else str(self.identity.get("login", ""))

    @property
    def signed_in(self) -> bool:
        return self._tokens is not None

    def get(self, path: str, **options: Any) -> Answer:
        return self.request("GET", path, **options)

    def post(self, path: str, **options: Any) -> Answer:
        return self.request("POST", path, **options)

    def put(self, path: str, **options: Any) -> Answer:
        return self.request("PUT", path, **options)

    def delete(self, path: str, **options: Any) -> Answer:
        return self.request("DELETE", path, **options)

    def pages(self, path: str, *, most: int | None = None, **params: Any) -> Iterator[Any]:
        """Every element of a list, page after page, at most `most`; knows each list's own parameter names."""
        paging, page, given = paging_of(path), 1, 0
        while True:
            answer = self.get(path, params={**params, **paging.params(page)})
            for item in answer.items:
                if most is not None and given >= most:
                    return
                given += 1
                yield item
            if not answer.pagination.get("has_next") or not answer.items:
                return
            page += 1

    def request(
        self,
        method: str,
        path: str,
        *,
        params: dict[str, Any] | None = None,
        json: Any = None,
        data: Any = None,
        files: Any = None,
        headers: dict[str, str] | None = None,
        timeout: float | None = None,
        anonymous: bool = False,
        expected: int | None = None,
        any_status: bool = False,
    ) -> Answer:
        """Send one request. Anything but a 2xx or 3xx, or but `expected` where given, raises its family's error."""
        call = Call(method.upper(), path, params, json, data, files, dict(headers or {}), timeout)
        answer = self._obeyed(call, anonymous)
        if any_status or answer.status == expected or (expected is None and answer.status < 400):
            return answer
        raise self._refusal(call, answer, anonymous, expected)

    def open(
        self, path: str, *, params: dict[str, Any] | None = None, silence: float, anonymous: bool = False
    ) -> EventSource:
        """The server-sent events of a path; they end where nothing comes for `silence` seconds. A refusal is raised."""
        call = Call("GET", path, params, headers={"Accept": "text/event-stream"}, timeout=silence)
        self.requests += 1
        found = self._transport.open(call, None if anonymous else self.token())
        if isinstance(found, Answer):
            raise self._refusal(call, found, anonymous, None)
        return EventSource(found)

    def sign_in(self) -> dict[str, Any]:
        """Log in with the session's credentials now, whatever token it has."""
        if self.credentials is None:
            raise Unauthorized(f"session '{self.alias}' has no login and password to sign in with")
        body = {"login": self.credentials.login, "password": self.credentials.password}
        try:
            return self.adopt(self.request("POST", "/auth/login", json=body, anonymous=True).data)
        except Unauthorized as refusal:
            refusal.args = (
                f"signing in as '{self.credentials.login}' at {self.base_url} was refused with 401: {refusal.error}"
                + (f" ({self.credentials.advice})" if self.credentials.advice else ""),
            )
            raise

    def adopt(self, data: dict[str, Any]) -> dict[str, Any]:
        """Use the tokens of a login, registration or refresh answer from now on."""
        self._tokens = Tokens.from_answer(data)
        for secret in (self._tokens.access, self._tokens.refresh):
            self.masker.learn(secret)
        self.identity = data.get("user") or self.identity
        return data

    def forget(self) -> None:
        """Drop the tokens; a session with credentials signs in again at its next request."""
        self._tokens = None

    def token(self) -> str:
        """The access token that the next request would carry."""
        if self._tokens is None:
            self.sign_in()
        elif self._tokens.due():
            self._renew()
        assert self._tokens is not None
        return self._tokens.access

    def close(self) -> None:
        self._transport.close()

    def _renew(self) -> None:
        refresh = self._tokens.refresh if self._tokens else None
        if refresh:
            try:
                self.adopt(self.request("POST", "/auth/refresh", json={"refresh_token": refresh}, anonymous=True).data)
                return
            except Unauthorized:
                log.debug("the refresh token of session '%s' is not accepted", self.alias)
        if self.credentials:
            self.sign_in()

    def _obeyed(self, call: Call, anonymous: bool) -> Answer:
        """The answer, after at most one more try with a new token where the first was refused as unknown."""
        answer = self._persistent(call, anonymous)
        renewable = self.credentials is not None and not anonymous and not call.path.startswith("/auth/")
        if answer.status == 401 and renewable:
            self.forget()
            answer = self._persistent(call, anonymous)
        return answer

    def _persistent(self, call: Call, anonymous: bool) -> Answer:
        policy = NEVER if deadline.active() else self.retry
        attempt = 1
        while True:
            failure: AttuneError
            try:
                answer = self._once(call, anonymous)
                if answer.status < 429:
                    return answer
                failure = self._refusal(call, answer, anonymous, None)
            except PlatformUnreachable as problem:
                answer, failure = None, problem
            attempt += 1
            pause = policy.pause_before(attempt, call.method, failure)
            if pause is None:
                if answer is None:
                    raise failure
                return answer
            self.retries += 1
            log.warning(
                "%s; trying again in %.1f s (attempt %d of %d)", _first_line(failure), pause, attempt, policy.attempts
            )
            time.sleep(pause)  # why: the pause before a retry is the client's; the waiter stands above it

    def _once(self, call: Call, anonymous: bool) -> Answer:
        self.requests += 1
        return self._transport.send(call, None if anonymous else self.token())

    def _refusal(self, call: Call, answer: Answer, anonymous: bool, expected: int | None) -> AttuneError:
        error, code, details = (self.masker.json(word) for word in words_of(answer.body))
        wanted = str(expected) if expected is not None else "2xx"
        curl = self._transport.curl(call, None if anonymous else "token")
        text = f"{call.method} {self.masker.text(call.path)} answered {answer.status}, expected {wanted}"
        text += f" ({answer.seconds:.2f} s)"
        if error:
            text += f": {error}"
        text += f" [{code}]" if code else ""
        text += f" {details}" if details else ""
        return class_for(answer.status)(
            f"{text}\n  {curl}",
            method=call.method,
            path=self.masker.text(call.path),
            status=answer.status,
            expected=wanted,
            error=error,
            code=code,
            details=details,
            seconds=answer.seconds,
            curl=curl,
            retry_after=_seconds(answer.headers.get("Retry-After")),
        )


def _seconds(text: str | None) -> float | None:
    return float(text) if text and text.strip().isdigit() else None


def _first_line(failure: AttuneError) -> str:
    return str(failure).splitlines()[0]
