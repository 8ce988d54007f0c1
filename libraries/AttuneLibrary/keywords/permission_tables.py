"""Keywords about who may do what: a table of operations, asked as every kind of identity."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from robot.api.deco import keyword

from ..client import Answer, Session
from ..core.errors import BadInput
from ..core.kinds import KINDS
from ..core.permission_tables import PermissionTable, Row, error_of, url
from .identities import Identities
from .permission_subjects import Subjects
from .resources import Resources
from .sessions import Sessions

OPERATIONS = "/_emulator/operations"
DOCUMENT = "/api-spec/openapi.json"
SHOWN = 12
SHOWN_OF_GAP = 2
STARTS, ENDS = 200, 300


@dataclass(frozen=True)
class Opened:
    """A table with the sessions and the things that its rows are asked as and about."""

    table: PermissionTable
    sessions: dict[str, Session]
    subjects: Subjects


class PermissionTables(Resources):
    """Operations against identities."""

    @keyword(tags=["permission", "fixture"])
    def open_permission_table(self, path: Path) -> Opened:
        """Reads a permission table and signs in one person for each of its identities; returns the opened table.

        The persons are ``none`` (no grants), ``viewer``, ``executor``, ``editor``, ``admin``, who have the permission
        set core.<name>, and ``token``: the token of an execution that the admin started with no more than
        core.viewer. ``anonymous`` has no token at all. How a table is written stands at the top of
        ``resources/permissions.yaml``.

        Example:
        | ${table}=    Open Permission Table    ${CURDIR}/permissions.yaml
        """
        table, subjects = PermissionTable.read(Path(path)), Subjects(self.context)
        sessions = {"anonymous": self.api()}
        for who in table.identities:
            if who not in ("anonymous", "token"):
                sessions[who] = self._person(who, subjects)
        if "token" in table.identities:
            text = subjects.token_of_execution(sessions["admin"], ["core.viewer"])
            sessions["token"] = self.context.sessions.new(token=text, alias="execution token")
            subjects.note_own("token", sessions["admin"])
        return Opened(table, sessions, subjects)

    @keyword(tags=["permission", "assertion"])
    def operations_should_need_their_grants(self, opened: Opened, area: str, *, gap: str | None = None) -> str:
        """Asks for every operation of one area as every identity; fails naming each cell that is wrong.

        A status has to be that of the cell, and a 403 has to name the grant. Without ``gap`` the cells are those that
        the platform keeps, with it those of that gap alone. Returns a line with their number.

        Example:
        | Operations Should Need Their Grants    ${table}    packs
        """
        asked, faults = 0, []
        opened.subjects.begin()
        for row in opened.table.rows(area):
            for who in row.asked(gap):
                asked += 1
                answer = self._ask(opened, row, who)
                faults.append(row.fault(who, answer.status, error_of(answer.body), gap))
        wrong = [fault for fault in faults if fault]
        if not asked:
            raise BadInput(f"the area {area} has no cell of the gap {gap}")
        if wrong:
            # Robot Framework cuts long messages, and those of several areas may come together.
            most = SHOWN if gap is None else SHOWN_OF_GAP
            shown = "\n  ".join(wrong[:most] + ["..."] * (len(wrong) > most))
            raise AssertionError(f"{area}: {len(wrong)} of {asked} cells are wrong:\n  {shown}")
        return f"{area}: {asked} cells of {len(opened.table.rows(area))} operations"

    @keyword(tags=["permission", "assertion"])
    def permission_table_should_be_whole(self, opened: Opened) -> str:
        """Fails where the platform tells of an operation that has no row in the table and no reason to have none.

        An emulator tells of all of them, a platform of those that its API document describes.

        Example:
        | Permission Table Should Be Whole    ${table}
        """
        operations = self._operations()
        lacking = opened.table.lacking(operations)
        if lacking:
            raise AssertionError(f"{len(lacking)} operations have no row: {', '.join(lacking[:SHOWN])}")
        return f"{len(operations)} operations have a row or a reason to have none"

    def _person(self, who: str, subjects: Subjects) -> Session:
        """A person with the set of that name; who may execute nothing has started one's executions before."""
        session: Session = Sessions(self.context).unique_user_client(alias=who)
        wanted = [] if who == "none" else [f"core.{who}"]
        needs_help = who in ("none", "viewer")
        identities = Identities(self.context)
        first = ["core.executor"] if needs_help else wanted
        given = [identities.assign_permission_set(one, session.identity["id"]) for one in first]
        subjects.note_own(who, session)
        if needs_help:
            for assignment in given:
                self.remove("permission assignment", assignment.id)
            for one in wanted:
                identities.assign_permission_set(one, session.identity["id"])
        return session

    def _ask(self, opened: Opened, row: Row, who: str) -> Answer:
        """One request; what it makes is noted for deletion, what it uses up is forgotten."""
        subjects, path = opened.subjects, opened.subjects.filled(row.path, who)
        kind, body = row.body.removeprefix("="), self._body(subjects, row, who)
        noted = None
        if row.body.startswith("=") and kind in KINDS and KINDS[kind].by_ref:
            noted = self.remember(kind, body["ref"])
        upload = {"files": {"pack": ("pack.tar.gz", b"no archive")}} if row.path.endswith("/upload") else {"json": body}
        answer = opened.sessions[who].request(
            row.method, url(path), anonymous=who == "anonymous", any_status=True, **upload
        )
        made = STARTS <= answer.status < ENDS
        if noted is not None and not made:
            self.context.cleanup.drop(noted)
        if made:
            subjects.used(f"{row.path} {row.body}")
            self._note(kind, answer)
        return answer

    @staticmethod
    def _body(subjects: Subjects, row: Row, who: str) -> Any:
        if row.body.startswith("="):
            return subjects.fresh(row.body[1:])
        if row.body == "<retention>":
            return subjects.retention()
        return yaml.safe_load(subjects.filled(row.body, who)) if row.body else None

    def _note(self, kind: str, answer: Answer) -> None:
        if kind == "pack index":
            number = answer.data["id"]
            self.remember(kind, number, None, lambda: self.api().delete(f"/api/v1/pack-indices/{number}"))
        elif kind in KINDS and not KINDS[kind].by_ref:
            self.remember(kind, answer.data["id"])

    def _operations(self) -> list[tuple[str, str]]:
        if self.context.platform.is_emulator:
            return [(one["method"], one["path"]) for one in self.api().get(OPERATIONS).items]
        document = self.api().get(DOCUMENT).body
        return [(method.upper(), path) for path, item in document["paths"].items() for method in item]
