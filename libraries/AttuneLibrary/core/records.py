"""Lists of executions, events, enforcements and inquiries, filtered, for counting."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..client import Session
from .chain import NEWEST, chain_of_event, chain_of_execution, chain_of_rule
from .errors import BadInput
from .topics import NEW, about
from .words import TERMINAL


@dataclass(frozen=True, slots=True)
class Records:
    """One list with its filters; `name` is what one element is called."""

    name: str
    path: str
    filters: dict[str, Any]

    @classmethod
    def of(cls, name: str, path: str, **filters: Any) -> "Records":
        given = {parameter: value for parameter, value in filters.items() if value is not None}
        if not any(parameter != "status" for parameter in given):
            known = ", ".join(word for word in filters if word != "status")
            raise BadInput(f"no filter is given, so every {name} of the platform would be counted; give one of {known}")
        return cls(name, path, given)

    def reader(self, session: Session) -> Callable[[], list[dict[str, Any]]]:
        return lambda: sorted(session.pages(self.path, **self.filters), key=lambda item: int(item["id"]))

    def chain(self, session: Session) -> dict[str, Any] | None:
        """What the records are part of, where a filter tells."""
        if rule := self.filters.get("rule_ref"):
            return chain_of_rule(session, str(rule), NEWEST)
        if event := self.filters.get("event"):
            return chain_of_event(session, int(event))
        parent = self.filters.get("parent") or self.filters.get("execution")
        return chain_of_execution(session, int(parent)) if parent else None

    @property
    def never_fewer(self) -> bool:
        """Records are not deleted, so without a passing status in the filter their number only grows."""
        status = self.filters.get("status")
        return status is None or status in TERMINAL[self.name]

    @property
    def topics(self) -> frozenset[str]:
        words = (self.filters["status"],) if "status" in self.filters else (NEW,)
        name, value = next((name, value) for name, value in self.filters.items() if name != "status")
        return about(self.name, name, value, words)

    def __str__(self) -> str:
        return f"{self.name}s with " + ", ".join(f"{name} {value}" for name, value in self.filters.items())
