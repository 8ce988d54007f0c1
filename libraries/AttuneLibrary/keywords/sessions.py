"""Keywords that sign people in and out."""

from typing import Any

from robot.api.deco import keyword
from robot.api.types import Secret

from ..client import Credentials, Session
from ..core.errors import BadInput
from ..core.sessions import DEFAULT
from .base import Component


class Sessions(Component):
    """Signing in and out, and which session keywords use."""

    @keyword(tags=["session"])
    def login(
        self,
        login: str | None = None,
        password: str | Secret | None = None,
        *,
        alias: str | None = None,
        fresh: bool = False,
    ) -> Session:
        """Signs in and returns the session, to be given as ``session=`` to other keywords.

        Without ``login`` and ``password`` the shared administrator signs in (TEST_USER_LOGIN, TEST_USER_PASSWORD).
        A session that is open already under the same alias is returned as it is, unless its login or password
        differ or ``fresh`` is true. ``alias`` is the login by default. A wrong password fails with the platform's 401.

        Example:
        | ${people}=    Login    ann@example.com    ${PASSWORD}    alias=ann
        | List Packs    session=ann
        """
        if (login is None) != (password is None):
            raise BadInput("login and password belong together: give both or neither")
        wanted = self._credentials(login, password)
        name = alias or (DEFAULT if login is None else wanted.login)
        session = self.context.sessions.open_or_same(wanted, name, fresh=fresh)
        if fresh or not session.signed_in:
            session.sign_in()
        return session

    def _credentials(self, login: str | None, password: str | Secret | None) -> Credentials:
        if login is None:
            return Credentials(self.settings.login, self.settings.password)
        return Credentials(login, plain(password))


def plain(value: Any) -> str:
    """The text of a Secret or of a string."""
    return str(value.value if isinstance(value, Secret) else value)
