"""One line of the table: what was measured, its figures, and what they are to reach."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """A figure beside what it has to be.

    Args:
        what: in words.
        found: as text, with its unit.
        wanted: as text; empty where there is nothing to reach.
        reached: whether it is; None where there is nothing to reach.
    """

    what: str
    found: str
    wanted: str = ""
    reached: bool | None = None

    @property
    def row(self) -> list[str]:
        """Return it as a row of the table."""
        return [self.what, self.found, self.wanted, {True: "yes", False: "no", None: ""}[self.reached]]


def quantile(values: Sequence[float], part: float) -> float:
    """Return the value below which `part` of the values lie, 0 to 1."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def most(what: str, found: float, limit: float, unit: str) -> Measured:
    """Return a figure that may be `limit` at most."""
    return Measured(what, f"{found:.3g} {unit}".strip(), f"≤ {limit:g} {unit}".strip(), found <= limit)


def least(what: str, found: float, limit: float, unit: str) -> Measured:
    """Return a figure that has to be `limit` at least."""
    return Measured(what, f"{found:.3g} {unit}".strip(), f"≥ {limit:g} {unit}".strip(), found >= limit)
