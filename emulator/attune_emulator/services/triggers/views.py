"""How triggers look over REST."""

from typing import Any

from attune_emulator.store import Row

_WHOLE = (
    *("id", "ref", "pack", "pack_ref", "label", "description", "enabled", "param_schema", "out_schema"),
    "webhook_enabled",
)
_IF_ANY = ("webhook_key", "sensor", "sensor_ref")
_SUMMARY = ("id", "ref", "pack_ref", "label", "description", "enabled", "webhook_enabled", "created", "updated")


def trigger_view(row: Row) -> dict[str, Any]:
    """Return one trigger; what has no value is left out where the platform leaves it out."""
    whole = {name: row[name] for name in _WHOLE}
    present = {name: row[name] for name in _IF_ANY if row[name] is not None}
    return whole | present | {name: row[name] for name in ("is_adhoc", "created", "updated")}


def trigger_summary(row: Row) -> dict[str, Any]:
    """Return a trigger as it stands in lists."""
    return {name: row[name] for name in _SUMMARY}
