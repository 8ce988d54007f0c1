"""The platform's objects as keywords give and take them."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from robot.utils import DotDict, type_name

from ..client import NotFound, Session
from .errors import BadInput
from .kinds import KINDS, Kind


def dotted(value: Any) -> Any:
    """A copy whose members are also attributes (`${execution.id}`), at every depth."""
    if isinstance(value, Mapping):
        return DotDict({key: dotted(member) for key, member in value.items()})
    if isinstance(value, list):
        return [dotted(member) for member in value]
    return value


def id_of(kind: str, value: object, session: Callable[[], Session]) -> int:
    """The number of a thing that is given as number, ref or object; a ref costs one request."""
    found = KINDS[kind]
    meant = _meant(found, value, "id")
    if isinstance(meant, int):
        return meant
    if not found.by_ref:
        raise _unusable(found, value)
    return int(session().get(path_of(kind, meant)).data["id"])


def ref_of(kind: str, value: object, session: Callable[[], Session]) -> str:
    """The ref of a thing that is given as ref, object or number; a number is looked up in the list of its kind."""
    meant = _meant(KINDS[kind], value, "ref")
    return meant if isinstance(meant, str) else _ref_of_number(KINDS[kind], meant, session())


def path_of(kind: str, key: object) -> str:
    """The path of one thing; a ref may hold characters that a path does not."""
    return f"{KINDS[kind].path}/{quote(str(key), safe='')}"


def _meant(kind: Kind, value: object, member: str) -> int | str:
    """A number, or the text of a ref."""
    if isinstance(value, Mapping):
        value = _member(kind, value, member)
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    if not isinstance(value, str) or not value.strip():
        raise _unusable(kind, value)
    text = value.strip()
    # A key may be called 42; every other ref begins with a letter.
    return int(text) if text.isdecimal() and kind.name != "key" else text


def _member(kind: Kind, value: Mapping[str, object], member: str) -> object:
    if not kind.by_ref and "ref" in value:
        raise BadInput(f"{kind.name} is the object of '{value['ref']}'; it must be {_accepted(kind)}")
    # The answer to a webhook names its event without being one.
    found = value.get(member, value.get(f"{kind.name}_{member}"))
    if found is None:
        raise BadInput(
            f"{kind.name}: the given object has no '{member}' (its members: {', '.join(map(str, value)) or 'none'})"
        )
    return found


def _ref_of_number(kind: Kind, number: int, session: Session) -> str:
    for item in session.pages(kind.path):
        if item.get("id") == number:
            return str(item["ref"])
    raise NotFound(f"no {kind.name} with id {number}", method="GET", path=kind.path, status=404)


def _unusable(kind: Kind, value: object) -> BadInput:
    shown = f"'{value}' ({type_name(value)})" if value not in (None, "") else ("None" if value is None else "empty")
    return BadInput(f"{kind.name} is {shown}; it must be {_accepted(kind)}")


def _accepted(kind: Kind) -> str:
    return f"{'an id, a ref' if kind.by_ref else 'an id'} or an object that creation returned"
