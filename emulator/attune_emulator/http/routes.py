"""Declaring what the API answers, and finding it again for a request."""

import inspect
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar, get_type_hints
from urllib.parse import unquote

from starlette.responses import Response

from attune_emulator.http.bodies import Body
from attune_emulator.http.queries import Query

Handler = Callable[..., Response | Awaitable[Response]]
H = TypeVar("H", bound=Handler)


@dataclass(frozen=True)
class Route:
    """One operation: a method, a path, and the function that answers."""

    method: str
    path: str
    handler: Handler
    tag: str
    public: bool
    body: type[Body] | None
    query: type[Query] | None
    parameters: dict[str, type]

    @property
    def summary(self) -> str:
        return (inspect.getdoc(self.handler) or self.handler.__name__.replace("_", " ")).splitlines()[0]


class Routes:
    """The operations of one resource. Handlers take the call, then path parameters, `body` and `query` by name::

    @routes.put("/api/v1/packs/{ref}")
    def update_pack(call: Call, ref: str, body: UpdatePack) -> Response: ...
    """

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.all: list[Route] = []

    def add(self, method: str, path: str, *, public: bool = False) -> Callable[[H], H]:
        """Declare an operation; `public` ones need no token."""

        def declare(handler: H) -> H:
            hints = get_type_hints(handler)
            names = [part[1:-1].lstrip("*") for part in path.split("/") if part.startswith("{")]
            self.all.append(
                Route(
                    method=method,
                    path=path,
                    handler=handler,
                    tag=self.tag,
                    public=public,
                    body=hints.get("body"),
                    query=hints.get("query"),
                    parameters={name: hints[name] for name in names},
                )
            )
            return handler

        return declare

    def get(self, path: str, *, public: bool = False) -> Callable[[H], H]:
        return self.add("GET", path, public=public)

    def post(self, path: str, *, public: bool = False) -> Callable[[H], H]:
        return self.add("POST", path, public=public)

    def put(self, path: str, *, public: bool = False) -> Callable[[H], H]:
        return self.add("PUT", path, public=public)

    def delete(self, path: str, *, public: bool = False) -> Callable[[H], H]:
        return self.add("DELETE", path, public=public)


@dataclass
class Node:
    """A place in the tree of paths; literal segments win over parameters."""

    literal: dict[str, "Node"] = field(default_factory=dict)
    parameter: "Node | None" = None
    rest: "Node | None" = None
    methods: dict[str, Route | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Match:
    """What was found for a path: the methods it has and the segments its parameters stand for."""

    methods: dict[str, Route | None]
    values: tuple[str, ...]


class Table:
    """Every known operation; those that nobody built have no route."""

    def __init__(self, routes: Iterable[Route], known: Iterable[tuple[str, str]]) -> None:
        self._root = Node()
        self.routes = list(routes)
        for method, path in known:
            self._node(path).methods.setdefault(method, None)
        for route in self.routes:
            self._node(route.path).methods[route.method] = route

    def find(self, raw_path: str) -> Match | None:
        """Return what the table has for a path as it came on the wire."""
        segments = [unquote(part) for part in raw_path.split("/")[1:]]
        return self._find(self._root, segments, ())

    def _node(self, path: str) -> Node:
        node = self._root
        for part in path.split("/")[1:]:
            if part.startswith("{*"):
                node.rest = node.rest or Node()
                node = node.rest
            elif part.startswith("{"):
                node.parameter = node.parameter or Node()
                node = node.parameter
            else:
                node = node.literal.setdefault(part, Node())
        return node

    def _find(self, node: Node, segments: list[str], values: tuple[str, ...]) -> Match | None:
        if not segments:
            return Match(node.methods, values) if node.methods else None
        head, tail = segments[0], segments[1:]
        if head in node.literal and (found := self._find(node.literal[head], tail, values)):
            return found
        if head and node.parameter and (found := self._find(node.parameter, tail, (*values, head))):
            return found
        if head and node.rest:
            return Match(node.rest.methods, (*values, "/".join(segments)))
        return None


def path_values(route: Route, values: tuple[str, ...]) -> dict[str, Any]:
    """Return the path parameters as their declared types; raises ValueError naming the one that is no number."""
    read: dict[str, Any] = {}
    for (name, kind), text in zip(route.parameters.items(), values, strict=True):
        digits = text.removeprefix("-").removeprefix("+")
        if kind is int and not (digits.isascii() and digits.isdigit() and int(digits) < 2**63):
            raise ValueError(f"Cannot parse `{text}` to a `i64`")
        read[name] = int(text) if kind is int else text
    return read
