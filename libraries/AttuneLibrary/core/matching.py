"""Deep comparison of JSON values; every difference is told with its path, and types count."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from robot.api.types import Secret

Path = tuple[str | int, ...]
MOST_SHOWN = 20
# JSON's own words for what Python calls otherwise.
_WORDS: dict[str, Callable[[Any], str]] = {"null": lambda _: "null", "boolean": lambda value: str(value).lower()}


@dataclass(frozen=True, slots=True)
class Matching:
    """How two values are compared.

    `subset`: members that only the actual value has are fine. `ignore`: patterns of what is not compared.
    `unordered`: patterns of lists whose order does not count. A pattern without a dot means a name anywhere, one with
    dots a whole path such as `user.roles.0.id`; `*` stands for anything.
    """

    subset: bool = False
    ignore: tuple[str, ...] = ()
    unordered: tuple[str, ...] = ()

    def differences(self, actual: Any, expected: Any) -> list[str]:
        """One line for each difference; empty where the values match."""
        return list(self._compare(_plain(actual), _plain(expected), ()))

    def _compare(self, actual: Any, expected: Any, path: Path) -> Iterator[str]:
        if path and _fits(path, self.ignore):
            return
        if kind(actual) != kind(expected):
            yield f"{shown(path)}: is {described(actual)}, wanted {described(expected)}"
        elif isinstance(expected, dict):
            yield from self._members(actual, expected, path)
        elif isinstance(expected, list):
            yield from self._elements(actual, expected, path)
        elif actual != expected:
            yield f"{shown(path)}: is {described(actual)}, wanted {described(expected)}"

    def _members(self, actual: dict[str, Any], expected: dict[str, Any], path: Path) -> Iterator[str]:
        for name, wanted in expected.items():
            if name in actual:
                yield from self._compare(actual[name], wanted, (*path, name))
            elif not _fits((*path, name), self.ignore):
                yield f"{shown((*path, name))}: is missing, wanted {described(wanted)}"
        for name in actual:
            if name not in expected and not self.subset and not _fits((*path, name), self.ignore):
                yield f"{shown((*path, name))}: is {described(actual[name])}, wanted to be absent"

    def _elements(self, actual: list[Any], expected: list[Any], path: Path) -> Iterator[str]:
        if _fits(path, self.unordered):
            yield from self._any_order(actual, expected, path)
            return
        for index, (found, wanted) in enumerate(zip(actual, expected, strict=False)):
            yield from self._compare(found, wanted, (*path, index))
        for index in range(len(actual), len(expected)):
            yield f"{shown((*path, index))}: is missing, wanted {described(expected[index])}"
        for index in range(len(expected), len(actual)):
            yield f"{shown((*path, index))}: is {described(actual[index])}, wanted to be absent"

    def _any_order(self, actual: list[Any], expected: list[Any], path: Path) -> Iterator[str]:
        left = list(enumerate(actual))
        for wanted in expected:
            hit = next((item for item in left if not list(self._compare(item[1], wanted, (*path, item[0])))), None)
            if hit is None:
                yield f"{shown(path)}: has no element {described(wanted)}"
            else:
                left.remove(hit)
        for index, found in left:
            yield f"{shown((*path, index))}: is {described(found)}, wanted to be absent"


def kind(value: Any) -> str:
    """The JSON type; whole numbers and numbers with a fraction are told apart, since a platform may lose that."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "number"
    if isinstance(value, str):
        return "string"
    return "object" if isinstance(value, dict) else "array"


def described(value: Any) -> str:
    text = _WORDS.get(kind(value), lambda _: repr(value))(value)
    return f"{text if len(text) <= 120 else text[:117] + '...'} ({kind(value)})"


def shown(path: Path) -> str:
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)


def listed(differences: Sequence[str]) -> str:
    """The differences one a line, the first few of very many."""
    lines = [f"  {line}" for line in differences[:MOST_SHOWN]]
    if len(differences) > MOST_SHOWN:
        lines.append(f"  and {len(differences) - MOST_SHOWN} more")
    return "\n".join(lines)


def _fits(path: Path, patterns: Sequence[str]) -> bool:
    whole, last = ".".join(map(str, path)), str(path[-1]) if path else ""
    return any(
        fnmatchcase(whole if "." in pattern else last, pattern) or pattern in ("*", whole) for pattern in patterns
    )


def _plain(value: Any) -> Any:
    """The value with Robot's own mappings and sequences as plain JSON types."""
    if isinstance(value, Mapping):
        return {str(name): _plain(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(member) for member in value]
    if isinstance(value, Secret):
        # Compared, but never shown: a differing secret reads as a differing length.
        return _Hidden(value.value)
    return value


class _Hidden(str):
    """A secret text within a comparison."""

    def __repr__(self) -> str:
        return "***"
