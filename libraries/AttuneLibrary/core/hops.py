"""How far the chain of an event or rule has got, and why it may have got no further."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..client import AttuneError, Session
from .chain import ENFORCEMENTS, EVENTS, EXECUTIONS, chain_of_event, chain_of_rule, line, started_by
from .execution_report import ending
from .topics import about
from .words import TERMINAL


@dataclass(frozen=True, slots=True)
class Hops:
    """The enforcements there are, and the executions they started."""

    enforcements: list[dict[str, Any]]
    executions: list[dict[str, Any]]

    def complete(self, count: int, statuses: tuple[str, ...]) -> bool:
        return (
            len(self.enforcements) == len(self.executions) == count
            and all(one["status"] == "processed" for one in self.enforcements)
            and all(one["status"] in statuses for one in self.executions)
        )

    def hopeless(self, count: int, statuses: tuple[str, ...]) -> str | None:
        for name, found in (("enforcements", self.enforcements), ("executions", self.executions)):
            if len(found) > count:
                return f"there are {len(found)} {name}, and they do not become fewer"
        wrong = [
            one for one in self.executions if one["status"] in TERMINAL["execution"] and one["status"] not in statuses
        ]
        return f"execution {wrong[0]['id']} ended as {wrong[0]['status']}" if wrong else None

    def __str__(self) -> str:
        statuses = ", ".join(str(one["status"]) for one in self.executions)
        text = f"{len(self.enforcements)} enforcements, {len(self.executions)} executions"
        return f"{text} ({statuses})" if statuses else text


@dataclass(frozen=True, slots=True)
class Source:
    """What a chain begins with: an event, a rule, or an event as one rule sees it."""

    event: int | None
    rule: str | None

    def __str__(self) -> str:
        parts = [f"event {self.event}"] if self.event is not None else []
        parts += [f"rule {self.rule}"] if self.rule is not None else []
        return " and ".join(parts)

    def reader(self, session: Session) -> Callable[[], Hops]:
        def read() -> Hops:
            found = list(session.pages(ENFORCEMENTS, event=self.event, rule_ref=self.rule))
            started = [one for each in found for one in started_by(session, each["id"])]
            return Hops(found, started)

        return read

    def topics(self, session: Session) -> frozenset[str]:
        """What has to be told of for the chain to be complete, or hopeless."""
        member, value = "rule_ref", self.rule
        if value is None:
            member, value = "trigger_ref", session.get(f"{EVENTS}/{self.event}").data["trigger_ref"]
        ends = ("processed", "disabled")
        return about("enforcement", member, value, ends) | about("execution", member, value, TERMINAL["execution"])

    def chain(self, session: Session) -> dict[str, Any]:
        if self.event is None:
            return chain_of_rule(session, str(self.rule))
        return chain_of_event(session, self.event, self.rule)

    def explained(self, session: Session, hops: Hops | None) -> list[str]:
        """The chain in a line and the likely reason why it is not complete."""
        try:
            told = [f"chain: {line(self.chain(session))}"]
            return told + (self._reason(session, hops) if hops is not None else [])
        except AttuneError as problem:
            return [f"(not readable: {str(problem).splitlines()[0]})"]

    def _reason(self, session: Session, hops: Hops) -> list[str]:
        if not hops.enforcements:
            return [f"no enforcement was made: {self._unmatched(session)}"]
        if not hops.executions:
            told = ", ".join(f"{one['id']} is {one['status']}" for one in hops.enforcements)
            return [f"no execution was started: enforcement {told}"]
        return ending(session, session.get(f"{EXECUTIONS}/{hops.executions[-1]['id']}").data)

    def _unmatched(self, session: Session) -> str:
        if self.rule is not None:
            rule = session.get(f"/api/v1/rules/{self.rule}").data
            if not rule["enabled"]:
                return f"rule {self.rule} is disabled"
            if self.event is None:
                return f"no event of {rule['trigger_ref']} fits rule {self.rule}, or none came"
            return f"the conditions of rule {self.rule} are false for the payload, or cannot be evaluated"
        trigger = session.get(f"{EVENTS}/{self.event}").data["trigger_ref"]
        rules = [one["ref"] for one in session.pages(f"/api/v1/triggers/{trigger}/rules") if one["enabled"]]
        if not rules:
            return f"trigger {trigger} has no enabled rule"
        return f"the conditions of {', '.join(rules)} are false for the payload, or cannot be evaluated"
