"""Making identities for tests, their sessions, and their deletion after everything they made."""

from ..client import Conflict, Credentials, Masker, NotFound, Session
from .cleanup import Cleanup
from .kinds import KINDS
from .sessions import DEFAULT, Sessions

IDENTITIES = KINDS["identity"].path
ASSIGNMENTS = KINDS["permission assignment"].path


class People:
    """Makes people; whoever is made is noted for deletion."""

    def __init__(self, sessions: Sessions, cleanup: Cleanup, masker: Masker) -> None:
        self._sessions = sessions
        self._cleanup = cleanup
        self._masker = masker

    def register(self, credentials: Credentials, alias: str, display_name: str | None = None) -> Session:
        """A person who registered at the platform."""
        self._masker.learn(credentials.password)
        session = self._sessions.new(credentials, alias=alias)
        body = {"login": credentials.login, "password": credentials.password, "display_name": display_name}
        noted = self._cleanup.remember(
            "identity", credentials.login, session, delete=lambda: self._remove(session, credentials.login)
        )
        try:
            session.adopt(session.post("/auth/register", json=_given(body), anonymous=True).data)
        except Conflict:
            # The login is somebody else's, and so is the deletion.
            self._cleanup.drop(noted)
            raise
        self._sessions.keep(session)
        return session

    def create(self, credentials: Credentials, alias: str, permission_sets: list[str]) -> Session:
        """A person whom the administrator made."""
        self._masker.learn(credentials.password)
        administrator = self._sessions.get(DEFAULT)
        body = {"login": credentials.login, "password": credentials.password}
        number = administrator.post(IDENTITIES, json=body).data["id"]
        self._cleanup.remember("identity", number, administrator)
        for permission_set in permission_sets:
            grant = {"permission_set_ref": permission_set, "identity_id": number}
            assignment = administrator.post(ASSIGNMENTS, json=grant).data["id"]
            self._cleanup.remember("permission assignment", assignment, administrator)
        session = self._sessions.open(credentials, alias=alias)
        session.sign_in()
        return session

    def _remove(self, session: Session, login: str) -> None:
        """Delete a person by login: the answer that told the number may have been lost."""
        administrator = self._sessions.get(DEFAULT)
        number = session.identity.get("id")
        if number is None:
            found = [one["id"] for one in administrator.pages(IDENTITIES) if one["login"] == login]
            if not found:
                raise NotFound(f"no identity has the login {login}", status=404)
            number = found[0]
        administrator.delete(f"{IDENTITIES}/{number}")


def _given(members: dict[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in members.items() if value is not None}
