"""What the signs of the platform's language do to JSON values."""

import operator
from collections.abc import Callable, Mapping
from typing import Any

from attune_emulator.expressions.errors import ExpressionError

Number = int | float


def kind(value: Any) -> str:
    """Return the language's name for a value's type."""
    match value:
        case None:
            return "null"
        case bool():
            return "bool"
        case int() | float():
            return "number"
        case str():
            return "string"
        case list() | tuple():
            return "array"
    return "object"


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def equal(left: Any, right: Any) -> bool:
    """Tell whether two values are the same: 1 is 1.0 and neither is true."""
    if kind(left) != kind(right):
        return False
    if isinstance(left, list):
        return len(left) == len(right) and all(map(equal, left, right))
    if isinstance(left, Mapping):
        return left.keys() == right.keys() and all(equal(left[name], right[name]) for name in left)
    return bool(left == right)


def lookup(names: Mapping[str, Any], name: str) -> Any:
    """Return the value of a name."""
    try:
        return names[name]
    except KeyError as error:
        raise ExpressionError(f"variable not found: {name}") from error


def member(value: Any, name: str) -> Any:
    """Return ``value.name``."""
    if not isinstance(value, Mapping):
        raise ExpressionError(f"cannot access '{name}' of {kind(value)}")
    if name not in value:
        raise ExpressionError(f"no field '{name}'")
    return value[name]


def item(value: Any, index: Any) -> Any:
    """Return ``value[index]``."""
    if isinstance(value, Mapping) and isinstance(index, str):
        return member(value, index)
    if isinstance(value, list | str) and isinstance(index, int) and not isinstance(index, bool):
        if -len(value) <= index < len(value):
            return value[index]
        raise ExpressionError(f"index {index} out of range (length {len(value)})")
    raise ExpressionError(f"cannot take item {index!r} of {kind(value)}")


def contained(wanted: Any, container: Any) -> bool:
    """Tell whether ``wanted in container``: a member of a list, a key, a part of a text."""
    if isinstance(container, list):
        return any(equal(wanted, inner) for inner in container)
    if isinstance(container, Mapping):
        return isinstance(wanted, str) and wanted in container
    if isinstance(container, str) and isinstance(wanted, str):
        return wanted in container
    raise ExpressionError(f"cannot look into {kind(container)}")


def negative(value: Any) -> Number:
    if not is_number(value):
        raise ExpressionError(f"cannot negate {kind(value)}")
    result: Number = -value
    return result


def _plus(left: Any, right: Any) -> Any:
    if isinstance(left, str) and isinstance(right, str):
        return left + right
    if isinstance(left, list) and isinstance(right, list):
        return left + right
    return _arithmetic("+", operator.add)(left, right)


def _arithmetic(sign: str, operate: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def calculate(left: Any, right: Any) -> Any:
        if not (is_number(left) and is_number(right)):
            raise ExpressionError(f"cannot apply '{sign}' to {kind(left)} and {kind(right)}")
        try:
            return operate(left, right)
        except ZeroDivisionError as error:
            raise ExpressionError("division by zero") from error

    return calculate


def _divided(left: Number, right: Number) -> Number:
    if isinstance(left, int) and isinstance(right, int) and left % right == 0:
        return left // right
    return left / right


def _remainder(left: Number, right: Number) -> Number:
    """Return what is left over, with the sign of the dividend."""
    size = abs(left) % abs(right)
    return -size if left < 0 else size


def _ordered(sign: str, compare: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def judge(left: Any, right: Any) -> bool:
        if kind(left) != kind(right) or kind(left) not in ("number", "string", "array"):
            raise ExpressionError(f"cannot compare {kind(left)} {sign} {kind(right)}")
        return bool(compare(left, right))

    return judge


BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "+": _plus,
    "-": _arithmetic("-", operator.sub),
    "*": _arithmetic("*", operator.mul),
    "/": _arithmetic("/", _divided),
    "%": _arithmetic("%", _remainder),
    "==": equal,
    "!=": lambda left, right: not equal(left, right),
    "<": _ordered("<", operator.lt),
    "<=": _ordered("<=", operator.le),
    ">": _ordered(">", operator.gt),
    ">=": _ordered(">=", operator.ge),
    "in": contained,
}
