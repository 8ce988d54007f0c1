"""Parameters as an action gets them, and whether they fit."""

from collections.abc import Mapping
from typing import Any

from attune_emulator import deviations
from attune_emulator.http.errors import ApiError
from attune_emulator.schemas import complaints, defaults_of, full_schema
from attune_emulator.store import Row


def with_defaults(action: Row, config: Any) -> Any:
    """Return parameters with the defaults of the action's schema filled in."""
    defaults = defaults_of(action["param_schema"])
    if not defaults or not (config is None or isinstance(config, Mapping)):
        return config
    given = dict(config or {})
    return given | defaults if deviations.on("default-wins") else defaults | given


def delivered(action: Row, config: Any) -> Any:
    """Return the parameters an action receives; on the platform that is without defaults."""
    values = config if deviations.on("parameter-defaults") else with_defaults(action, config)
    if deviations.on("unknown-parameters-dropped") and isinstance(values, Mapping) and action["param_schema"]:
        known = full_schema(action["param_schema"])["properties"]
        return {name: value for name, value in values.items() if name in known}
    return values


def objection(action: Row, config: Any) -> str | None:
    """Return what is wrong with the parameters, in the platform's words; None when nothing is."""
    values = delivered(action, config)
    try:
        found = complaints(action["param_schema"], {} if values is None else values)
    except ApiError as error:
        return error.message
    if found and deviations.on("refusal-without-name"):
        return "Invalid parameters"
    return f"Invalid parameters for action '{action['ref']}': {', '.join(found)}" if found else None
