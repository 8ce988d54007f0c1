"""Keywords about secrets: keys whose values are stored encrypted."""

import hashlib
import json
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

    @keyword(tags=["secret", "fixture"])
    def fresh_secret(self) -> Secret:
        """Returns a Secret that nobody has used yet, of the kind that any password rule accepts.

        Example:
        | ${password}=    Fresh Secret
        | Create Secret    smtp_password    ${password}
        """
        text = self.names.password()
        self.context.masker.learn(text)
        return Secret(text)

    @keyword(tags=["secret"])
    def secret_digest(self, secret: Secret) -> str:
        """Returns the SHA-256 of a Secret's JSON in hexadecimal digits: a stand-in that may be shown and compared.

        The fixture action ``test_pack.read_key`` tells the same of an encrypted key it has read.

        Example:
        | ${digest}=    Secret Digest    ${password}
        """
        return hashlib.sha256(json.dumps(secret.value, sort_keys=True).encode()).hexdigest()

    @keyword(tags=["secret", "assertion"])
    def texts_should_not_show(self, secret: Secret, *texts: Any) -> None:
        """Fails where one of ``texts`` has the value of ``secret`` in it; the failure does not show it either.

        Objects are looked at as a log would show them.

        Example:
        | Texts Should Not Show    ${password}    ${execution.result}    ${log}
        """
        showing = [str(number) for number, text in enumerate(texts, 1) if str(secret.value) in str(text)]
        if showing:
            raise AssertionError(f"of {len(texts)} texts number {', '.join(showing)} shows the secret value")
