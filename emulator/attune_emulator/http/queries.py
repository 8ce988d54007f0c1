"""Query strings, read into declared dataclasses, and the four ways lists are paged."""

import types
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, TypeVar, Union, get_args, get_origin

from attune_emulator import deviations
from attune_emulator.http.errors import Rejection
from attune_emulator.http.fields import Slot, Timestamp, read_moment, slots

Q = TypeVar("Q", bound="Query")

PROMISED_CAP = 100


@dataclass
class Query:
    """Base of query declarations; unknown names are ignored."""


@dataclass(frozen=True)
class Window:
    """The part of a list that was asked for. `number` and `size` are what the answer repeats."""

    number: int
    size: int
    limit: int
    offset: int


@dataclass
class Paged(Query):
    """Base of paged queries; `cap` bounds the rows returned, None leaves them unbounded."""

    page: int = 1
    cap: ClassVar[int | None] = 100

    def asked_size(self) -> int:
        raise NotImplementedError

    def window(self) -> Window:
        """Return what to fetch. With the gap `paging` offsets follow the size asked for and not the size given."""
        number, size = self.page, self.asked_size()
        if deviations.on("pages-unbounded"):
            return Window(number, size, size, max(number - 1, 0) * size)
        if not deviations.on("paging"):
            number, size = max(number, 1), min(max(size, 1), self.cap or PROMISED_CAP)
            return Window(number, size, size, (number - 1) * size)
        limit = size if self.cap is None else min(size, self.cap)
        return Window(number, size, limit, max(number - 1, 0) * size)


@dataclass
class PageSize(Paged):
    """``page``, ``page_size`` (50, at most 100 rows)."""

    page_size: int = 50

    def asked_size(self) -> int:
        return self.page_size


@dataclass
class PerPage(Paged):
    """``page``, ``per_page`` (50, any number of rows)."""

    per_page: int = 50
    cap: ClassVar[int | None] = None

    def asked_size(self) -> int:
        return self.per_page


def read_query(values: Mapping[str, str], declaration: type[Q]) -> Q:
    """Read a query string into `declaration`; refuses values of the wrong type."""
    given = {}
    for slot in slots(declaration):
        text = values.get(slot.name)
        if text is None:
            if slot.required:
                raise _refusal(f"missing field `{slot.name}`")
            continue
        given[slot.name] = _value(slot, text)
    return declaration(**given)


def _value(slot: Slot, text: str) -> Any:
    kind = _kind(slot.annotation)
    if kind is Timestamp:
        return _moment(slot.name, text)
    if kind is int:
        return _integer(slot.name, text)
    if kind is bool:
        if text not in ("true", "false"):
            raise _refusal(f"{slot.name}: provided string was not `true` or `false`")
        return text == "true"
    if get_origin(kind) is Literal and text not in get_args(kind):
        allowed = ", ".join(f"`{name}`" for name in get_args(kind))
        raise _refusal(f"{slot.name}: unknown variant `{text}`, expected one of {allowed}")
    return text


def _kind(annotation: Any) -> Any:
    """Return the type inside ``X | None``."""
    if get_origin(annotation) not in (Union, types.UnionType):
        return annotation
    return next(a for a in get_args(annotation) if a is not type(None))


def _moment(name: str, text: str) -> str:
    try:
        return read_moment(text)
    except ValueError as error:
        raise _refusal(f"{name}: {error}") from error


def _integer(name: str, text: str) -> int:
    unsigned = name in ("page", "page_size", "per_page", "limit", "offset")
    digits = text[1:] if text[:1] == "+" or (text[:1] == "-" and not unsigned) else text
    if not digits:
        raise _refusal(f"{name}: cannot parse integer from empty string")
    if unsigned and deviations.on("odd-pages-taken") and not digits.isdigit():
        return 1
    if not (digits.isascii() and digits.isdigit()):
        raise _refusal(f"{name}: invalid digit found in string")
    if int(digits) >= (2**32 if unsigned else 2**63):
        raise _refusal(f"{name}: number too large to fit in target type")
    return int(text)


def _refusal(reason: str) -> Rejection:
    return Rejection(400, f"Failed to deserialize query string: {reason}")
