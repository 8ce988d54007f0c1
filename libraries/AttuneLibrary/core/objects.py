"""The platform's objects as keywords give and take them."""

from collections.abc import Callable
from typing import Any

from robot.utils import DotDict, type_name

from ..client import NotFound, Session
from .errors import BadInput
from .kinds import KINDS, Kind


def dotted(value: Any) -> Any:
    """A copy whose members are also attributes (`${execution.id}`), at every depth."""
    if isinstance(value, dict):
        return DotDict({key: dotted(member) for key, member in value.items()})
    if isinstance(value, list):
        return [dotted(member) for member in value]
    return value


def id_of(kind: str, value: object, session: Callable[[], Session]) -> int:
    """The number of a thing that is given as number, ref or object."""
    number = _member(value, "id", kind)
    if isinstance(number, bool) or number is None:
        raise _unusable(kind, value)
    if isinstance(number, int):
        return number
    text = str(number).strip()
    if text.isdigit():
        return int(text)
    found = KINDS[kind]
    if not text or not found.by_ref:
        raise _unusable(kind, value)
    return int(session().get(f"{found.path}/{text}").data["id"])


def ref_of(kind: str, value: object, session: Callable[[], Session]) -> str:
    """The ref of a thing that is given as ref, object or number."""
    ref = _member(value, "ref", kind)
    if isinstance(ref, int) and not isinstance(ref, bool):
        return _ref_of_number(KINDS[kind], ref, session())
    if not isinstance(ref, str) or not ref.strip():
        raise _unusable(kind, value)
    text = ref.strip()
    return _ref_of_number(KINDS[kind], int(text), session()) if text.isdigit() else text


def _member(value: object, name: str, kind: str) -> object:
    """The member `name` of an object; anything that is no object is returned itself."""
    if not isinstance(value, dict):
        return value
    if value.get(name) is None:
        raise BadInput(f"{kind}: the given object has no '{name}' (its members: {', '.join(map(str, value)) or 'none'})")
    return value[name]


def _ref_of_number(kind: Kind, number: int, session: Session) -> str:
    for item in session.pages(kind.path):
        if item.get("id") == number:
            return str(item["ref"])
    raise NotFound(f"no {kind.name} with id {number}", method="GET", path=kind.path, status=404)


def _unusable(kind: str, value: object) -> BadInput:
    accepted = "a ref, an id or an object that creation returned"
    if kind in KINDS and not KINDS[kind].by_ref:
        accepted = "an id or an object that creation returned"
    shown = f"'{value}' ({type_name(value)})" if value not in (None, "") else ("None" if value is None else "empty")
    return BadInput(f"{kind} is {shown}; it must be {accepted}")
