"""How rules look over REST."""

from typing import Any

from attune_emulator import deviations
from attune_emulator.store import Row

_WHOLE = (
    *("id", "ref", "pack", "pack_ref", "label", "description", "action", "action_ref", "trigger", "trigger_ref"),
    *("conditions", "action_params", "trigger_params", "permission_set_refs", "enabled", "is_adhoc", "owner_identity"),
    *("created", "updated"),
)
_SUMMARY = (
    *("id", "ref", "pack_ref", "label", "description", "action_ref", "trigger_ref", "action_params", "trigger_params"),
    *("permission_set_refs", "enabled", "created", "updated"),
)


def rule_view(row: Row) -> dict[str, Any]:
    """Return one rule."""
    shown = {name: row[name] for name in _WHOLE}
    return shown if deviations.on("notify-on-trigger") else shown | {"notify_on_trigger": row["notify_on_trigger"]}


def rule_summary(row: Row) -> dict[str, Any]:
    """Return a rule as it stands in lists."""
    return {name: row[name] for name in _SUMMARY}
