"""Typed fields of request bodies and query strings, read with the errors a strict deserialiser gives.

A declaration is a dataclass; the annotations say everything::

    @dataclass
    class CreatePack(Body):
        ref: Annotated[str, Length(1, 255)]
        description: str | None = None
        tags: list[str] = field(default_factory=list)
"""

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from enum import Enum
from typing import Annotated, Any, Final, Generic, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from attune_emulator import clock

T = TypeVar("T")
Reader = Callable[[Any, str], Any]


class Absent(Enum):
    """Marks a field that was not sent, where that differs from null."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT


def _shown(least: int | None, most: int | None) -> str:
    bounds = {"min": least, "max": most}
    return ", ".join(f'"{name}": Number({bound})' for name, bound in bounds.items() if bound is not None)


@dataclass(frozen=True)
class Length:
    """Bounds of a string's length, judged after reading."""

    min: int | None = None
    max: int | None = None

    def complaint(self, value: str) -> str | None:
        if (self.min is None or len(value) >= self.min) and (self.max is None or len(value) <= self.max):
            return None
        return f'length [{{{_shown(self.min, self.max)}, "value": String("{value}")}}]'


@dataclass(frozen=True)
class Range:
    """Bounds of a number, judged after reading."""

    min: int | None = None
    max: int | None = None

    def complaint(self, value: float) -> str | None:
        if (self.min is None or value >= self.min) and (self.max is None or value <= self.max):
            return None
        return f'range [{{{_shown(self.min, self.max)}, "value": Number({value})}}]'


@dataclass(frozen=True)
class Items:
    """Bounds of a list's length, judged after reading."""

    min: int

    def complaint(self, value: list[Any]) -> str | None:
        return None if len(value) >= self.min else f'length [{{"min": Number({self.min}), "value": Array({value})}}]'


class Moment:
    """Marks a string that must be an RFC 3339 time with an offset; it is read in the platform's own form."""


Timestamp = Annotated[str, Moment]


@dataclass(frozen=True)
class Alias:
    """A second name under which a field is accepted."""

    name: str


@dataclass(frozen=True)
class Patch(Generic[T]):
    """A field of an update that can be set or cleared: ``{"op": "set", "value": …}`` or ``{"op": "clear"}``."""

    value: T | None


