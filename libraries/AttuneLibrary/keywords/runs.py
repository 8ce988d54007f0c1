"""Keywords that follow every event of one rule to the end of its execution."""

from collections.abc import Mapping, Sequence
from typing import Any

from robot.api.deco import keyword

from ..client import Session
from ..core.chain import NEWEST, chain_of_rule
from ..core.errors import BadInput
from ..core.objects import path_of
from ..core.runs import Run, faults, read
from ..core.topics import NEW, about
from ..core.waiting import Wait
from ..core.words import TERMINAL
from .resources import Resources

NAME = "Each Event Should Have Run Once"
SHOWN = 5


class Runs(Resources):
    """Events, one enforcement each, one execution each."""

    @keyword(NAME, tags=["event", "enforcement", "execution", "wait"])
    def each_event_should_have_run_once(
        self,
        rule: Any,
        events: Any,
        *,
        stdout: str | None = None,
        settle: Any = None,
        timeout: Any = None,
        session: Any = None,
    ) -> list[Any]:
        """Waits until each event has one processed enforcement of ``rule`` and that one completed execution.

        ``events`` is an event or a list of them: ids, objects, or what `Fire Webhook` returned. More than one
        enforcement or execution, or another end than completed, fails at once; that it stays at one is watched for
        ``settle`` (ATTUNE_SETTLE by default). It fails as well where an execution ran another action than the rule's,
        with other parameters than its enforcement has, or printed something else than ``stdout``: a text in which
        ``{name}`` stands for that member of the event's payload, and ``{name[inner]}`` for one further down.
        Returns the executions in the order of the events.

        Example:
        | ${ticks}=    Timer Events    ${timer}
        | Each Event Should Have Run Once    ${timer}    ${ticks}    stdout=tick {execution_count}
        """
        wanted = self.fetch("rule", rule, session)
        numbers = [self.id_of("event", event, session) for event in _several(events)]
        api = self.api(session)
        runs = self._ended(api, wanted.ref, numbers, settle, timeout)
        executions = [self.fetch("execution", run.executions[0]["id"], session) for run in runs]
        wrong = [
            fault
            for run, execution in zip(runs, executions, strict=True)
            for fault in deviations(api, wanted, run, execution, stdout)
        ]
        if wrong:
            raise AssertionError("\n  ".join([f"{NAME}: rule {wanted.ref}:", *wrong[:SHOWN]]))
        return executions

    def _ended(self, api: Session, rule: str, events: list[int], settle: Any, timeout: Any) -> list[Run]:
        given = self.seconds(settle, "settle")
        wait = Wait[list[Run]](
            keyword=NAME,
            subject=f"rule {rule}:",
            wanted="1 enforcement and 1 completed execution of each event",
            look=lambda: read(api, rule, events),
            holds=lambda runs: all(run.ended for run in runs) and not faults(runs),
            show=lambda runs: f"{sum(run.ended and not run.fault for run in runs)} of {len(runs)} events have run once",
            hopeless=lambda runs: "; ".join(faults(runs)[:SHOWN]) or None,
            explain=lambda runs: [str(run) for run in runs or () if not run.ended][:SHOWN],
            chain=lambda: chain_of_rule(api, rule, NEWEST),
            settle=self.settings.settle if given is None else given,
            topics=about("execution", "rule_ref", rule, (NEW, *TERMINAL["execution"])),
        )
        return self.waiter.until(wait, timeout=self.seconds(timeout))


def deviations(api: Session, rule: Any, run: Run, execution: Any, stdout: str | None) -> list[str]:
    """What an execution has that its rule and enforcement did not give it, or printed that was not wanted."""
    where = f"event {run.event}: execution {execution.id}"
    enforcement = api.get(path_of("enforcement", run.enforcements[0]["id"])).data
    found = []
    if execution.action_ref != rule.action_ref:
        found.append(f"{where} ran {execution.action_ref}, wanted {rule.action_ref}")
    if execution.config != enforcement["config"]:
        found.append(f"{where} got {dict(execution.config or {})}, its enforcement has {enforcement['config']}")
    if stdout is not None:
        payload = api.get(path_of("event", run.event)).data["payload"]
        expected, printed = _filled(stdout, payload), _printed(execution)
        if printed != expected:
            found.append(f"{where} printed '{printed}', wanted '{expected}'")
    return found


def _printed(execution: Any) -> str:
    """Without the last newline; a result lacks what was not printed."""
    return str((execution.result or {}).get("stdout") or "").rstrip("\n")


def _several(events: Any) -> Sequence[Any]:
    if isinstance(events, int | Mapping):
        return [events]
    if isinstance(events, str | bytes | Mapping) or not isinstance(events, Sequence):
        raise BadInput(f"events is {events!r}; it must be an event or a list of events")
    if not events:
        raise BadInput("events is empty; there must be one event at least, or nothing is asserted")
    return events


def _filled(text: str, payload: Any) -> str:
    try:
        return text.format_map(payload if isinstance(payload, Mapping) else {})
    except (KeyError, IndexError, TypeError) as problem:
        raise BadInput(f"stdout is '{text}'; the event's payload has no {problem}: {payload}") from problem
