"""What every keyword about a resource needs: addressing, creating with cleanup, listing, and the shape of results."""

from collections.abc import Mapping
from typing import Any

from robot.api.types import Secret
from robot.utils import DotDict

from ..client.errors import NotFound
from ..core.errors import BadInput
from ..core.references import PACK, Kind, reference
from .base import Component


def shown(data: Any) -> Any:
    """The platform's object as Robot data: members by dot at every depth, nothing renamed, nothing left out."""
    if isinstance(data, Mapping):
        return DotDict({key: shown(member) for key, member in data.items()})
    if isinstance(data, list):
        return [shown(member) for member in data]
    return data


def given(**members: Any) -> dict[str, Any]:
    """The members that were given; None stands for "not given" everywhere in the library."""
    return {name: plain(value) for name, value in members.items() if value is not None}


def plain(value: Any) -> Any:
    """`value` as it goes into a request: secrets opened, tuples and Robot's own mappings as plain JSON data."""
    if isinstance(value, Secret):
        return value.value
    if isinstance(value, Mapping):
        return {key: plain(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [plain(member) for member in value]
    return value


class Resources(Component):
    """Base of the components whose subject is one of the platform's resources."""

    def ref_of(self, kind: Kind, value: object, session: object = None) -> str:
        """The ref that `value` means; a number is looked up among all resources of the kind."""
        found = reference(kind, value)
        if isinstance(found, str):
            return found
        for item in self.api(session).pages(kind.path):
            if item["id"] == found:
                return str(item["ref"])
        raise NotFound(f"{kind.word}: there is no {kind.word} with the id {found}.", status=404, path=kind.path)

    def ref_or_none(self, kind: Kind, value: object, session: object = None) -> str | None:
        return None if value is None else self.ref_of(kind, value, session)

    def address(self, kind: Kind, value: object, session: object = None) -> str:
        """The path of one resource."""
        return kind.address(self.ref_of(kind, value, session) if kind.by_ref else reference(kind, value))

    def fetch(self, kind: Kind, value: object, session: object = None) -> Any:
        return shown(self.api(session).get(self.address(kind, value, session)).data)

    def every(self, path: str, session: object = None, most: int | None = None, **filters: Any) -> list[Any]:
        """All elements of a list, page by page; filters that are None are left out."""
        return [shown(item) for item in self.api(session).pages(path, most=most, **given(**filters))]

    def create(self, kind: Kind, body: dict[str, Any], session: object = None) -> Any:
        """POST a resource with a ref; it is noted for deletion before the request goes out."""
        self.remember(kind.word, body["ref"], session)
        return shown(self.api(session).post(kind.path, json=body).data)

    def change(self, kind: Kind, value: object, changes: dict[str, Any], session: object = None) -> Any:
        if not changes:
            raise BadInput(f"Update {kind.word.title()}: nothing to change was given.")
        return shown(self.api(session).put(self.address(kind, value, session), json=changes).data)

    def remove(self, kind: Kind, value: object, session: object = None) -> None:
        self.api(session).delete(self.address(kind, value, session))

    def order(self, kind: Kind, value: object, verb: str, session: object = None) -> Any:
        """POST one of the verbs that a resource has below its own path, such as `enable`."""
        return shown(self.api(session).post(f"{self.address(kind, value, session)}/{verb}").data)

    def pack_or_own(self, pack: object, session: object = None) -> str:
        """The pack that was given, or the one the running suite owns."""
        if pack is not None:
            return self.ref_of(PACK, pack, session)
        own = self.own_pack()
        if own is None:
            raise BadInput(
                "pack: the suite has no pack of its own; put 'Use A Pack Of My Own' into its Suite Setup or give pack=."
            )
        return own

    def own_pack(self) -> str | None:
        raise NotImplementedError
