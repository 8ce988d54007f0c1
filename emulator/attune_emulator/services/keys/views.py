"""How keys look over REST."""

from typing import Any

from attune_emulator.store import Row

_WHOLE = (
    *("id", "ref", "owner_type", "owner", "owner_identity", "owner_pack", "owner_pack_ref", "owner_action"),
    *("owner_action_ref", "owner_sensor", "owner_sensor_ref", "name", "encrypted"),
)
_SUMMARY = ("id", "ref", "owner_type", "owner", "name", "encrypted", "created")


def key_view(row: Row, value: Any) -> dict[str, Any]:
    """Return one key with the value the caller may see."""
    lifetime = {name: row[name] for name in ("ttl", "expires_at")} if row["ttl"] is not None else {}
    times = {"created": row["created"], "updated": row["updated"]}
    return {name: row[name] for name in _WHOLE} | {"value": value} | lifetime | times


def key_summary(row: Row) -> dict[str, Any]:
    """Return a key as it stands in lists: without its value."""
    return {name: row[name] for name in _SUMMARY}
