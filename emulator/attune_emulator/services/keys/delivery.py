"""Keys as actions and templates get them: by name."""

from typing import Any

from attune_emulator import deviations
from attune_emulator.crypto import Unreadable
from attune_emulator.services.keys.values import clear_value, expired
from attune_emulator.store import Database, Row


def delivered_keys(db: Database, encryption_key: str, action: Row) -> dict[str, Any]:
    """Return the values an action is given: system keys, its pack's and its own, later ones winning over earlier."""
    if deviations.on("keys-not-delivered"):
        return {}
    of_pack, of_action = pack_keys(db, action["pack_ref"]), action_keys(db, action["ref"])
    if deviations.on("keys-delivered-to-all"):
        of_pack = db.all("SELECT * FROM key ORDER BY id")
    if deviations.on("pack-key-wins"):
        of_pack, of_action = of_action, of_pack
    return readable_values(encryption_key, system_keys(db) + of_pack + of_action)


def system_keys(db: Database) -> list[Row]:
    return db.all("SELECT * FROM key WHERE owner_type = 'system' ORDER BY id")


def pack_keys(db: Database, pack_ref: str) -> list[Row]:
    return db.all("SELECT * FROM key WHERE owner_type = 'pack' AND owner_pack_ref = ? ORDER BY id", pack_ref)


def action_keys(db: Database, action_ref: str) -> list[Row]:
    return db.all("SELECT * FROM key WHERE owner_type = 'action' AND owner_action_ref = ? ORDER BY id", action_ref)


def readable_values(encryption_key: str, rows: list[Row]) -> dict[str, Any]:
    """Return the values of keys by name; expired and unreadable ones are left out."""
    values: dict[str, Any] = {}
    for row in rows:
        if expired(row):
            continue
        try:
            values[row["name"]] = clear_value(encryption_key, row)
        except Unreadable:
            # A key whose `encrypted` was flipped without a value: the platform delivers it not, and fails nothing.
            continue
    return values
