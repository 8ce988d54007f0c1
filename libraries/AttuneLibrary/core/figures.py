"""Figures that tests measured, and the targets they are held against."""

import math
import operator
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from .errors import BadInput

_TARGET = re.compile(r"\s*(<=|>=|<|>|==)?\s*(-?\d+(?:\.\d+)?)\s*$")
_HOLDS: dict[str, Callable[[float, float], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
    "==": operator.eq,
}


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure should be, such as ``<= 0.1``."""

    sign: str
    limit: float

    @classmethod
    def parse(cls, text: object) -> "Target":
        """A number alone is a limit that is not to be exceeded."""
        found = _TARGET.match(str(text))
        if found is None:
            raise BadInput(f"target is '{text}'; it must be a number, or one with a sign, such as <= 0.1 or >= 100")
        return cls(found[1] or "<=", float(found[2]))

    def met_by(self, values: Iterable[float]) -> bool:
        """Whether every value is as it should be."""
        return all(_HOLDS[self.sign](value, self.limit) for value in values)

    def __str__(self) -> str:
        return f"{self.sign} {self.limit:g}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement of one or more values."""

    name: str
    test: str
    values: tuple[float, ...]
    unit: str
    target: Target | None

    @property
    def met(self) -> bool | None:
        """Whether the target was reached; None where there is none."""
        return None if self.target is None else self.target.met_by(self.values)

    @property
    def middle(self) -> float:
        """The median; of an even number of values the greater of the two in the middle."""
        return sorted(self.values)[len(self.values) // 2]

    def as_json(self) -> dict[str, Any]:
        """What is written of it."""
        return {
            "name": self.name,
            "test": self.test,
            "values": list(self.values),
            "unit": self.unit,
            "target": None if self.target is None else str(self.target),
            "met": self.met,
        }

    def __str__(self) -> str:
        unit = f" {self.unit}" if self.unit else ""
        many = f" to {max(self.values):g} ({len(self.values)} values, median {self.middle:g})"
        text = f"{self.name}: {min(self.values):g}{many if len(self.values) > 1 else ''}{unit}"
        if self.target is None:
            return text
        return f"{text}, target {self.target}{unit}: {'met' if self.met else 'MISSED'}"


def numbers(value: Any) -> tuple[float, ...]:
    """One number or a list of them, as floats."""
    many = list(value) if isinstance(value, list | tuple) else [value]
    try:
        found = tuple(float(one) for one in many if not isinstance(one, bool))
    except (TypeError, ValueError):
        found = ()
    if not many or len(found) != len(many) or not all(map(math.isfinite, found)):
        raise BadInput(f"value is {value!r}; it must be a number or a list of numbers that is not empty")
    return found
