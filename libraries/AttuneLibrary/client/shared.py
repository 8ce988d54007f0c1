"""A plain `requests` session for other libraries: signed in, with time limits, and showing no secrets."""

from collections.abc import Callable, Mapping
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from .masking import Masker


class SharedSession(requests.Session):
    """What RequestsLibrary expects of a session: `url` is what its paths are relative to."""

    def __init__(self, url: str, masker: Masker, token: Callable[[], str] | None, limits: tuple[float, float]) -> None:
        super().__init__()
        self.url = url
        self.trust_env = False
        self.auth = _Bearer(token)
        for scheme in ("http://", "https://"):
            self.mount(scheme, _QuietAdapter(masker, limits))
        self.hooks["response"].append(_Masked(masker))


class _Bearer(requests.auth.AuthBase):
    """Puts the current token into each request; a token of the session's own headers goes first."""

    def __init__(self, token: Callable[[], str] | None) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._token is not None:
            request.headers.setdefault("Authorization", f"Bearer {self._token()}")
        return request


class _QuietAdapter(HTTPAdapter):
    """Adds time limits, and keeps secrets out of connection errors, which quote the URL."""

    def __init__(self, masker: Masker, limits: tuple[float, float]) -> None:
        super().__init__()
        self._masker = masker
        self._limits = limits

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,
        verify: bool | str = True,
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        try:
            return super().send(request, stream, timeout or self._limits, verify, cert, proxies)
        except requests.RequestException as problem:
            raise type(problem)(self._masker.text(str(problem))) from None


class _Masked:
    """Replaces an answer's secrets, and its request by a copy without them, before anybody logs the two."""

    def __init__(self, masker: Masker) -> None:
        self._masker = masker

    def __call__(self, response: requests.Response, **options: Any) -> requests.Response:
        mask = self._masker
        shown = response.request.copy()
        shown.url = mask.text(str(shown.url))
        for headers in (shown.headers, response.headers):
            headers.update(mask.headers(headers))
        if isinstance(shown.body, str | bytes):
            shown.body = mask.body(shown.body)
        response.request = shown
        response.url = mask.text(response.url)
        text = mask.text(response.content.decode("utf-8", "surrogateescape"))
        response._content = text.encode("utf-8", "surrogateescape")
        return response
