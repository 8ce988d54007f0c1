"""Request bodies: JSON read into declared dataclasses, with the platform's refusals."""

import json
from typing import Any, ClassVar, TypeVar

from starlette.requests import Request

from attune_emulator.http.errors import Invalid, Rejection
from attune_emulator.http.fields import ABSENT, Mismatch, Missing, Patch, complaints, described, read_struct, slots

JSON_BODY_LIMIT = 2 * 1024 * 1024
B = TypeVar("B", bound="Body")


class Body:
    """Base of request bodies; subclasses are dataclasses.

    `invalid` begins the message when a bound is broken. A subclass that lets its handler say when
    to judge the bounds sets `judged_early` to False and the handler calls `judge`.
    """

    invalid: ClassVar[str] = "Validation failed"
    judged_early: ClassVar[bool] = True

    def judge(self) -> None:
        """Raise a 422 naming every broken bound."""
        found = complaints(self)
        if found:
            raise Invalid(f"{self.invalid}: " + "\n".join(found))

    def given(self) -> dict[str, Any]:
        """Return the fields an update really changes: null means unchanged, a cleared field is None."""
        values = {slot.name: getattr(self, slot.name) for slot in slots(type(self))}
        sent = {name: value for name, value in values.items() if value is not None and value is not ABSENT}
        return {name: value.value if isinstance(value, Patch) else value for name, value in sent.items()}


async def raw_body(request: Request, limit: int = JSON_BODY_LIMIT) -> bytes:
    """Return the whole body; refuses one longer than `limit` bytes."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise Rejection(413, "Failed to buffer the request body: length limit exceeded")
        parts.append(part)
    return b"".join(parts)


def demand_json(request: Request) -> None:
    """Refuse a request that does not declare JSON."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
        raise Rejection(415, "Expected request with `Content-Type: application/json`")


def parse_json(raw: bytes) -> Any:
    """Return the JSON value in `raw`; refuses malformed text."""
    try:
        return json.loads(raw, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        where = f" at line {error.lineno} column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        message = "EOF while parsing a value" if not raw.strip() else "expected value"
        raise Rejection(400, f"Failed to parse the request body as JSON: {message}{where}") from error


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


async def read_body(request: Request, declaration: type[B]) -> B:
    """Read the request's JSON into `declaration`."""
    demand_json(request)
    raw = await raw_body(request)
    return body_of(declaration, parse_json(raw), len(raw))


def body_of(declaration: type[B], document: Any, size: int) -> B:
    """Make a body from a JSON value whose text was `size` bytes long."""
    end = f" at line 1 column {size}"
    try:
        if not isinstance(document, dict):
            raise Mismatch("", f"invalid type: {described(document)}, expected struct {declaration.__name__}")
        body = read_struct(declaration, document)
    except (Mismatch, Missing) as error:
        where = f"{error.path}: " if error.path else ""
        text = f"Failed to deserialize the JSON body into the target type: {where}{error.message}{end}"
        raise Rejection(422, text) from error
    if body.judged_early:
        body.judge()
    return body
