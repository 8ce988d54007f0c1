"""One place where the emulator can depart from what it is otherwise."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["gap", "defect"]


@dataclass(frozen=True)
class Deviation:
    """One switch: what differs when it is on, and the scenarios that see it."""

    id: str
    kind: Kind
    sentence: str
    scenarios: tuple[str, ...]
