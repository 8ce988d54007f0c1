"""Comparing a count with what is wanted of it."""

import operator
from collections.abc import Callable
from dataclasses import dataclass

from .errors import BadInput
from .words import unknown

COMPARE: dict[str, Callable[[int, int], bool]] = {
    ">=": operator.ge,
    "==": operator.eq,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "!=": operator.ne,
}
# These can stop holding when one more arrives, so seeing them once proves nothing.
UNSTABLE = frozenset({"==", "<=", "<", "!="})


@dataclass(frozen=True, slots=True)
class Expected:
    """How many there have to be."""

    operator: str
    number: int

    @classmethod
    def of(cls, number: object, sign: object) -> "Expected":
        text = str(sign).strip()
        if text not in COMPARE:
            raise BadInput(unknown("operator", sign, tuple(COMPARE)))
        return cls(text, whole(number, "count"))

    def __str__(self) -> str:
        return f"{self.operator} {self.number}"

    def holds(self, count: int) -> bool:
        return COMPARE[self.operator](count, self.number)

    @property
    def settles(self) -> bool:
        return self.operator in UNSTABLE

    def exceeded_for_good(self, count: int) -> bool:
        """Whether more arrivals can only make it worse; for things that never become fewer."""
        return (self.operator in ("==", "<=") and count > self.number) or (
            self.operator == "<" and count >= self.number
        )


def whole(value: object, argument: str) -> int:
    """A whole number from 0."""
    text = str(value).strip()
    if isinstance(value, bool) or not text.isdecimal():
        raise BadInput(f"{argument} is '{value}'; it must be a whole number, 0 or more")
    return int(text)
