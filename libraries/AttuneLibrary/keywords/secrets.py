"""Keywords about secrets: keys whose values are stored encrypted."""

from typing import Any

from robot.api.deco import keyword
from robot.api.types import Secret

from ..core.context import Context
from .keys import Keys
from .resources import Resources


class Secrets(Resources):
    """Secrets are keys like others, but no keyword and no log shows their values."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._keys = Keys(context)

    @keyword(tags=["datastore", "secret"])
    def create_secret(
        self,
        ref: str | None = None,
        value: Any = "",
        *,
        name: str | None = None,
        owner_type: str = "pack",
        owner: Any = None,
        encrypted: bool = True,
        ttl: int | None = None,
        session: Any = None,
    ) -> Any:
        """Same as `Create Key`, but encrypted.

        Example:
        | Create Secret    smtp_password    ${PASSWORD}
        """
        return self._keys.create_key(
            ref,
            value,
            name=name,
            owner_type=owner_type,
            owner=owner,
            encrypted=encrypted,
            ttl=ttl,
            session=session,
        )

    @keyword(tags=["datastore", "secret"])
    def get_secret(self, key: Any, *, session: Any = None) -> Secret:
        """Returns a key's value as a Secret, whether it is stored encrypted or not; an absent key is 404.

        Fails where the value is withheld because the identity may not decrypt it.

        Example:
        | ${secret}=    Get Secret    smtp_password
        """
        found = self._keys.get_key(key, session=session)
        if isinstance(found.value, Secret):
            return found.value
        if found.encrypted and found.value is None:
            raise AssertionError(f"key {found.ref}: its value is withheld, the session's identity may not decrypt it")
        self.context.masker.learn(found.value)
        return Secret(found.value)

    @keyword(tags=["datastore", "secret"])
    def update_secret(
        self, key: Any, value: Any, *, encrypted: bool = True, ttl: int | None = None, session: Any = None
    ) -> Any:
        """Gives a key a new value, encrypted, and returns the key.

        Example:
        | Update Secret    smtp_password    ${NEW PASSWORD}
        """
        return self._keys.update_key(key, value=value, encrypted=encrypted, ttl=ttl, session=session)
