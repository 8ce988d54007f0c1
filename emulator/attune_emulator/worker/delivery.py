"""Parameters as an action receives them."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml


def as_text(value: Any) -> str:
    """Return a value as one text: texts as they are, everything else as compact JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def formatted(parameters: Any, form: str) -> str:
    """Return parameters in ``json``, ``yaml`` or ``dotenv``."""
    if form == "yaml":
        return str(yaml.safe_dump(parameters, sort_keys=True, allow_unicode=True))
    if form == "dotenv":
        entries = sorted(_flat(parameters)) if isinstance(parameters, Mapping) else []
        return "\n".join(f"{name}={quoted(value)}" for name, value in entries)
    return as_text(parameters) if not isinstance(parameters, str) else json.dumps(parameters, ensure_ascii=False)


def _flat(values: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield prefix + name, "" if value is None else as_text(value)


def quoted(text: str) -> str:
    """Return a text between single quotes, as a shell reads it."""
    return "'" + text.replace("'", "'\\''") + "'"


def assignments(parameters: Any) -> str:
    """Return the shell lines that give each parameter its two variables, neither exported."""
    lines = []
    for name, value in parameters.items() if isinstance(parameters, Mapping) else ():
        text = quoted(as_text(value))
        lines += [f"PARAM_{_identifier(name.upper())}={text}", f"{_identifier(name)}={text}"]
    return "\n".join(lines)


def _identifier(name: str) -> str:
    cleaned = re.sub(r"[^A-Za-z0-9_]", "_", name)
    return f"_{cleaned}" if cleaned[:1].isdigit() else cleaned
