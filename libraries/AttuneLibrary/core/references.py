"""What people pass to mean a resource - an id, a ref, or the object a keyword returned - and what the API wants."""

from collections.abc import Mapping
from urllib.parse import quote

from .errors import BadInput
from .kinds import KINDS, Kind

PACK, ACTION, TRIGGER, SENSOR = KINDS["pack"], KINDS["action"], KINDS["trigger"], KINDS["sensor"]
RULE, WORKFLOW, KEY = KINDS["rule"], KINDS["workflow"], KINDS["key"]
EXECUTION, EVENT, ENFORCEMENT = KINDS["execution"], KINDS["event"], KINDS["enforcement"]
INQUIRY, IDENTITY = KINDS["inquiry"], KINDS["identity"]


def reference(kind: Kind, value: object) -> str | int:
    """The ref (text) or id (number) that `value` means; a number for a kind with refs has to be looked up."""
    if isinstance(value, Mapping):
        return _of_object(kind, value)
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    if isinstance(value, str) and value.strip():
        return _of_text(kind, value.strip())
    raise BadInput(f"{kind.name}: expected {_allowed(kind)}, got {_described(value)}.")


def id_of(kind: Kind, value: object) -> int:
    """The id of a resource that the API addresses by id."""
    found = reference(kind, value)
    if isinstance(found, int):
        return found
    raise BadInput(f"{kind.name}: expected {_allowed(kind)}, got the text '{found}'.")


def path_of(kind: Kind, key: str | int) -> str:
    """The path of one resource; a ref may hold characters that a path does not."""
    return f"{kind.path}/{quote(str(key), safe='')}"


def _of_text(kind: Kind, text: str) -> str | int:
    # A key may be called 42; everywhere else a ref begins with a letter.
    if text.isdecimal() and kind is not KEY:
        return int(text)
    return text


def _of_object(kind: Kind, value: Mapping[str, object]) -> str | int:
    if kind.by_ref:
        found = value.get("ref")
        if isinstance(found, str) and found:
            return found
    elif "ref" in value:
        raise BadInput(f"{kind.name}: expected {_allowed(kind)}, got the object of '{value['ref']}'.")
    else:
        # The answer to a webhook names its event without being one.
        found = value.get(f"{kind.name}_id", value.get("id"))
        if isinstance(found, int) and not isinstance(found, bool):
            return found
    member = "ref" if kind.by_ref else "id"
    raise BadInput(f"{kind.name}: the object given has no '{member}'; expected {_allowed(kind)}.")


def _allowed(kind: Kind) -> str:
    return "an id, a ref or the object of it" if kind.by_ref else "an id or the object of it"


def _described(value: object) -> str:
    if value is None:
        return "None"
    if isinstance(value, str):
        return "an empty text"
    return f"{type(value).__name__} {value!r}"
