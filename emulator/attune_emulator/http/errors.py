"""The platform's error answers, in their different shapes."""

import sqlite3
from http import HTTPStatus
from typing import Any

from starlette.responses import JSONResponse, PlainTextResponse, Response


class ApiError(Exception):
    """An ordinary refusal: ``{"error": message, "code": CODE}``."""

    status = 500
    code = "INTERNAL_SERVER_ERROR"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def response(self) -> Response:
        return JSONResponse({"error": self.message, "code": self.code}, self.status)


class DatabaseError(ApiError):
    code = "DATABASE_ERROR"


class BadRequest(ApiError):
    status, code = 400, "BAD_REQUEST"


class Unauthorized(ApiError):
    status, code = 401, "UNAUTHORIZED"


class Forbidden(ApiError):
    status, code = 403, "FORBIDDEN"


class NotFound(ApiError):
    status, code = 404, "NOT_FOUND"


class Conflict(ApiError):
    status, code = 409, "CONFLICT"


class Unprocessable(ApiError):
    status, code = 422, "UNPROCESSABLE_ENTITY"


class Invalid(ApiError):
    """Field validators and parameter schemas."""

    status, code = 422, "VALIDATION_ERROR"


class NotBuilt(ApiError):
    """The platform has it, the emulator (or this configuration) has not."""

    status, code = 501, "NOT_IMPLEMENTED"


class TooManyRequests(ApiError):
    status, code = 429, "TOO_MANY_REQUESTS"

    def __init__(self, message: str, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after

    def response(self) -> Response:
        answer = super().response()
        if self.retry_after is not None:
            answer.headers["Retry-After"] = str(self.retry_after)
        return answer


class TokenRefused(ApiError):
    """What the token extractor answers; its body differs from every other error's."""

    status, code = 401, "UNAUTHORIZED"

    def response(self) -> Response:
        return JSONResponse({"error": {"code": 401, "message": self.message}}, 401)


class Rejection(ApiError):
    """A refusal by the web framework, before any handler runs: plain text."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status

    def response(self) -> Response:
        return PlainTextResponse(self.message, self.status)


class Bare(ApiError):
    """An answer with a status and a JSON body of its own shape, or with no body at all."""

    def __init__(self, status: int, body: Any = None) -> None:
        super().__init__(HTTPStatus(status).phrase)
        self.status, self.body = status, body

    def response(self) -> Response:
        return Response(status_code=self.status) if self.body is None else JSONResponse(self.body, self.status)


def from_constraint(error: sqlite3.IntegrityError) -> ApiError:
    """Translate a violated table constraint into the platform's answer."""
    text = str(error)
    _, _, subject = text.partition(": ")
    if error.sqlite_errorname in ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"):
        table = subject.split(".")[0]
        columns = [column.split(".")[-1] for column in subject.split(", ")]
        return Conflict(f"Already exists ({'_'.join([table, *columns])}_key)")
    if error.sqlite_errorname in ("SQLITE_CONSTRAINT_FOREIGNKEY", "SQLITE_CONSTRAINT_TRIGGER"):
        return Unprocessable("Referenced entity does not exist")
    return Unprocessable(f"Validation constraint failed: {subject}")
