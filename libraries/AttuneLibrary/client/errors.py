"""Refusals and failures of the platform, one class per status family."""

from typing import Any


class AttuneError(Exception):
    """A request that was not answered as expected.

    `status` is None where no answer came. `error`, `code` and `details` are the platform's own words.
    """

    ROBOT_SUPPRESS_NAME = True

    def __init__(
        self,
        message: str,
        *,
        method: str = "",
        path: str = "",
        status: int | None = None,
        expected: str = "",
        error: str = "",
        code: str = "",
        details: Any = None,
        seconds: float = 0.0,
        curl: str = "",
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.method = method
        self.path = path
        self.status = status
        self.expected = expected
        self.error = error
        self.code = code
        self.details = details
        self.seconds = seconds
        self.curl = curl
        self.retry_after = retry_after


class Unauthorized(AttuneError):
    """401."""


class Forbidden(AttuneError):
    """403."""


class NotFound(AttuneError):
    """404."""


class Conflict(AttuneError):
    """409."""


class Invalid(AttuneError):
    """400, 413, 415 and 422."""


class TooManyRequests(AttuneError):
    """429."""


class ServerError(AttuneError):
    """500 and above."""


class FilterRefused(AttuneError):
    """A filter that the notifier does not take."""


class PlatformUnreachable(AttuneError):
    """No answer came at all: refused, reset, timed out, unknown host."""


_FAMILIES: dict[int, type[AttuneError]] = {
    400: Invalid,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    413: Invalid,
    415: Invalid,
    422: Invalid,
    429: TooManyRequests,
}


def class_for(status: int) -> type[AttuneError]:
    """The class that stands for a status."""
    return ServerError if status >= 500 else _FAMILIES.get(status, AttuneError)


def words_of(body: Any) -> tuple[str, str, Any]:
    """The platform's error, code and details; its `error` may be a string or an object, the body plain text."""
    if not isinstance(body, dict):
        return (" ".join(str(body).split())[:500] if body else "", "", None)
    error, code = body.get("error", body.get("message", "")), body.get("code", "")
    if isinstance(error, dict):
        code = code or error.get("code", "")
        error = error.get("message", "")
    return str(error or ""), str(code or ""), body.get("details")
