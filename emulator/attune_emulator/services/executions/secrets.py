"""Parameters and results that are kept apart, encrypted, and shown redacted."""

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from attune_emulator import deviations
from attune_emulator.crypto import decrypt, encrypt
from attune_emulator.schemas import secret_names
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

REDACTED = {"$attune_secret": True, "redacted": True}
MASK = "[REDACTED]"
# Shorter texts appear by chance everywhere; masking them would make output unreadable and hide nothing.
SHORTEST = 4


def split(schema: Any, values: Any) -> tuple[Any, dict[str, Any]]:
    """Return `values` with those a flat schema marks as secret redacted, and those values themselves."""
    names = secret_names(schema)
    if not names or not isinstance(values, Mapping):
        return values, {}
    hidden = {name: value for name, value in values.items() if name in names and value is not None}
    return {name: REDACTED if name in hidden else value for name, value in values.items()}, hidden


def seal(emulator: "Emulator", hidden: Mapping[str, Any]) -> str | None:
    """Return the encrypted form for the column `secrets`; None when there is nothing to hide."""
    if not any(hidden.values()):
        return None
    if deviations.on("secret-stored-plain"):
        return json.dumps(hidden)
    return encrypt(emulator.encryption_key, dict(hidden))


def unseal(emulator: "Emulator", row: Row) -> dict[str, Any]:
    """Return what `seal` was given, each part perhaps missing.

    ``config`` are secret parameters, ``carriers`` parameters with a secret text in them, ``values`` such texts,
    ``result`` secret fields of the result.
    """
    if row["secrets"] is None:
        return {}
    if deviations.on("secret-stored-plain"):
        plain: dict[str, Any] = json.loads(row["secrets"])
        return plain
    hidden: dict[str, Any] = decrypt(emulator.encryption_key, row["secrets"])
    return hidden


def real_config(emulator: "Emulator", row: Row) -> Any:
    """Return an execution's parameters as they are."""
    parts = unseal(emulator, row)
    hidden = {**parts.get("carriers", {}), **parts.get("config", {})}
    return row["config"] | hidden if hidden else row["config"]


def texts_in(value: Any) -> Iterable[str]:
    """Yield every text in a value that is long enough to be masked wherever it appears."""
    match value:
        case str():
            if len(value) >= SHORTEST:
                yield value
        case bool() | None:
            return
        case int() | float():
            yield from texts_in(str(value))
        case dict():
            for inner in value.values():
                yield from texts_in(inner)
        case list():
            for inner in value:
                yield from texts_in(inner)


def masked(value: Any, texts: Iterable[str]) -> Any:
    """Return a JSON value in which none of `texts` appears any more."""
    longest_first = sorted(set(texts), key=len, reverse=True)
    return _masked(value, longest_first) if longest_first else value


def _masked(value: Any, texts: list[str]) -> Any:
    match value:
        case str():
            for text in texts:
                value = value.replace(text, MASK)
            return value
        case bool() | None:
            return value
        case int() | float():
            return MASK if str(value) in texts else value
        case dict():
            return {_masked(name, texts): _masked(inner, texts) for name, inner in value.items()}
        case list():
            return [_masked(inner, texts) for inner in value]
    return value
