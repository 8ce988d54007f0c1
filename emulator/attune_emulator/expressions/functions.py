"""The built-in functions of expressions."""

import json
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from attune_emulator.expressions.errors import ExpressionError
from attune_emulator.expressions.operators import contained, equal, is_number, kind


def as_text(value: Any) -> str:
    """Return a value as a text: texts as they are, everything else as compact JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _wrong(name: str, value: Any) -> ExpressionError:
    return ExpressionError(f"{name}() does not take {kind(value)}")


def _number(value: Any) -> float:
    if not isinstance(value, str | int | float):
        raise _wrong("number", value)
    try:
        return float(value)
    except ValueError as error:
        raise ExpressionError(f"number() cannot read {value!r}") from error


def _numeric(name: str, calculate: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def function(value: Any) -> Any:
        if not is_number(value):
            raise _wrong(name, value)
        return calculate(value)

    return function


def _texts(name: str, operate: Callable[..., Any]) -> Callable[..., Any]:
    def function(*values: Any) -> Any:
        for value in values:
            if not isinstance(value, str):
                raise _wrong(name, value)
        return operate(*values)

    return function


def _length(value: Any) -> int:
    if isinstance(value, str):
        return len(value.encode())
    if isinstance(value, list | Mapping):
        return len(value)
    raise _wrong("length", value)


def _object(name: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _wrong(name, value)
    return value


def _array(name: str, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise _wrong(name, value)
    return value


def _smaller(left: Any, right: Any) -> Any:
    return left if _comparable("min", left, right) and left <= right else right


def _larger(left: Any, right: Any) -> Any:
    return left if _comparable("max", left, right) and left >= right else right


def _comparable(name: str, left: Any, right: Any) -> bool:
    if kind(left) != kind(right) or kind(left) not in ("number", "string"):
        raise ExpressionError(f"{name}() cannot compare {kind(left)} and {kind(right)}")
    return True


def _sum(values: Any) -> Any:
    if not all(is_number(value) for value in _array("sum", values)):
        raise ExpressionError("sum() takes a list of numbers")
    return sum(values)


def _sort(values: Any) -> list[Any]:
    kinds = {kind(value) for value in _array("sort", values)}
    if len(kinds) > 1 or kinds - {"number", "string"}:
        raise ExpressionError("sort() takes numbers or texts, not both")
    return sorted(values)


def _unique(values: Any) -> list[Any]:
    found: list[Any] = []
    for value in _array("unique", values):
        if not any(equal(value, other) for other in found):
            found.append(value)
    return found


def _flat(values: Any) -> list[Any]:
    return [inner for value in _array("flat", values) for inner in (value if isinstance(value, list) else [value])]


def _zip(left: Any, right: Any) -> list[list[Any]]:
    return [list(pair) for pair in zip(_array("zip", left), _array("zip", right), strict=False)]


def _slice(value: Any, start: int, end: int | None = None) -> Any:
    if not isinstance(value, list | str):
        raise _wrong("slice", value)
    return value[start:end] if start >= 0 else value[:0]


def _index_of(value: Any, wanted: Any) -> int:
    if isinstance(value, str) and isinstance(wanted, str):
        return value.find(wanted)
    return next((i for i, inner in enumerate(_array("index_of", value)) if equal(inner, wanted)), -1)


def _count(value: Any, wanted: Any) -> int:
    if isinstance(value, str) and isinstance(wanted, str):
        return value.count(wanted)
    return sum(equal(inner, wanted) for inner in _array("count", value))


def _chunks(values: Any, size: int) -> list[list[Any]]:
    if size < 1:
        raise ExpressionError("chunks() needs a size above 0")
    return [values[at : at + size] for at in range(0, len(_array("chunks", values)), size)]


def _reversed(value: Any) -> Any:
    if not isinstance(value, list | str):
        raise _wrong("reversed", value)
    return value[::-1]


def _matches(pattern: str, text: str) -> bool:
    try:
        return re.search(pattern, text) is not None
    except re.error as error:
        raise ExpressionError(f"match(): bad pattern {pattern!r}: {error}") from error


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "string": as_text,
    "number": _number,
    "int": lambda value: int(_number(value)),
    "bool": bool,
    "type_of": kind,
    "length": _length,
    "keys": lambda value: list(_object("keys", value).keys()),
    "values": lambda value: list(_object("values", value).values()),
    "abs": _numeric("abs", abs),
    "floor": _numeric("floor", math.floor),
    "ceil": _numeric("ceil", math.ceil),
    "round": _numeric("round", lambda value: math.floor(abs(value) + 0.5) * (1 if value >= 0 else -1)),
    "min": _smaller,
    "max": _larger,
    "sum": _sum,
    "lower": _texts("lower", str.lower),
    "upper": _texts("upper", str.upper),
    "trim": _texts("trim", str.strip),
    "split": _texts("split", lambda text, separator: text.split(separator) if separator else list(text)),
    "join": lambda values, separator: separator.join(as_text(value) for value in _array("join", values)),
    "replace": _texts("replace", str.replace),
    "starts_with": _texts("starts_with", str.startswith),
    "ends_with": _texts("ends_with", str.endswith),
    "match": _texts("match", _matches),
    "contains": lambda container, wanted: contained(wanted, container),
    "reversed": _reversed,
    "sort": _sort,
    "unique": _unique,
    "flat": _flat,
    "zip": _zip,
    "range": lambda start, end=None: list(range(start) if end is None else range(start, end)),
    "slice": _slice,
    "index_of": _index_of,
    "count": _count,
    "merge": lambda left, right: {**_object("merge", left), **_object("merge", right)},
    "chunks": _chunks,
}
