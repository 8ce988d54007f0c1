"""The language of workflows and of rules' conditions.

``evaluate("parameters.n + 1", {"parameters": {"n": 1}})`` gives 2. There are two dialects behind it: the platform's
own small language, used with the gap ``template-language`` on, and Jinja's expressions, which hold the same functions
and more, where the plan's promises are kept.
"""

from collections.abc import Callable, Mapping
from typing import Any

from attune_emulator import deviations
from attune_emulator.expressions import jinja, language
from attune_emulator.expressions.errors import ExpressionError
from attune_emulator.expressions.templates import render_value

__all__ = ["ExpressionError", "evaluate", "render"]

Functions = Mapping[str, Callable[..., Any]]


def evaluate(
    expression: str, names: Mapping[str, Any], functions: Functions | None = None, *, lenient: bool = False
) -> Any:
    """Return the JSON value of an expression, with or without braces around it; raises ExpressionError.

    `functions` are callable by name beside the built-in ones. With `lenient`, a missing name is null in place of an
    error (in the platform's own dialect it is an error always).
    """
    text = bare(expression)
    if deviations.on("template-language"):
        return language.evaluate(text, names, functions or {})
    return jinja.evaluate(text, names, functions or {}, lenient=lenient)


def render(template: Any, names: Mapping[str, Any], functions: Functions | None = None) -> Any:
    """Return a JSON value with every ``{{ expression }}`` in its texts replaced; raises ExpressionError.

    A text that is one expression keeps that expression's type.
    """

    def value(expression: str) -> Any:
        try:
            return evaluate(expression, names, functions)
        except ExpressionError as error:
            raise ExpressionError(f"{{{{ {expression} }}}}: {error}") from error

    return render_value(template, value)


def bare(expression: str) -> str:
    """Return an expression without the braces around it."""
    text = expression.strip()
    return text[2:-2].strip() if text.startswith("{{") and text.endswith("}}") else text
