"""Keywords about identities: people, what they may do, and ordinary people for tests of that."""

from typing import Any

from robot.api.deco import keyword
from robot.api.types import Secret

from ..client import Credentials, Session
from ..core import fixture_packs, pack_files
from ..core.context import Context
from ..core.kinds import KINDS
from ..core.people import People
from ..core.sessions import DEFAULT
from .packs import UPLOAD, UPLOAD_SECONDS
from .resources import Resources, given

PATH = KINDS["identity"].path
ASSIGNMENTS = KINDS["permission assignment"].path
PEOPLE = "e2e_people"


class Identities(Resources):
    """Identities and their permission sets; these keywords need an administrator's session."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._people: str | None = None

    @keyword(tags=["identity"])
    def create_identity(
        self,
        login: str | None = None,
        password: str | Secret | None = None,
        *,
        display_name: str | None = None,
        attributes: dict[str, Any] | None = None,
        session: Any = None,
    ) -> Any:
        """Creates an identity and returns it; it is deleted after everything it made.

        ``login`` is a fresh one by default. Without ``password`` it cannot log in. It may do nothing until it gets a
        permission set. A taken login is refused with 409.

        Example:
        | ${ann}=    Create Identity    password=${PASSWORD}
        | Assign Permission Set    core.viewer    ${ann}
        """
        body = given(
            login=login or self.names.ref("person"),
            password=password,
            display_name=display_name,
            attributes=attributes,
        )
        identity = self.dotted(self.api(session).post(PATH, json=body).data)
        self.remember("identity", identity.id, session)
        return identity

    @keyword(tags=["identity"])
    def delete_identity(self, identity: Any, *, session: Any = None) -> None:
        """Deletes an identity; one that owns keys or packs is refused until those are gone.

        Example:
        | Delete Identity    ${ann}
        """
        self.remove("identity", identity, session)

    @keyword(tags=["identity", "permission"])
    def assign_permission_set(self, permission_set: str, identity: Any, *, session: Any = None) -> Any:
        """Gives an identity a permission set and returns the assignment, which is taken back with its test or suite.

        Example:
        | Assign Permission Set    core.viewer    ${ann}
        """
        body = {"permission_set_ref": permission_set, "identity_id": self.id_of("identity", identity, session)}
        assignment = self.dotted(self.api(session).post(ASSIGNMENTS, json=body).data)
        self.remember("permission assignment", assignment.id, session)
        return assignment

    @keyword(tags=["permission"])
    def list_permission_sets(self, *, pack: Any = None, session: Any = None) -> list[Any]:
        """Returns every permission set, or those of ``pack``, with their grants.

        Example:
        | ${sets}=    List Permission Sets    pack=core
        """
        params = given(pack_ref=self.optional_ref("pack", pack, session))
        found: list[Any] = self.dotted(self.api(session).get("/api/v1/permissions/sets", params=params).items)
        return found

    @keyword(tags=["identity", "session"])
    def open_ordinary_user(self, *, alias: str | None = None, permission_sets: list[str] | None = None) -> Session:
        """Creates a person who builds automations and administers nothing, and returns that person's session.

        The person may create, read, update and delete packs, actions, rules, triggers and keys of one's own, execute
        actions, and read executions, events and enforcements; ``permission_sets`` replace that. What the person
        makes is deleted with the person's own session, the person afterwards.

        Example:
        | ${ann}=    Open Ordinary User    alias=ann
        | ${pack}=    Create Pack    session=ann
        """
        credentials = Credentials(self.names.ref("person"), self.names.password())
        sets = permission_sets or [f"{self._people_pack()}.person"]
        people = People(self.context.sessions, self.context.cleanup, self.context.masker)
        return people.create(credentials, alias or credentials.login, sets)

    def _people_pack(self) -> str:
        """The ref of the fixture pack; one upload serves a whole process, a second set would only be an equal one."""
        if self._people is None:
            ref = self.names.ref(PEOPLE.removeprefix("e2e_"))
            archive = ("pack.tar.gz", pack_files.archive(fixture_packs.folder(PEOPLE), ref), "application/gzip")
            self.made("pack", ref, DEFAULT, UPLOAD, whole_run=True, files={"pack": archive}, timeout=UPLOAD_SECONDS)
            self._people = ref
        return self._people
