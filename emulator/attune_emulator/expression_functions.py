"""The functions that expressions may call."""

import itertools
import json
import math
import re
from collections.abc import Callable
from typing import Any

_TYPE_NAMES: dict[type, str] = {
    type(None): "null",
    bool: "bool",
    int: "number",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
}


def as_text(value: Any) -> str:
    """Return a value as it stands inside a text: strings as they are, null as nothing, the rest as JSON."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _number(value: Any) -> float | int:
    if isinstance(value, str):
        return int(value) if re.fullmatch(r"\s*[+-]?\d+\s*", value) else float(value)
    return int(value) if isinstance(value, bool) else value + 0


def _round(value: float, digits: int = 0) -> float | int:
    rounded = math.floor(abs(value) * 10**digits + 0.5) / 10**digits * (1 if value >= 0 else -1)
    return rounded if digits else int(rounded)


def _contains(where: Any, what: Any) -> bool:
    return what in where


def _range(*bounds: int) -> list[int]:
    return list(range(*bounds))


def _slice(value: Any, start: int = 0, end: int | None = None) -> Any:
    return value[start:end]


def _index_of(where: Any, what: Any) -> int:
    if isinstance(where, str):
        return where.find(what)
    return where.index(what) if what in where else -1


def _count(where: Any, *what: Any) -> int:
    return where.count(what[0]) if what else len(where)


def _unique(values: list[Any]) -> list[Any]:
    return [value for index, value in enumerate(values) if value not in values[:index]]


def _flat(values: list[Any]) -> list[Any]:
    return list(itertools.chain.from_iterable(v if isinstance(v, list) else [v] for v in values))


def _merge(*objects: dict[str, Any]) -> dict[str, Any]:
    return {name: value for entry in objects for name, value in entry.items()}


def _chunks(values: list[Any], size: int) -> list[list[Any]]:
    return [values[start : start + size] for start in range(0, len(values), size)]


def _variadic(choose: Callable[[Any], Any]) -> Callable[..., Any]:
    """Let `choose` take one list or several values."""
    return lambda *values: choose(values[0] if len(values) == 1 and isinstance(values[0], list) else values)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "string": as_text,
    "number": _number,
    "int": lambda value: int(_number(value)),
    "bool": bool,
    "type_of": lambda value: _TYPE_NAMES.get(type(value), "unknown"),
    "length": len,
    "keys": lambda value: sorted(value),
    "values": lambda value: [value[name] for name in sorted(value)],
    "abs": abs,
    "floor": math.floor,
    "ceil": math.ceil,
    "round": _round,
    "min": _variadic(min),
    "max": _variadic(max),
    "sum": sum,
    "lower": lambda text: text.lower(),
    "upper": lambda text: text.upper(),
    "trim": lambda text: text.strip(),
    "split": lambda text, mark: text.split(mark) if mark else list(text),
    "join": lambda values, mark="": mark.join(as_text(value) for value in values),
    "replace": lambda text, old, new: text.replace(old, new),
    "starts_with": lambda text, start: text.startswith(start),
    "ends_with": lambda text, end: text.endswith(end),
    "match": lambda pattern, text: re.search(pattern, text) is not None,
    "contains": _contains,
    "reversed": lambda value: value[::-1],
    "sort": lambda values: sorted(values),
    "unique": _unique,
    "flat": _flat,
    "zip": lambda left, right: [[a, b] for a, b in zip(left, right, strict=False)],
    "range": _range,
    "slice": _slice,
    "index_of": _index_of,
    "count": _count,
    "merge": _merge,
    "chunks": _chunks,
}
