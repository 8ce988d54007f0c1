"""Judging parameters against a schema, with the platform's words.

A schema is a flat map ``{name: {"type": …, "required": true, "secret": true, …}}`` or a whole JSON Schema object.
A text with a template in it passes for any type: what it becomes is known only later.
"""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from jsonschema import Draft202012Validator, SchemaError, ValidationError

from attune_emulator.http.errors import ApiError, Invalid

# Keywords of the platform's own, which JSON Schema does not know or means otherwise.
_OWN = ("required", "secret", "position")


def demand_valid(what: str, schema: Any, values: Any) -> None:
    """Raise the platform's 422 unless `values` fit `schema`; `what` is such as ``action 'core.echo'``."""
    if found := complaints(schema, values):
        raise Invalid(f"Invalid parameters for {what}: {', '.join(found)}")


def complaints(schema: Any, values: Any) -> list[str]:
    """Return what `schema` objects to in `values`, one sentence each; a schema that is none raises ApiError (500)."""
    if schema is None:
        return []
    try:
        validator = validator_of(json.dumps(full_schema(schema)))
    except SchemaError as error:
        raise ApiError(f"Invalid parameter schema: {error.message}") from error
    errors = validator.iter_errors(values)
    return [_placed(error) for error in errors if not is_template(error.instance)]


@lru_cache(maxsize=1024)
def validator_of(text: str) -> Draft202012Validator:
    """Return the validator of a JSON Schema; raises SchemaError. Judging a schema takes longer than many values."""
    document = json.loads(text)
    Draft202012Validator.check_schema(document)
    return Draft202012Validator(document)


def is_template(value: Any) -> bool:
    """Tell whether a value is a text with a template in it."""
    return isinstance(value, str) and "{{" in value and "}}" in value


def full_schema(schema: Any) -> dict[str, Any]:
    """Return the JSON Schema that a flat schema stands for; a whole one is returned as it is."""
    if not isinstance(schema, Mapping):
        return {}
    if schema.get("type") == "object" and "properties" in schema:
        return dict(schema)
    named = {name: schema[name] for name in sorted(schema) if isinstance(schema[name], Mapping)}
    properties = {name: {k: v for k, v in entry.items() if k not in _OWN} for name, entry in named.items()}
    required = [name for name, entry in named.items() if entry.get("required") is True]
    return {"properties": properties, "required": required, "type": "object"}


def defaults_of(schema: Any) -> dict[str, Any]:
    """Return the default values that a schema declares."""
    properties = full_schema(schema).get("properties", {})
    return {name: entry["default"] for name, entry in properties.items() if "default" in entry}


def secret_names(schema: Any) -> frozenset[str]:
    """Return the names that a flat schema marks as secret."""
    entries = schema.items() if isinstance(schema, Mapping) else ()
    return frozenset(name for name, entry in entries if isinstance(entry, Mapping) and entry.get("secret") is True)


def _placed(error: ValidationError) -> str:
    where = "".join(f"/{part}" for part in error.absolute_path)
    return f"{_sentence(error)} at {where}" if where else _sentence(error)


def _sentence(error: ValidationError) -> str:
    shown = json.dumps(error.instance, ensure_ascii=False, separators=(",", ":"))
    bound: Any = error.validator_value
    match error.validator:
        case "type":
            names = [bound] if isinstance(bound, str) else bound
            return f"{shown} is not of type{'s' * (len(names) > 1)} {', '.join(_quoted(names))}"
        case "enum":
            return f"{shown} is not one of {_either(list(_quoted(bound)))}"
        case "required":
            return f"{_missing(error)} is a required property"
        case "minimum":
            return f"{shown} is less than the minimum of {bound}"
        case "maximum":
            return f"{shown} is greater than the maximum of {bound}"
        case "minLength":
            return f"{shown} is shorter than {bound} character{'s' * (bound != 1)}"
        case "maxLength":
            return f"{shown} is longer than {bound} character{'s' * (bound != 1)}"
        case "pattern":
            return f"{shown} does not match {json.dumps(bound)}"
        case "const":
            return f"{json.dumps(bound)} was expected"
    return str(error.message)


def _missing(error: ValidationError) -> str:
    # The library yields one error a missing name and puts the name into its message alone.
    return json.dumps(error.message.rpartition(" is a required property")[0].strip("'\""), ensure_ascii=False)


def _quoted(values: Any) -> Iterator[str]:
    return (json.dumps(value, ensure_ascii=False) for value in values)


def _either(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
