"""Keywords about rules: which event starts which action with what."""

from typing import Any

from robot.api.deco import keyword

from ..core.errors import BadInput
from .resources import Resources, given, structured

PATH = "/api/v1/rules"


def conditions_of(conditions: Any, criteria: Any) -> Any:
    """The one of both names that was given; a text is an expression."""
    if conditions is not None and criteria is not None:
        raise BadInput("conditions and criteria mean the same: give one of them")
    chosen = structured(criteria if conditions is None else conditions)
    return {"expression": chosen} if isinstance(chosen, str) else chosen


class Rules(Resources):
    """Rules; a rule on one of the core timer triggers is a timer."""

    @keyword(tags=["rule"])
    def create_rule(
        self,
        trigger: Any,
        action: Any,
        *,
        ref: str | None = None,
        pack: Any = None,
        label: str | None = None,
        conditions: Any = None,
        criteria: Any = None,
        action_params: dict[str, Any] | None = None,
        trigger_params: dict[str, Any] | None = None,
        description: str | None = None,
        enabled: bool = True,
        permission_set_refs: list[str] | None = None,
        notify_on_trigger: bool | None = None,
        session: Any = None,
    ) -> Any:
        """Creates a rule in the suite's pack (or ``pack``) and returns it.

        At the end of its test or suite it is disabled, then deleted. ``trigger`` and ``action`` are refs, ids or
        objects. ``conditions`` (or, the same, ``criteria``) is an expression such as ``event.payload.n > 3``, or the
        platform's own object or list of conditions, as data or as text; without it every event matches.
        ``action_params`` may hold templates: ``{{ event.payload.user.id }}`` alone in a text keeps its type.
        With ``notify_on_trigger`` people are notified whenever it fires. Parameters that do not fit the schemas are
        refused with 422.

        Example:
        | ${rule}=    Create Rule    ${trigger}    ${action}    criteria=event.payload.level == "high"
        | ...    action_params={'message': '{{ event.payload.text }}'}
        """
        own = self.pack_of(pack, session)
        full = self.full_ref(ref, own, "rule")
        body = given(
            ref=full,
            pack_ref=own,
            label=label or full,
            description=description,
            trigger_ref=self.ref_of("trigger", trigger, session),
            action_ref=self.ref_of("action", action, session),
            conditions=conditions_of(conditions, criteria),
            action_params=action_params,
            trigger_params=trigger_params,
            enabled=enabled,
            permission_set_refs=permission_set_refs,
            notify_on_trigger=notify_on_trigger,
        )
        return self.create("rule", body, session)

    @keyword(tags=["rule"])
    def get_rule(self, rule: Any, *, session: Any = None) -> Any:
        """Returns a rule.

        Example:
        | ${rule}=    Get Rule    ${rule.ref}
        """
        return self.fetch("rule", rule, session)

    @keyword(tags=["rule"])
    def list_rules(
        self,
        *,
        pack: Any = None,
        trigger: Any = None,
        action: Any = None,
        enabled_only: bool = False,
        session: Any = None,
    ) -> list[Any]:
        """Returns every rule, or those of one pack, trigger or action, from all pages.

        Example:
        | ${rules}=    List Rules    trigger=core.intervaltimer    enabled_only=True
        """
        owners = {"pack": pack, "trigger": trigger, "action": action}
        chosen = {kind: value for kind, value in owners.items() if value is not None}
        if len(chosen) > 1:
            raise BadInput(f"{' and '.join(chosen)} cannot be combined: the platform lists rules by one of them")
        path = PATH
        for kind, value in chosen.items():
            path = f"{self.address(kind, value, session)}/rules"
        return [rule for rule in self.every(path, session) if rule.enabled or not enabled_only]

    @keyword(tags=["rule"])
    def update_rule(
        self,
        rule: Any,
        *,
        label: str | None = None,
        description: str | None = None,
        trigger: Any = None,
        action: Any = None,
        conditions: Any = None,
        criteria: Any = None,
        action_params: dict[str, Any] | None = None,
        trigger_params: dict[str, Any] | None = None,
        enabled: bool | None = None,
        permission_set_refs: list[str] | None = None,
        notify_on_trigger: bool | None = None,
        session: Any = None,
    ) -> Any:
        """Changes what is given of a rule and returns it as it is then.

        Example:
        | Update Rule    ${rule}    trigger_params={'unit': 'seconds', 'interval': 2}
        """
        changes = given(
            label=label,
            description=description,
            trigger_ref=self.optional_ref("trigger", trigger, session),
            action_ref=self.optional_ref("action", action, session),
            conditions=conditions_of(conditions, criteria),
            action_params=action_params,
            trigger_params=trigger_params,
            enabled=enabled,
            permission_set_refs=permission_set_refs,
            notify_on_trigger=notify_on_trigger,
        )
        return self.change("rule", rule, changes, session)

    @keyword(tags=["rule"])
    def delete_rule(self, rule: Any, *, session: Any = None) -> None:
        """Disables a rule, then deletes it: a platform may go on firing the timer of a rule that was only deleted.

        Example:
        | Delete Rule    ${rule}
        """
        self.disable_rule(rule, session=session)
        self.remove("rule", rule, session)

    @keyword(tags=["rule"])
    def enable_rule(self, rule: Any, *, session: Any = None) -> Any:
        """Enables a rule and returns it.

        Example:
        | Enable Rule    ${rule}
        """
        return self.order("rule", rule, "enable", session)

    @keyword(tags=["rule"])
    def disable_rule(self, rule: Any, *, session: Any = None) -> Any:
        """Disables a rule and returns it; its events are still recorded, but start nothing.

        Example:
        | Disable Rule    ${rule}
        """
        return self.order("rule", rule, "disable", session)
