"""The table of permissions: how rows are read, and which answers are wrong."""

from pathlib import Path

import pytest

from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.core.permission_tables import PermissionTable

TABLE = """
identities: [anonymous, viewer, admin]
gaps: {u: rbac-unchecked, n: refusal-unnamed}
operations:
  things: |
    GET /things/<thing> | - | | 401 200 200
    POST /things | things:create n | =thing | 401 403 201
    DELETE /things/<new thing> | things:delete | | 401 403u 200
left_out:
  streams for ever: [GET /api/v1/things/*/stream]
"""


@pytest.fixture
def table(tmp_path: Path) -> PermissionTable:
    file = tmp_path / "table.yaml"
    file.write_text(TABLE)
    return PermissionTable.read(file)


def test_cells_are_asked_by_their_gap(table: PermissionTable) -> None:
    read, make, delete = table.rows("things")
    assert [row.asked(None) for row in (read, make, delete)] == [["anonymous", "viewer", "admin"]] * 2 + [
        ["anonymous", "admin"]
    ]
    assert (make.asked("refusal-unnamed"), delete.asked("rbac-unchecked"), read.asked("rbac-unchecked")) == (
        ["viewer"],
        ["viewer"],
        [],
    )


def test_a_refusal_has_to_name_the_grant(table: PermissionTable) -> None:
    _, make, delete = table.rows("things")
    assert delete.fault("viewer", 403, "Insufficient permissions: things:delete", None) is None
    assert "403 does not name things:delete: no" in str(delete.fault("viewer", 403, "no", None))
    assert make.fault("viewer", 403, "no", None) is None
    assert "does not name things:create" in str(make.fault("viewer", 403, "no", "refusal-unnamed"))
    assert make.fault("viewer", 201, "", None) == "POST /things as viewer: 201, wanted 403"


def test_operations_without_a_row_are_named(table: PermissionTable) -> None:
    known = [("GET", "/api/v1/things/{ref}"), ("GET", "/api/v1/things/{ref}/stream"), ("POST", "/api/v1/things")]
    assert table.lacking(known) == []
    assert table.lacking([*known, ("PUT", "/api/v1/things/{ref}")]) == ["PUT /api/v1/things/{ref}"]


@pytest.mark.parametrize(
    "line",
    [
        "GET /things | - | 401 200 200",
        "GET /things | - | | 401 200",
        "GET /things | - | | 401 200 200z",
        "GET | x | | 1",
    ],
)
def test_a_malformed_row_is_shown(tmp_path: Path, line: str) -> None:
    file = tmp_path / "table.yaml"
    file.write_text(TABLE.replace("GET /things/<thing> | - | | 401 200 200", line))
    with pytest.raises(BadInput, match="must be: method path"):
        PermissionTable.read(file)


def test_unknown_areas_and_files_are_named(table: PermissionTable, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="has no area 'trees'; it has: things"):
        table.rows("trees")
    with pytest.raises(BadInput, match="there is no such file"):
        PermissionTable.read(tmp_path / "none.yaml")
