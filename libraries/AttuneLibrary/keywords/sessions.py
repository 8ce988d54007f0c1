"""Keywords that sign people in and out."""

from typing import Any

from robot.api.deco import keyword
from robot.api.types import Secret

from ..client import Credentials, Session
from ..core.errors import BadInput
from ..core.people import People
from ..core.secrets import plain_text
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
        ``alias`` is the login by default. A session that is open already under the alias is returned as it is, unless
        login or password differ or ``fresh`` is true. A wrong password fails with the platform's 401.

        Example:
        | ${ann}=    Login    ann    ${PASSWORD}    alias=ann
        | List Packs    session=ann
        """
        if (login is None) != (password is None):
            raise BadInput("login and password belong together: give both or neither")
        if login is None:
            wanted = self.context.sessions.administrator_credentials()
        else:
            wanted = Credentials(login, plain_text(password))
        name = alias or (DEFAULT if login is None else wanted.login)
        session = self.context.sessions.open_or_same(wanted, name, fresh=fresh)
        if not session.signed_in:
            self._sign_in(session)
        return session

    @keyword(tags=["session"])
    def client(self) -> Session:
        """Returns the signed-in session of the shared administrator, the one that keywords use by default.

        Example:
        | ${client}=    Client
        | List Packs    session=${client}
        """
        session: Session = self.login()
        return session

    @keyword(tags=["session", "identity"])
    def register(
        self,
        login: str | None = None,
        password: str | Secret | None = None,
        *,
        display_name: str | None = None,
        alias: str | None = None,
    ) -> Session:
        """Registers a new person at the platform and returns the signed-in session.

        ``login`` and ``password`` are fresh ones by default. The person has no permissions, and is deleted with the
        test or suite, after everything the person made. Where self-registration is off the platform answers 403;
        `Unique User Client` works there too.

        Example:
        | ${ann}=    Register    alias=ann
        | Request Should Be Refused    403    Create Pack    session=${ann}
        """
        secret = plain_text(password) if password is not None else self.names.password()
        credentials = Credentials(login or self.names.ref("person"), secret)
        return self._people.register(credentials, alias or credentials.login, display_name)

    @keyword(tags=["session", "identity"])
    def unique_user_client(self, *, permission_sets: list[str] | None = None, alias: str | None = None) -> Session:
        """Makes a person nobody else uses and returns the signed-in session.

        ``permission_sets`` are given to the person; without, the person may do what needs no grant. The person is
        deleted with the test or suite, after everything the person made.

        Example:
        | ${viewer}=    Unique User Client    permission_sets=${{['core.viewer']}}
        """
        credentials = Credentials(self.names.ref("person"), self.names.password())
        return self._people.create(credentials, alias or credentials.login, permission_sets or [])

    @keyword(tags=["session", "identity"])
    def open_session_as_new_user(
        self, *, permission_sets: list[str] | None = None, alias: str | None = None
    ) -> Session:
        """Same as `Unique User Client`.

        Example:
        | ${ann}=    Open Session As New User    alias=ann
        """
        session: Session = self.unique_user_client(permission_sets=permission_sets, alias=alias)
        return session

    @keyword(tags=["session"])
    def logout(self, *, session: Any = None) -> None:
        """Ends a session at the platform and forgets its token; what the session made is still deleted by it.

        Its alias goes on naming it, and a keyword that uses it afterwards signs in anew.

        Example:
        | Logout    session=ann
        """
        found = self.api(session)
        found.get("/auth/logout")
        found.forget()

    @keyword(tags=["session"])
    def use_session(self, session: Any) -> str:
        """Makes a session the one that keywords use without ``session=``; returns the alias of the one before.

        At the end of the test or suite the administrator's is used again.

        Example:
        | ${before}=    Use Session    ann
        | Create Pack
        | Use Session    ${before}
        """
        return self.context.sessions.choose(session)

    @keyword(tags=["session", "security"])
    def use_token(self, token: str | Secret, *, alias: str = "token") -> Session:
        """Returns a session that sends just this token, whatever it is worth: it never signs in or repeats after a 401.

        Example:
        | ${tampered}=    Use Token    ${TOKEN}x
        | Request Should Be Refused    401    List Packs    session=${tampered}
        """
        return self.context.sessions.open(token=plain_text(token), alias=alias)

    @keyword(tags=["session"])
    def get_token(self, *, session: Any = None) -> Secret:
        """Returns a session's access token as a Secret, signing in first where needed.

        Example:
        | ${token}=    Get Token
        | Use Token    ${token}
        """
        return Secret(self.api(session).token())

    @keyword(tags=["session"])
    def get_current_user(self, *, session: Any = None) -> Any:
        """Returns who the platform takes a session for: id, login, permissions.

        Example:
        | ${me}=    Get Current User    session=ann
        | Should Be Empty    ${me.effective_permissions}
        """
        return self.dotted(self.api(session).get("/auth/me").data)

    @keyword(tags=["session"])
    def change_password(
        self, current_password: str | Secret, new_password: str | Secret, *, session: Any = None
    ) -> None:
        """Changes the password of a session's identity; the session signs in with the new one from now on.

        Example:
        | Change Password    ${OLD}    ${NEW}    session=ann
        """
        found, new = self.api(session), plain_text(new_password)
        self.context.masker.learn(new)
        body = {"current_password": plain_text(current_password), "new_password": new}
        found.post("/auth/change-password", json=body)
        if found.credentials is not None:
            found.credentials = Credentials(found.credentials.login, new)

    @property
    def _people(self) -> People:
        return People(self.context.sessions, self.context.cleanup, self.context.masker)

    def _sign_in(self, session: Session) -> None:
        """Sign in; a session that cannot is not left under its alias."""
        try:
            session.sign_in()
        except Exception:
            self.context.sessions.close(session)
            raise
