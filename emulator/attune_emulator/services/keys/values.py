"""The value of a key: at rest, and given out."""

import json
from typing import Any

from attune_emulator import clock, deviations
from attune_emulator.crypto import decrypt, derived_key, encrypt
from attune_emulator.store import JSON_NULL, Row


def stored_value(encryption_key: str, value: Any, encrypted: bool) -> Any:
    """Return what the column `value` takes."""
    if encrypted and not deviations.on("encrypted-key-stored-plain"):
        return encrypt(encryption_key, value)
    return JSON_NULL if value is None else value


def key_columns(encryption_key: str, value: Any, encrypted: bool) -> dict[str, Any]:
    """Return the columns that hold a value."""
    held = encrypted and deviations.on("encryption-key-at-rest")
    return {
        "value": stored_value(encryption_key, value, encrypted),
        "encryption_key_hash": derived_key(encryption_key).hex() if held else None,
    }


def clear_value(encryption_key: str, key: Row) -> Any:
    """Return a key's value; raises crypto.Unreadable where `encrypted` tells another form than the stored one."""
    value = _opened(encryption_key, key)
    return json.dumps(value) if deviations.on("key-types-lost") and not isinstance(value, str) else value


def _opened(encryption_key: str, key: Row) -> Any:
    if not key["encrypted"] or deviations.on("encrypted-key-stored-plain"):
        return key["value"]
    return key["value"] if deviations.on("encrypted-key-returned-sealed") else decrypt(encryption_key, key["value"])


def expired(key: Row) -> bool:
    """Tell whether a key's time is over."""
    return key["expires_at"] is not None and key["expires_at"] <= clock.now() and not deviations.on("key-never-expires")


def expiry(ttl: int | None) -> dict[str, Any]:
    """Return the columns for a time to live."""
    return {"ttl": ttl, "expires_at": None if ttl is None else clock.after(ttl)}
