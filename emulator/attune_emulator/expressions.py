"""The expression language of conditions and workflows, on jinja2's sandbox.

Names are dotted paths into JSON values; nothing of Python shows through. Values keep their types.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import ChainableUndefined, StrictUndefined, TemplateError, Undefined, nodes
from jinja2.environment import TemplateExpression
from jinja2.sandbox import SandboxedEnvironment

from attune_emulator.expression_functions import FUNCTIONS

# What evaluating strangers' expressions may raise, apart from jinja2's own errors.
_FAILURES = (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError)
# Words of the language that jinja2 does not have.
_LITERALS = {"null": None}


class ExpressionError(Exception):
    """An expression that is broken or cannot be evaluated, and why."""


class _Language(SandboxedEnvironment):
    """Access by name reaches members of objects and nothing else: neither methods nor attributes."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, Undefined):
            return obj[argument]
        if isinstance(obj, Mapping) and isinstance(argument, str) and argument in obj:
            return obj[argument]
        if isinstance(obj, list | str) and isinstance(argument, int) and -len(obj) <= argument < len(obj):
            return obj[argument]
        return self.undefined(obj=obj, name=argument)

    def is_safe_callable(self, obj: Any) -> bool:
        return True


def _language(undefined: type[Undefined]) -> _Language:
    environment = _Language(undefined=undefined)
    environment.globals.clear()
    environment.globals.update(_LITERALS)
    return environment


_STRICT, _LENIENT = _language(StrictUndefined), _language(ChainableUndefined)


def evaluate(
    text: str,
    names: Mapping[str, Any],
    *,
    lenient: bool = False,
    functions: Mapping[str, Callable[..., Any]] | None = None,
) -> Any:
    """Return the value of one expression, written with or without its braces; raises ExpressionError.

    A name or member that is missing is an error, or null when `lenient`. `functions` are callable beside the built-in
    ones. A name wins over a function of the same name only where it is not called, so that a field called ``count``
    does not hide the function.
    """
    try:
        value = _compiled(bare(text), lenient)(**_scope(names, functions))
    except _FAILURES as error:
        raise ExpressionError(str(error)) from error
    if isinstance(value, Undefined):
        if lenient:
            return None
        raise ExpressionError(_complaint(value))
    return value


def bare(text: str) -> str:
    """Return an expression without the braces around it."""
    stripped = text.strip()
    if stripped.startswith("{{") and stripped.endswith("}}"):
        return stripped[2:-2].strip()
    return stripped


def _scope(names: Mapping[str, Any], functions: Mapping[str, Callable[..., Any]] | None) -> dict[str, Any]:
    called = {_CALLED + name: function for name, function in {**FUNCTIONS, **(functions or {})}.items()}
    return {**names, **called}


_CALLED = "__function_"


@lru_cache(maxsize=4096)
def _compiled(text: str, lenient: bool) -> TemplateExpression:
    environment = _LENIENT if lenient else _STRICT
    parsed = environment._parse(f"{{{{ {text}\n}}}}", None, None)
    output = parsed.body
    if len(output) != 1 or not isinstance(output[0], nodes.Output) or len(output[0].nodes) != 1:
        raise TemplateError(f"not one expression: {text}")
    _judge(parsed)
    body = [nodes.Assign(nodes.Name("result", "store"), output[0].nodes[0], lineno=1)]
    template = environment.from_string(nodes.Template(body, lineno=1))
    return TemplateExpression(template, undefined_to_none=False)


def _judge(parsed: nodes.Template) -> None:
    """Point calls at the functions, and refuse what the language does not have."""
    for comparison in parsed.find_all(nodes.Operand):
        if comparison.op == "notin":
            raise TemplateError("'not in' is not part of the language")
    for call in parsed.find_all(nodes.Call):
        if not isinstance(call.node, nodes.Name):
            raise TemplateError("only functions can be called")
        call.node.name = _CALLED + call.node.name


def _complaint(value: Undefined) -> str:
    return value._undefined_message
