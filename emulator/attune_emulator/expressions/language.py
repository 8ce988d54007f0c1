"""The platform's own expression language: read once into closures, which then give values quickly."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from attune_emulator.expressions import operators
from attune_emulator.expressions.errors import ExpressionError
from attune_emulator.expressions.functions import FUNCTIONS
from attune_emulator.expressions.tokens import Token, tokens_of, unquoted

_LITERALS = {"true": True, "false": False, "null": None}
_RESERVED = {"and", "or", "not", "in"}


@dataclass(frozen=True)
class Scope:
    """What an expression can name."""

    names: Mapping[str, Any]
    functions: Mapping[str, Callable[..., Any]]


Node = Callable[[Scope], Any]


def evaluate(text: str, names: Mapping[str, Any], functions: Mapping[str, Callable[..., Any]]) -> Any:
    """Return the value of an expression; raises ExpressionError."""
    return _compiled(text)(Scope(names, functions))


@lru_cache(maxsize=2048)
def _compiled(text: str) -> Node:
    return _Parser(text).whole()


class _Parser:
    """Recursive descent, one method a level of binding."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokens_of(text)
        self._position = 0

    def whole(self) -> Node:
        node = self._or()
        if self._peek.kind != "end":
            raise ExpressionError(f"unexpected {self._peek.value!r} in {self._text!r}")
        return node

    @property
    def _peek(self) -> Token:
        return self._tokens[self._position]

    def _accept(self, *values: str) -> str | None:
        token = self._peek
        if token.kind in ("sign", "name") and token.value in values:
            self._position += 1
            return token.value
        return None

    def _expect(self, value: str) -> None:
        if self._accept(value) is None:
            raise ExpressionError(f"expected {value!r} before {self._peek.value or 'the end'!r} in {self._text!r}")

    def _or(self) -> Node:
        node = self._and()
        while self._accept("or"):
            node = _either(node, self._and())
        return node

    def _and(self) -> Node:
        node = self._not()
        while self._accept("and"):
            node = _both(node, self._not())
        return node

    def _not(self) -> Node:
        if self._accept("not"):
            inner = self._not()
            return lambda scope: not inner(scope)
        return self._comparison()

    def _comparison(self) -> Node:
        return self._chain(self._sum, "==", "!=", "<=", ">=", "<", ">", "in")

    def _sum(self) -> Node:
        return self._chain(self._product, "+", "-")

    def _product(self) -> Node:
        return self._chain(self._negation, "*", "/", "%")

    def _chain(self, lower: Callable[[], Node], *signs: str) -> Node:
        node = lower()
        while sign := self._accept(*signs):
            node = _binary(operators.BINARY[sign], node, lower())
        return node

    def _negation(self) -> Node:
        if self._accept("-"):
            inner = self._negation()
            return lambda scope: operators.negative(inner(scope))
        return self._postfix()

    def _postfix(self) -> Node:
        node = self._primary()
        while sign := self._accept(".", "["):
            if sign == ".":
                node = _member(node, self._name())
            else:
                node = _binary(operators.item, node, self._or())
                self._expect("]")
        return node

    def _name(self) -> str:
        token = self._peek
        if token.kind != "name":
            raise ExpressionError(f"expected a name after '.' in {self._text!r}")
        self._position += 1
        return token.value

    def _primary(self) -> Node:
        token = self._peek
        self._position += 1
        if token.kind == "number":
            return _constant(_number(token.value))
        if token.kind == "text":
            return _constant(unquoted(token.value))
        if token.kind == "name" and token.value in _LITERALS:
            return _constant(_LITERALS[token.value])
        if token.kind == "name" and token.value not in _RESERVED:
            return self._named(token.value)
        if token.value == "(":
            node = self._or()
            self._expect(")")
            return node
        if token.value == "[":
            return _list(self._arguments("]"))
        raise ExpressionError(f"unexpected {token.value or 'end'!r} in {self._text!r}")

    def _named(self, name: str) -> Node:
        if self._accept("("):
            return _call(name, self._arguments(")"))
        return lambda scope: operators.lookup(scope.names, name)

    def _arguments(self, end: str) -> list[Node]:
        found: list[Node] = []
        while not self._accept(end):
            found.append(self._or())
            if not self._accept(","):
                self._expect(end)
                break
        return found


def _number(text: str) -> int | float:
    if "." in text:
        return float(text)
    if int(text) >= 2**63:
        raise ExpressionError(f"number too large: {text}")
    return int(text)


def _constant(value: Any) -> Node:
    return lambda scope: value


def _either(left: Node, right: Node) -> Node:
    return lambda scope: bool(left(scope)) or bool(right(scope))


def _both(left: Node, right: Node) -> Node:
    return lambda scope: bool(left(scope)) and bool(right(scope))


def _binary(operate: Callable[[Any, Any], Any], left: Node, right: Node) -> Node:
    return lambda scope: operate(left(scope), right(scope))


def _member(node: Node, name: str) -> Node:
    return lambda scope: operators.member(node(scope), name)


def _list(nodes: list[Node]) -> Node:
    return lambda scope: [node(scope) for node in nodes]


def _call(name: str, arguments: list[Node]) -> Node:
    def call(scope: Scope) -> Any:
        function = scope.functions.get(name) or FUNCTIONS.get(name)
        if function is None:
            raise ExpressionError(f"unknown function '{name}'")
        try:
            return function(*[argument(scope) for argument in arguments])
        except TypeError as error:
            raise ExpressionError(f"{name}(): {error}") from error

    return call
