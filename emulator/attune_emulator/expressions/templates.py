"""Texts with expressions in braces."""

from collections.abc import Callable, Iterator
from typing import Any

from attune_emulator.expressions.functions import as_text

Evaluate = Callable[[str], Any]


def render_value(template: Any, evaluate: Evaluate) -> Any:
    """Return a JSON value with the expressions in its texts replaced; keys are left alone."""
    if isinstance(template, str):
        return _render_text(template, evaluate)
    if isinstance(template, dict):
        return {key: render_value(value, evaluate) for key, value in template.items()}
    if isinstance(template, list):
        return [render_value(value, evaluate) for value in template]
    return template


def _render_text(text: str, evaluate: Evaluate) -> Any:
    parts = list(_parts(text))
    if not any(is_expression for is_expression, _ in parts):
        return text
    beside = [part for is_expression, part in parts if not is_expression]
    if len(parts) - len(beside) == 1 and not "".join(beside).strip():
        return evaluate(next(part for is_expression, part in parts if is_expression))
    return "".join(_shown(evaluate(part)) if is_expression else part for is_expression, part in parts)


def _shown(value: Any) -> str:
    return "" if value is None else as_text(value)


def _parts(text: str) -> Iterator[tuple[bool, str]]:
    """Yield the pieces of a text, each with whether it is an expression; unclosed braces are plain text."""
    position = 0
    while (start := text.find("{{", position)) >= 0 and (end := _closing(text, start + 2)) >= 0:
        if start > position:
            yield False, text[position:start]
        yield True, text[start + 2 : end].strip()
        position = end + 2
    if position < len(text):
        yield False, text[position:]


def _closing(text: str, position: int) -> int:
    """Return where the braces close, not counting those inside quotes or a map; -1 when they do not."""
    quote, depth = "", 0
    while position < len(text):
        char = text[position]
        if quote:
            position += char == "\\"
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        elif char == "}" and depth == 0 and text.startswith("}}", position):
            return position
        else:
            depth += (char == "{") - (char == "}")
        position += 1
    return -1
