"""The names a rule's templates and conditions may use."""

from collections.abc import Iterator, Mapping
from typing import Any

from attune_emulator import clock
from attune_emulator.schemas import secret_names
from attune_emulator.services.keys.delivery import pack_keys, readable_values, system_keys
from attune_emulator.store import Database, Row


class Keystore(Mapping[str, Any]):
    """The system's keys and those of a pack, by name. Notes which encrypted ones were read, for masking them."""

    def __init__(self, values: Mapping[str, Any], encrypted: frozenset[str]) -> None:
        self._values, self._encrypted = values, encrypted
        self.revealed: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        value = self._values[name]
        if name in self._encrypted:
            self.revealed[name] = value
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def keystore_of(db: Database, encryption_key: str, pack_ref: str) -> Keystore:
    """Return the key store as a pack's rules see it."""
    rows = system_keys(db) + pack_keys(db, pack_ref)
    values = readable_values(encryption_key, rows)
    return Keystore(values, frozenset(row["name"] for row in rows if row["encrypted"]))


def event_names(event: Row) -> dict[str, Any]:
    """Return what conditions may use."""
    return {
        "event": {
            "id": event["id"],
            "trigger": event["trigger"],
            "trigger_ref": event["trigger_ref"],
            "payload": event["payload"],
            "created": event["created"],
        }
    }


def template_names(event: Row, rule: Row, pack: Row) -> dict[str, Any]:
    """Return what ``action_params`` may use, but for the key store."""
    names = event_names(event)
    names["event"]["trigger"] = event["trigger_ref"]
    names["pack"] = {"config": pack["config"]}
    names["system"] = {"timestamp": clock.now(), "rule": {"id": rule["id"], "ref": rule["ref"]}}
    return names


def secret_config_values(pack: Row) -> list[Any]:
    """Return the values of a pack's configuration that its schema marks as secret."""
    config = pack["config"] or {}
    return [config[name] for name in secret_names(pack["conf_schema"]) if config.get(name) is not None]
