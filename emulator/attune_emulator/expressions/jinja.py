"""The richer dialect: Jinja's expressions in its sandbox, with the platform's functions."""

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing

from attune_emulator.expressions.errors import ExpressionError
from attune_emulator.expressions.functions import FUNCTIONS
from attune_emulator.expressions.functions import as_text as _as_text
from attune_emulator.expressions.operators import BINARY

_LITERALS = {"null": None}


class _Missing(jinja2.StrictUndefined):
    """Says what is missing in the words of the other dialect."""

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        if self._undefined_obj is missing:
            return f"variable not found: {self._undefined_name}"
        return f"no field '{self._undefined_name}'"


class _Environment(ImmutableSandboxedEnvironment):
    """Takes ``a.keys`` for the field of that name, and only then for the method: these are data, not objects.

    Division is the platform's: whole where it comes out even.
    """

    intercepted_binops = frozenset({"/", "%"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        return BINARY[operator](left, right)

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        if isinstance(obj, Mapping):
            return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)


def _environment(undefined: type[jinja2.Undefined]) -> _Environment:
    environment = _Environment(undefined=undefined)
    environment.globals = {**FUNCTIONS, **_LITERALS}
    environment.filters |= {name: function for name, function in FUNCTIONS.items() if name not in environment.filters}
    environment.filters["tojson"] = _as_text
    environment.filters["fromjson"] = json.loads
    return environment


_STRICT = _environment(_Missing)
_LENIENT = _environment(jinja2.ChainableUndefined)


@lru_cache(maxsize=2048)
def _compiled(text: str, lenient: bool) -> Callable[..., Any]:
    environment = _LENIENT if lenient else _STRICT
    return environment.compile_expression(text, undefined_to_none=lenient)


def evaluate(
    text: str, names: Mapping[str, Any], functions: Mapping[str, Callable[..., Any]], *, lenient: bool = False
) -> Any:
    """Return the JSON value of an expression; raises ExpressionError."""
    try:
        value = _compiled(text, lenient)({**names, **functions})
    except jinja2.TemplateError as error:
        raise ExpressionError(error.message or str(error)) from error
    except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise ExpressionError(str(error)) from error
    if isinstance(value, jinja2.Undefined):
        raise ExpressionError(_complaint(value))
    return _plain(value)


def _complaint(value: jinja2.Undefined) -> str:
    return str(value._undefined_message)


def _plain(value: Any) -> Any:
    """Return what can stand in JSON: filters give generators and tuples."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, jinja2.Undefined):
        raise ExpressionError(_complaint(value))
    try:
        return [_plain(inner) for inner in value]
    except TypeError as error:
        raise ExpressionError(f"{type(value).__name__} is no JSON value") from error
