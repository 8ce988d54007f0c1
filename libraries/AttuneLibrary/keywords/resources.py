"""What every keyword about a resource needs: addressing, creating with cleanup, listing, and the shape of requests."""

import ast
import json
from collections.abc import Mapping
from typing import Any

from robot.api.types import Secret

from ..client import AttuneError
from ..core.errors import BadInput
from ..core.kinds import KINDS
from ..core.objects import path_of
from .base import Component


def plain(value: Any) -> Any:
    """`value` as it goes into a request: secrets opened, tuples and Robot's own mappings as plain JSON data."""
    if isinstance(value, Secret):
        return value.value
    if isinstance(value, Mapping):
        return {key: plain(member) for key, member in value.items()}
    if isinstance(value, list | tuple):
        return [plain(member) for member in value]
    return value


def given(**members: Any) -> dict[str, Any]:
    """The members that were given; None stands for "not given" everywhere in the library."""
    return {name: plain(value) for name, value in members.items() if value is not None}


def structured(value: Any) -> Any:
    """`value` as plain data; a text that is an object or list, in JSON or as Python writes it, is taken as that."""
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        for parse in (json.loads, ast.literal_eval):
            try:
                found = parse(value)
            except (ValueError, SyntaxError):
                continue
            if isinstance(found, dict | list):
                return found
    return plain(value)


class Resources(Component):
    """Base of the components whose subject is one of the platform's resources."""

    def address(self, kind: str, value: object, session: object = None) -> str:
        """The path of one resource."""
        return path_of(kind, self.key_of(kind, value, session))

    def key_of(self, kind: str, value: object, session: object = None) -> str | int:
        """What the platform addresses a resource by: its ref, or its id where it has no ref."""
        return self.ref_of(kind, value, session) if KINDS[kind].by_ref else self.id_of(kind, value, session)

    def fetch(self, kind: str, value: object, session: object = None) -> Any:
        return self.dotted(self.api(session).get(self.address(kind, value, session)).data)

    def every(self, path: str, session: object = None, *, most: int | None = None, **filters: Any) -> list[Any]:
        """All elements of a list, page by page; filters that are None are left out."""
        return [self.dotted(item) for item in self.api(session).pages(path, most=most, **given(**filters))]

    def create(self, kind: str, body: dict[str, Any], session: object = None) -> Any:
        """POST a resource with a ref; it is noted for deletion before the request goes out."""
        return self.made(kind, body["ref"], session, KINDS[kind].path, json=body)

    def made(self, kind: str, key: str, session: object, path: str, *, whole_run: bool = False, **request: Any) -> Any:
        """POST what makes `key`; only a definite refusal takes it from the list of things to delete again."""
        noted = self.remember(kind, key, session, whole_run=whole_run)
        try:
            return self.dotted(self.api(session).post(path, **request).data)
        except AttuneError as problem:
            if problem.status is not None and problem.status < 500:
                # A refused name may be somebody else's.
                self.context.cleanup.drop(noted)
            raise

    def change(self, kind: str, value: object, changes: dict[str, Any], session: object = None) -> Any:
        if not changes:
            raise BadInput(f"nothing was given that could change the {kind}")
        return self.dotted(self.api(session).put(self.address(kind, value, session), json=changes).data)

    def remove(self, kind: str, value: object, session: object = None) -> None:
        key = self.key_of(kind, value, session)
        self.api(session).delete(path_of(kind, key))
        self.context.cleanup.forget(kind, key)

    def order(self, kind: str, value: object, verb: str, session: object = None) -> Any:
        """POST one of the verbs that a resource has below its own path, such as `enable`."""
        return self.dotted(self.api(session).post(f"{self.address(kind, value, session)}/{verb}").data)

    def sealed(self, holder: Any) -> Any:
        """A trigger, or an event's config, with its webhook key as a secret that no log shows."""
        key = holder.get("webhook_key")
        if isinstance(key, str) and key:
            self.context.masker.learn(key)
            holder["webhook_key"] = Secret(key)
        return holder

    def optional_ref(self, kind: str, value: object, session: object = None) -> str | None:
        return None if value is None else self.ref_of(kind, value, session)

    def optional_id(self, kind: str, value: object, session: object = None) -> int | None:
        return None if value is None else self.id_of(kind, value, session)