class Mismatch(Exception):
    """A value of the wrong type."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(message)
        self.path, self.message = path, message


class Missing(Exception):
    """A required field that is not there."""

    def __init__(self, path: str, name: str) -> None:
        super().__init__(f"missing field `{name}`")
        self.path, self.message = path, f"missing field `{name}`"


def described(value: Any) -> str:
    """Name a JSON value the way deserialisers do in their errors."""
    match value:
        case None:
            return "null"
        case bool():
            return f"boolean `{str(value).lower()}`"
        case int():
            return f"integer `{value}`"
        case float():
            return f"floating point `{value}`"
        case str():
            return f'string "{value}"'
        case list():
            return "sequence"
        case _:
            return "map"


def _wrong(value: Any, path: str, expected: str) -> Mismatch:
    return Mismatch(path, f"invalid type: {described(value)}, expected {expected}")


def _text(value: Any, path: str) -> str:
    if not isinstance(value, str):
        raise _wrong(value, path, "a string")
    return value


def _integer(value: Any, path: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _wrong(value, path, "i64")
    if not -(2**63) <= value < 2**63:
        raise Mismatch(path, f"invalid value: {described(value)}, expected i64")
    return value


def _number(value: Any, path: str) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise _wrong(value, path, "f64")
    return value


def _boolean(value: Any, path: str) -> bool:
    if not isinstance(value, bool):
        raise _wrong(value, path, "a boolean")
    return value


def read_moment(text: str) -> str:
    """Return a time in the platform's form; raises ValueError with the platform's words."""
    try:
        return clock.stamp(clock.parse(text))
    except ValueError as error:
        known = str(error) == "premature end of input"
        raise ValueError(str(error) if known else "input contains invalid characters") from error


def _moment(value: Any, path: str) -> str:
    if not isinstance(value, str):
        raise _wrong(value, path, "an RFC 3339 formatted date and time string")
    try:
        return read_moment(value)
    except ValueError as error:
        raise Mismatch(path, str(error)) from error


def _anything(value: Any, path: str) -> Any:
    return value


_PLAIN: dict[Any, Reader] = {str: _text, int: _integer, float: _number, bool: _boolean, Any: _anything}


def reader_of(annotation: Any) -> Reader:
    """Return the function that reads a JSON value of the annotated type."""
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _moment if Moment in arguments[1:] else reader_of(arguments[0])
    if origin in (Union, types.UnionType):
        return _optional(arguments)
    if origin is Literal:
        return _one_of(arguments)
    if origin is list:
        return _list_of(reader_of(arguments[0]))
    if origin is dict or annotation is dict:
        return _map_of(reader_of(arguments[1]) if arguments else _anything)
    if origin is Patch:
        return _patch_of(reader_of(arguments[0]))
    if is_dataclass(annotation):
        return lambda value, path: _struct(annotation, value, path)
    raise TypeError(f"no reader for {annotation!r}")


def _optional(arguments: tuple[Any, ...]) -> Reader:
    inner = [a for a in arguments if a not in (type(None), Absent)]
    read = reader_of(inner[0])
    nullable = type(None) in arguments
    return lambda value, path: None if value is None and nullable else read(value, path)


def _one_of(allowed: tuple[Any, ...]) -> Reader:
    names = ", ".join(f"`{name}`" for name in allowed)
    expected = f"one of {names}" if len(allowed) > 2 else names.replace(", ", " or ")

    def read(value: Any, path: str) -> Any:
        if value not in allowed:
            if not isinstance(value, str):
                raise _wrong(value, path, "string or map")
            raise Mismatch(path, f"unknown variant `{value}`, expected {expected}")
        return value

    return read


def _list_of(read: Reader) -> Reader:
    def read_list(value: Any, path: str) -> list[Any]:
        if not isinstance(value, list):
            raise _wrong(value, path, "a sequence")
        return [read(item, f"{path}[{index}]") for index, item in enumerate(value)]

    return read_list


def _map_of(read: Reader) -> Reader:
    def read_map(value: Any, path: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise _wrong(value, path, "a map")
        return {key: read(item, f"{path}.{key}") for key, item in value.items()}

    return read_map


def _patch_of(read: Reader) -> Reader:
    def read_patch(value: Any, path: str) -> Patch[Any]:
        if not isinstance(value, dict):
            raise _wrong(value, path, "internally tagged enum")
        operation = _one_of(("set", "clear"))(value.get("op"), f"{path}.op") if "op" in value else None
        if operation is None:
            raise Missing(path, "op")
        if operation == "clear":
            return Patch(None)
        if "value" not in value:
            raise Missing(path, "value")
        return Patch(read(value["value"], f"{path}.value"))

    return read_patch


@dataclass(frozen=True)
class Slot:
    """One declared field, ready for reading."""

    name: str
    read: Reader
    annotation: Any
    required: bool
    bounds: tuple[Length | Range | Items, ...]
    aliases: tuple[str, ...]


_SLOTS: dict[type, tuple[Slot, ...]] = {}


def slots(declaration: type) -> tuple[Slot, ...]:
    """Return the fields a dataclass declares."""
    if declaration not in _SLOTS:
        _SLOTS[declaration] = _slots(declaration)
    return _SLOTS[declaration]


def _slots(declaration: Any) -> tuple[Slot, ...]:
    hints = get_type_hints(declaration, include_extras=True)
    return tuple(_slot(item, hints[item.name]) for item in fields(declaration))


def _slot(item: "Field[Any]", annotation: Any) -> Slot:
    extras = _extras(annotation)
    return Slot(
        name=item.name,
        read=reader_of(annotation),
        annotation=annotation,
        required=item.default is MISSING and item.default_factory is MISSING,
        bounds=tuple(extra for extra in extras if isinstance(extra, Length | Range | Items)),
        aliases=tuple(extra.name for extra in extras if isinstance(extra, Alias)),
    )


def _extras(annotation: Any) -> list[Any]:
    found = list(get_args(annotation)[1:]) if get_origin(annotation) is Annotated else []
    if get_origin(annotation) in (Union, types.UnionType):
        for inner in get_args(annotation):
            found += _extras(inner)
    return found


def read_struct(declaration: type[T], values: Mapping[str, Any], path: str = "") -> T:
    """Make an instance of `declaration` from a JSON object; raises Mismatch or Missing."""
    known = {name: slot for slot in slots(declaration) for name in (slot.name, *slot.aliases)}
    given: dict[str, Any] = {}
    for name, value in values.items():
        slot = known.get(name)
        if slot is not None:
            given[slot.name] = slot.read(value, f"{path}.{name}" if path else name)
    for slot in slots(declaration):
        if slot.required and slot.name not in given:
            raise Missing(path, slot.name)
    return declaration(**given)


def _struct(declaration: Any, value: Any, path: str) -> Any:
    if not isinstance(value, dict):
        raise _wrong(value, path, f"struct {declaration.__name__}")
    return read_struct(declaration, value, path)


# Names that are keywords in the platform's language appear escaped in its messages.
_ESCAPED = {"ref", "type"}


def complaints(instance: Any) -> list[str]:
    """Return what the declared bounds object to, one line a field."""
    found = []
    for slot in slots(type(instance)):
        value = getattr(instance, slot.name)
        if isinstance(value, Patch):
            value = value.value
        if value is None or value is ABSENT:
            continue
        shown = f"r#{slot.name}" if slot.name in _ESCAPED else slot.name
        wrong = [text for bound in slot.bounds if (text := bound.complaint(value)) is not None]
        found += [f"{shown}: Validation error: {text}" for text in wrong]
    return found
