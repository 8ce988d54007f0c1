"""The sessions of this process by alias, and which of them is the default."""

from collections.abc import Callable
from typing import Any

from ..client import Credentials, Masker, Session
from .errors import BadInput
from .settings import Settings

DEFAULT = "administrator"


class Sessions:
    """Finds and makes sessions; the default one is the administrator's unless another was chosen."""

    def __init__(self, settings: Callable[[], Settings], base_url: Callable[[], str], masker: Masker) -> None:
        self._settings = settings
        self._base_url = base_url
        self._masker = masker
        self._by_alias: dict[str, Session] = {}
        self._chosen = DEFAULT

    def get(self, session: object = None) -> Session:
        """The session meant by `session`: None (the chosen one), an alias, a Session, or an object with an alias."""
        if isinstance(session, Session):
            return session
        alias = self._chosen if session is None else getattr(session, "alias", session)
        if isinstance(session, dict):
            alias = session.get("alias")
        if alias == DEFAULT and DEFAULT not in self._by_alias:
            return self.administrator()
        try:
            return self._by_alias[str(alias)]
        except KeyError:
            known = ", ".join(sorted({DEFAULT, *self._by_alias}))
            raise BadInput(f"no session '{alias}'; open sessions: {known}") from None

    def administrator(self) -> Session:
        """The session of TEST_USER_LOGIN."""
        if DEFAULT not in self._by_alias:
            self.open(self.administrator_credentials(), alias=DEFAULT)
        return self._by_alias[DEFAULT]

    def administrator_credentials(self) -> Credentials:
        settings = self._settings()
        return Credentials(settings.login, settings.password, "set TEST_USER_LOGIN and TEST_USER_PASSWORD")

    def open(self, credentials: Credentials | None = None, *, token: str | None = None, alias: str) -> Session:
        """A new session under `alias`."""
        session = self.new(credentials, token=token, alias=alias)
        self.keep(session)
        return session

    def keep(self, session: Session) -> None:
        """Let a session be found by its alias. An older one of that name stays usable for deleting what it made."""
        self._by_alias[session.alias] = session

    def open_or_same(self, credentials: Credentials, alias: str, *, fresh: bool = False) -> Session:
        """The open session of that alias where its credentials are just these, else a new one."""
        found = self._by_alias.get(alias)
        if found is not None and not fresh and found.credentials == credentials:
            return found
        return self.open(credentials, alias=alias)

    def new(self, credentials: Credentials | None = None, *, token: str | None = None, alias: str) -> Session:
        """A session that is not kept here."""
        settings = self._settings()
        return Session(
            self._base_url(),
            credentials,
            token=token,
            alias=alias,
            masker=self._masker,
            connect=settings.connect_timeout,
            read=settings.read_timeout,
        )

    def choose(self, session: object) -> str:
        """Make a session the one that keywords use by default; returns the alias of the one before."""
        before, found = self._chosen, self.get(session)
        self.keep(found)
        self._chosen = found.alias
        return before

    def mark(self) -> tuple[str, frozenset[str]]:
        """Which session is the default and which are open."""
        return self._chosen, frozenset(self._by_alias)

    def back_to(self, mark: tuple[str, frozenset[str]]) -> None:
        """Close what was opened since the mark and choose again what was chosen then."""
        chosen, aliases = mark
        for alias in [alias for alias in self._by_alias if alias not in aliases and alias != DEFAULT]:
            self._by_alias.pop(alias).close()
        self._chosen = chosen if chosen in self._by_alias else DEFAULT

    def set_aside(self) -> tuple[str, dict[str, Session]]:
        """Begin without any session; returns what `bring_back` needs."""
        kept = self._chosen, self._by_alias
        self._chosen, self._by_alias = DEFAULT, {}
        return kept

    def bring_back(self, kept: tuple[str, dict[str, Session]]) -> None:
        """Close every session and have those that were set aside instead."""
        self.close_all()
        self._chosen, self._by_alias = kept

    def close(self, session: Session) -> None:
        session.close()
        self._by_alias = {alias: kept for alias, kept in self._by_alias.items() if kept is not session}
        if self._chosen not in self._by_alias:
            self._chosen = DEFAULT

    def close_all(self) -> None:
        for session in list(self._by_alias.values()):
            session.close()
        self._by_alias.clear()
        self._chosen = DEFAULT

    def counts(self) -> dict[str, Any]:
        """Requests and retries of every open session together."""
        opened = self._by_alias.values()
        return {"requests": sum(s.requests for s in opened), "retries": sum(s.retries for s in opened)}
