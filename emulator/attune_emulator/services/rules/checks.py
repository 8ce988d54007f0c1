"""What must hold of a rule before it is stored."""

from collections.abc import Sequence
from typing import Any

from attune_emulator import deviations
from attune_emulator.delegation import may_delegate
from attune_emulator.engine.timers.schedules import TRIGGERS, BadSchedule, demand_schedule
from attune_emulator.http.call import Call
from attune_emulator.http.errors import Forbidden, Invalid
from attune_emulator.schemas import demand_valid
from attune_emulator.store import Row


def judge_parameters(trigger: Row, trigger_params: Any, action: Row, action_params: Any) -> None:
    """Refuse parameters that do not fit the schemas of trigger and action."""
    if deviations.on("timer-parameters-unchecked") and trigger["ref"] in TRIGGERS:
        return
    demand_valid(f"trigger '{trigger['ref']}'", trigger["param_schema"], trigger_params)
    if not deviations.on("rule-parameters-unchecked"):
        demand_valid(f"action '{action['ref']}'", action["param_schema"], action_params)
    try:
        demand_schedule(trigger["ref"], trigger_params)
    except BadSchedule as error:
        raise Invalid(f"Invalid parameters for trigger '{trigger['ref']}': {error}") from error


def judge_delegation(call: Call, refs: Sequence[str] | None, doing: str) -> None:
    """Refuse to hand on permission sets the caller does not hold; `doing` is ``create`` or ``update``."""
    if refs and not may_delegate(call.db, call.access, refs):
        raise Forbidden(f"Cannot {doing} rule with execution permission sets beyond current access")
