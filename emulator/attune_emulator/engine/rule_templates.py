"""Rendering a rule's ``action_params``.

The platform's templates are dotted paths: ``{{ event.payload.user.name }}``. A text that is one template keeps the
type of what it names; missing values are null, or nothing inside a text. Where the plan's promises are kept, the
braces may also hold any expression of the workflow language, and the key store can be read.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from attune_emulator import deviations
from attune_emulator.expressions import ExpressionError, evaluate

_TEMPLATE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_PATH = re.compile(r"[^\s.|()\[\]{}+*/%=<>!,'\"]+(\.[^\s.|()\[\]{}+*/%=<>!,'\"]+)*")


class TemplateError(Exception):
    """A template that cannot be rendered, with its expression in the message."""


def render(template: Any, names: Mapping[str, Any]) -> Any:
    """Return a JSON value with the templates in its texts filled in; keys are left alone. Raises TemplateError."""
    if isinstance(template, str):
        return _render_text(template, names)
    if isinstance(template, dict):
        return {key: render(value, names) for key, value in template.items()}
    if isinstance(template, list):
        return [render(value, names) for value in template]
    return template


def _render_text(text: str, names: Mapping[str, Any]) -> Any:
    whole = _TEMPLATE.fullmatch(text.strip())
    if whole is not None and "{{" not in whole[1]:
        return _value(whole[1], names)
    _judge_braces(text)
    return _TEMPLATE.sub(lambda found: _as_text(_value(found[1], names)), text)


def _judge_braces(text: str) -> None:
    """Refuse braces that open and do not close, which the platform passes on as they are."""
    if not deviations.on("broken-template") and "{{" in _TEMPLATE.sub("", text):
        raise TemplateError(f"broken template {text!r}: '{{{{' without '}}}}'")


def _value(expression: str, names: Mapping[str, Any]) -> Any:
    expression = expression.strip()
    if deviations.on("template-language") or _is_path(expression, names):
        return _at_path(expression, names)
    try:
        return evaluate(expression, names, lenient=True)
    except ExpressionError as error:
        if deviations.on("broken-template"):
            return None
        raise TemplateError(f"broken template '{{{{ {expression} }}}}': {error}") from error


def _is_path(expression: str, names: Mapping[str, Any]) -> bool:
    """Tell paths, which mean the same in both languages, from expressions such as ``1.5`` or ``true``."""
    return _PATH.fullmatch(expression) is not None and expression.split(".")[0] in names


def _at_path(path: str, names: Mapping[str, Any]) -> Any:
    value: Any = names
    for part in path.split("."):
        if isinstance(value, list) and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        elif isinstance(value, Mapping) and part in value:
            value = value[part]
        else:
            return None
    return value


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
