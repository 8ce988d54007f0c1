"""Keywords about several rules on one trigger: which of them one event set off."""

from collections.abc import Mapping
from typing import Any

from robot.api.deco import keyword

from ..core.chain import ENFORCEMENTS
from ..core.errors import BadInput
from ..core.matching import Matching, listed
from ..core.objects import path_of
from ..core.runs import Run, faults, read_event
from ..core.waiting import Wait
from .resources import Resources
from .rules import Rules
from .runs import SHOWN, deviations

NAME = "Event Should Have Run Exactly"


class RuleRuns(Resources):
    """One event, several rules."""

    @keyword(tags=["rule", "fixture"])
    def create_rules(
        self,
        trigger: Any,
        action: Any,
        conditions: Mapping[str, Any],
        *,
        action_params: dict[str, Any] | None = None,
        session: Any = None,
    ) -> Any:
        """Creates a rule for each member of ``conditions`` and returns the rules by the names of the members.

        All have the same trigger, action and parameters; conditions are those of `Create Rule`, ``${None}`` is none.

        Example:
        | VAR    &{levels}    info=event.payload.level == "info"    error=event.payload.level == "error"
        | ${rules}=    Create Rules    ${trigger}    ${echo}    ${levels}
        | Delete Rule    ${rules.info}
        """
        if not conditions:
            raise BadInput("conditions is empty; there must be a rule to create")
        rules, own = Rules(self.context), self.pack_of(None, session)
        made = {
            name: rules.create_rule(
                trigger,
                action,
                ref=f"{own}.{self.names.ref(name)}",
                conditions=condition,
                action_params=action_params,
                session=session,
            )
            for name, condition in conditions.items()
        }
        return self.dotted(made)

    @keyword(NAME, tags=["event", "enforcement", "execution", "wait", "assertion"])
    def event_should_have_run_exactly(
        self,
        event: Any,
        rules: Any,
        *,
        later: Any = None,
        stdout: str | None = None,
        settle: Any = None,
        timeout: Any = None,
        session: Any = None,
    ) -> list[Any]:
        """Waits until an event has run each of ``rules`` once, and fails where it set off any other rule.

        Each rule has to have one processed enforcement with the event's payload, and that one completed execution of
        the rule's action with the enforcement's parameters; ``stdout`` is that of `Each Event Should Have Run Once`.
        Any more fails at once. That no more comes is proved by ``later``, an event posted afterwards that a rule of the
        same trigger obeys; without one it is watched for ``settle`` (ATTUNE_SETTLE by default). ``rules`` may be empty
        where ``later`` is given. Returns the executions in the order of the rules.

        Example:
        | ${event}=    Fire Webhook    ${trigger}    {"level": "error"}
        | ${last}=    Fire Webhook    ${trigger}    {"level": "info"}
        | Event Should Have Run Exactly    ${event}    ${rules.error}    later=${last}
        """
        several = list(rules) if isinstance(rules, list | tuple) else [rules]
        if not several and later is None:
            raise BadInput("rules is empty and later is not given; a later event has to prove that nothing comes")
        wanted = [self.fetch("rule", rule, session) for rule in several]
        number, api = self.id_of("event", event, session), self.api(session)
        runs = self._ended(number, [rule.ref for rule in wanted], later, settle, timeout, session)
        executions = [self.fetch("execution", runs[rule.ref].executions[0]["id"], session) for rule in wanted]
        payload = api.get(path_of("event", number)).data["payload"]
        wrong = [
            f"rule {rule.ref}: {fault}"
            for rule, execution in zip(wanted, executions, strict=True)
            for fault in [
                *deviations(api, rule, runs[rule.ref], execution, stdout),
                *self._payload_lost(runs[rule.ref], payload, session),
            ]
        ]
        if wrong:
            raise AssertionError("\n  ".join([f"{NAME}:", *wrong[:SHOWN]]))
        return executions

    def _ended(
        self, event: int, rules: list[str], later: Any, settle: Any, timeout: Any, session: Any
    ) -> dict[str, Run]:
        api = self.api(session)
        proof = None if later is None else self.id_of("event", later, session)
        given = self.seconds(settle, "settle")
        if given is None:
            given = 0.0 if proof is not None else self.settings.settle

        def look() -> dict[str, Run]:
            # In this order: what the proof finds was made after all that the event can have set off.
            proved = proof is None or bool(api.get(ENFORCEMENTS, params={"event": proof}).items)
            return read_event(api, event) | ({} if proved else {"": Run(event)})

        wait = Wait[dict[str, Run]](
            keyword=NAME,
            subject=f"event {event}",
            wanted=f"exactly {', '.join(rules) or 'nothing'}"
            + ("" if proof is None else f", and an enforcement of event {proof} as a proof that no more comes"),
            look=look,
            holds=lambda runs: runs.keys() == set(rules) and all(run.ended and not run.fault for run in runs.values()),
            show=lambda runs: (
                f"has run {', '.join(_told(rule, run) for rule, run in runs.items() if rule) or 'nothing'}"
            ),
            hopeless=lambda runs: _hopeless(runs, rules),
            settle=given,
            topics=frozenset({"enforcement", "execution"}),
        )
        return self.waiter.until(wait, timeout=self.seconds(timeout))

    def _payload_lost(self, run: Run, payload: Any, session: Any) -> list[str]:
        enforcement = self.fetch("enforcement", run.enforcements[0]["id"], session)
        if not isinstance(payload, dict):
            return []
        differences = Matching().differences(enforcement["payload"], payload)
        return (
            [f"enforcement {enforcement.id} has another payload than its event:\n{listed(differences)}"]
            if differences
            else []
        )


def _told(rule: str, run: Run) -> str:
    return rule if run.ended else f"{rule} (not to its end)"


def _hopeless(runs: dict[str, Run], rules: list[str]) -> str | None:
    strangers = [
        f"rule {rule} was set off as well (enforcement {run.enforcements[0]['id']})"
        for rule, run in runs.items()
        if rule and rule not in rules
    ]
    return "; ".join([*strangers, *faults(runs.values())][:SHOWN]) or None
