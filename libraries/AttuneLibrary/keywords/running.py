"""Runs a keyword by its name from inside another one and tells how it ended."""

from collections.abc import Iterable, Mapping
from typing import Any

from robot.errors import ExecutionFailed
from robot.libraries.BuiltIn import BuiltIn

from ..client import AttuneError

SPECIAL = ("${", "@{", "&{", "%{")


class Attempt:
    """One keyword with its arguments, run as often as wanted."""

    def __init__(self, name: str, positional: Iterable[Any], named: Mapping[str, Any]) -> None:
        self.name = name
        self._given = list(positional)
        self._named = dict(named)
        self.refused: str | None = None

    def value(self) -> Any:
        """What the keyword returns; an assertion that fails in it gives None and is kept as `refused`."""
        self.refused = None
        try:
            return self.run()
        except ExecutionFailed as failure:
            if _is_final(failure):
                raise
            self.refused = failure.message
            return None

    def run(self) -> Any:
        """Run once; a refusal of the platform comes out as the error it is."""
        try:
            return BuiltIn().run_keyword(self.name, *self._arguments())
        except ExecutionFailed as failure:
            original = _cause(failure, AttuneError)
            if original is not None:
                raise original from None
            raise

    def _arguments(self) -> list[Any]:
        """The arguments as test data: their variables are resolved already and must not be a second time."""
        positional = [_positional(value) for value in self._given]
        return [*positional, *(f"{name}={_as_text(name, value)}" for name, value in self._named.items())]


def same(value: Any, expected: Any) -> bool:
    """Equal, a text from the test data counting as what it reads like; True stands for anything true."""
    if expected is True:
        return bool(value)
    return bool(value == expected or (isinstance(expected, str) and str(value) == expected))


def _as_text(name: str, value: Any) -> str:
    if isinstance(value, str):
        return _literal(value)
    variable = f"${{argument {name}}}"
    BuiltIn().set_local_variable(variable, value)
    return variable


def _positional(value: Any) -> Any:
    """A text with `=` would else be taken for a named argument."""
    return _literal(value).replace("=", "\\=") if isinstance(value, str) else value


def _literal(text: str) -> str:
    text = text.replace("\\", "\\\\")
    for start in SPECIAL:
        text = text.replace(start, "\\" + start)
    return text


def _is_final(failure: ExecutionFailed) -> bool:
    """Whether trying again is out of the question: a timeout, a misspelt keyword, a wrong argument."""
    if failure.exit or failure.syntax or failure.skip or failure.timeout:
        return True
    error = _cause(failure, Exception)
    return error is not None and not isinstance(error, AssertionError)


def _cause(failure: BaseException, kind: type[Exception]) -> Any:
    """The error that made a keyword fail."""
    seen: BaseException | None = failure
    while seen is not None:
        seen = seen.__cause__ or seen.__context__
        if isinstance(seen, kind) and not isinstance(seen, ExecutionFailed):
            return seen
    return None
