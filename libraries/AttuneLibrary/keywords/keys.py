"""Keywords about keys: the platform's one store for values and secrets."""

from typing import Any

from assertionengine import AssertionOperator, verify_assertion
from robot.api.deco import keyword
from robot.api.types import Secret

from ..client import NotFound
from ..core.errors import BadInput
from ..core.kinds import KINDS
from .base import PACK_VARIABLE
from .resources import Resources, given, plain

PATH = KINDS["key"].path
OWNERS = ("system", "identity", "pack", "action", "sensor")


class Keys(Resources):
    """Keys; their values are owned by the suite's pack unless told otherwise.

    A key that the system owns reaches every execution on the platform as a parameter.
    """

    @keyword(tags=["datastore"])
    def create_key(
        self,
        ref: str | None = None,
        value: Any = "",
        *,
        name: str | None = None,
        owner_type: str = "pack",
        owner: Any = None,
        encrypted: bool = False,
        ttl: int | None = None,
        session: Any = None,
    ) -> Any:
        """Creates a key and returns it; it is deleted at the end of the test or suite.

        ``value`` is any JSON value and keeps its type. ``owner_type`` is pack, action, sensor, identity or system;
        ``owner`` is that owner (ref, id or object), by default the suite's pack or the session's own identity.
        A ``ref`` without a dot is put under the suite's pack, where there is one. ``name`` is the name under which
        executions of the owner receive the value, by default the ref. ``ttl`` is in whole seconds.
        The value of an encrypted key is returned as a Secret. A taken ref is refused with 409.

        Example:
        | ${key}=    Create Key    limits    ${{ {'cpu': 4} }}
        """
        full = self._full_key_ref(ref)
        body = given(ref=full, name=name or full, value=value, encrypted=encrypted, ttl=ttl)
        body.setdefault("value", None)
        body |= self._owner(owner_type, owner, session)
        if encrypted:
            self.context.masker.learn(plain(value))
        return self._sealed_key(self.create("key", body, session))

    @keyword(tags=["datastore"])
    def datastore_set(
        self,
        key: Any,
        value: Any,
        *,
        encrypted: bool = False,
        ttl: int | None = None,
        owner_type: str = "pack",
        owner: Any = None,
        session: Any = None,
    ) -> Any:
        """Sets a key's value, creating the key where there is none, and returns it.

        On a key that exists ``encrypted`` and ``ttl`` count as well; its owner stays. The other arguments are those
        of `Create Key`.

        Example:
        | Datastore Set    region    eu-central
        | Datastore Set    region    eu-west    ttl=60
        """
        full = self._full_key_ref(key)
        body = given(encrypted=encrypted, ttl=ttl) | {"value": plain(value)}
        if encrypted:
            self.context.masker.learn(plain(value))
        try:
            return self._sealed_key(self.change("key", full, body, session))
        except NotFound:
            return self.create_key(
                full, value, encrypted=encrypted, ttl=ttl, owner_type=owner_type, owner=owner, session=session
            )

    @keyword(tags=["datastore"])
    def get_key(self, key: Any, *, session: Any = None) -> Any:
        """Returns a key with its value; the value of an encrypted one is a Secret, or None without the right to it.

        A key that does not exist, or may not be read, is 404.

        Example:
        | ${key}=    Get Key    region
        | Should Be Equal    ${key.owner_type}    pack
        """
        return self._sealed_key(self.fetch("key", self._full_key_ref(key), session))

    @keyword(tags=["datastore"])
    def get_key_value(
        self,
        key: Any,
        assertion_operator: AssertionOperator | None = None,
        assertion_expected: Any = None,
        message: str | None = None,
        *,
        default: Any = None,
        session: Any = None,
    ) -> Any:
        """Returns a key's value, or ``default`` where there is no such key.

        Only the platform's 404 counts as absent; a refusal or an error fails. The value of an encrypted key is a
        Secret. With an assertion the value is judged, a secret one without ever being shown.

        Example:
        | Get Key Value    region    ==    eu-west
        | ${absent}=    Get Key Value    no_such_key
        """
        try:
            value = self.get_key(key, session=session).value
        except NotFound:
            value = default
        return _judged(f"key {self._full_key_ref(key)}", value, assertion_operator, assertion_expected, message)

    @keyword(tags=["datastore"])
    def datastore_get(
        self,
        key: Any,
        assertion_operator: AssertionOperator | None = None,
        assertion_expected: Any = None,
        message: str | None = None,
        *,
        default: Any = None,
        session: Any = None,
    ) -> Any:
        """Same as `Get Key Value`."""
        return self.get_key_value(
            key, assertion_operator, assertion_expected, message, default=default, session=session
        )

    @keyword(tags=["datastore"])
    def list_keys(self, *, owner_type: str | None = None, owner: Any = None, session: Any = None) -> list[Any]:
        """Returns the keys the session's identity may read, without their values, from all pages.

        ``owner_type`` is pack, action, sensor, identity or system; ``owner`` needs it.

        Example:
        | ${keys}=    List Keys    owner_type=pack    owner=${PACK_REF}
        """
        filters: dict[str, Any] = {}
        if owner is not None:
            if owner_type in (None, "system"):
                raise BadInput("owner needs an owner_type of pack, action, sensor or identity")
            filters["owner"] = self.id_of(_kind(owner_type), owner, session)
        return self.every(PATH, session, owner_type=_kind(owner_type) if owner_type else None, **filters)

    @keyword(tags=["datastore"])
    def update_key(
        self,
        key: Any,
        *,
        value: Any = None,
        name: str | None = None,
        encrypted: bool | None = None,
        ttl: int | None = None,
        session: Any = None,
    ) -> Any:
        """Changes what is given of a key and returns it.

        To change ``encrypted``, give the ``value`` as well: the platform does not convert what is stored.

        Example:
        | Update Key    region    value=eu-west
        """
        if encrypted is not None and value is None:
            raise BadInput("encrypted needs the value as well: the platform does not convert what is stored")
        if encrypted:
            self.context.masker.learn(plain(value))
        changes = given(value=value, name=name, encrypted=encrypted, ttl=ttl)
        return self._sealed_key(self.change("key", self._full_key_ref(key), changes, session))

    @keyword(tags=["datastore"])
    def delete_key(self, key: Any, *, session: Any = None) -> None:
        """Deletes a key; an absent one is 404.

        Example:
        | Delete Key    region
        """
        self.remove("key", self._full_key_ref(key), session)

    @keyword(tags=["datastore"])
    def datastore_delete(self, key: Any, *, session: Any = None) -> None:
        """Same as `Delete Key`."""
        self.delete_key(key, session=session)

    def _full_key_ref(self, key: Any) -> str:
        """The ref meant by `key`; a text without a dot is put under the suite's pack, as creation does."""
        if key is not None and not isinstance(key, str):
            return self.ref_of("key", key)
        own = self.variable(PACK_VARIABLE)
        if key is None:
            return f"{own}.{self.names.ref('key')}" if own else self.names.ref("key")
        return f"{own}.{key}" if own and "." not in key else key

    def _owner(self, owner_type: str, owner: Any, session: Any) -> dict[str, Any]:
        kind = _kind(owner_type)
        if kind == "system":
            if owner is not None:
                raise BadInput("owner is given, but a system key has no owner")
            return {"owner_type": kind}
        if kind == "identity":
            own = self.id_of("identity", owner, session) if owner is not None else self._own_identity(session)
            return {"owner_type": kind, "owner_identity": own}
        if kind == "pack":
            return {"owner_type": kind, "owner_pack_ref": self.pack_of(owner, session)}
        if owner is None:
            raise BadInput(f"owner is not given; an owner_type of {kind} needs the {kind} that owns the key")
        return {"owner_type": kind, f"owner_{kind}_ref": self.ref_of(kind, owner, session)}

    def _own_identity(self, session: Any) -> int:
        return int(self.api(session).get("/auth/me").data["id"])

    def _sealed_key(self, key: Any) -> Any:
        """A key whose value no log can show where it is encrypted."""
        if key.encrypted and key.value is not None:
            self.context.masker.learn(key.value)
            key["value"] = Secret(key.value)
        return key


def _kind(owner_type: str | None) -> str:
    if owner_type not in OWNERS:
        raise BadInput(f"owner_type is '{owner_type}'; it must be one of {', '.join(OWNERS)}")
    return owner_type


def _judged(subject: str, value: Any, operator: AssertionOperator | None, expected: Any, message: str | None) -> Any:
    """`value`, after the assertion where there is one; a secret is judged, but no message shows it."""
    if operator is None:
        return value
    if not isinstance(value, Secret):
        return verify_assertion(value, operator, expected, f"{subject}: value", message)
    try:
        verify_assertion(value.value, operator, plain(expected))
    except AssertionError:
        hidden = f"{subject}: its secret value does not fulfil '{operator.name}' (both values are hidden)"
        raise AssertionError(message or hidden) from None
    return value
