"""Cutting an expression into its words."""

import re
from dataclasses import dataclass

from attune_emulator.expressions.errors import ExpressionError

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<number>\d+\.\d+|\d+)
      | (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
      | (?P<name>[A-Za-z_]\w*)
      | (?P<sign>==|!=|<=|>=|[-+*/%<>()\[\],.])
    )""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}


@dataclass(frozen=True)
class Token:
    """A word and what kind of word it is: number, text, name, sign or end."""

    kind: str
    value: str


def tokens_of(text: str) -> list[Token]:
    """Return the words of an expression, the end among them; raises ExpressionError."""
    found, position = [], 0
    while text[position:].strip():
        match = _TOKEN.match(text, position)
        if match is None:
            raise ExpressionError(f"unexpected character {text[position:].lstrip()[0]!r} in {text!r}")
        kind = match.lastgroup
        assert kind is not None
        found.append(Token(kind, match[kind]))
        position = match.end()
    return [*found, Token("end", "")]


def unquoted(text: str) -> str:
    """Return the text a quoted literal stands for."""
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), text[1:-1], flags=re.DOTALL)
