"""The table of who may do what: one row an operation, one cell an identity, and what is wrong with the answers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import BadInput

PREFIX = "/api/v1"
NO_GRANT = "-"
FORBIDDEN = 403
COLUMNS = 4
_CELL = re.compile(r"(\d{3})([a-z]?)$")
_GRANT = re.compile(r"(-|[a-z_]+:[a-z]+(?:,[a-z_]+:[a-z]+)*)(?: ([a-z]))?$")
_PLACE = re.compile(r"<[^>]+>|\{[^}]+\}|\*")


@dataclass(frozen=True, slots=True)
class Cell:
    """What one identity is answered, and by which gap the platform answers otherwise."""

    status: int
    gap: str


@dataclass(frozen=True, slots=True)
class Row:
    """One operation; of several grants a refusal names one. `unnamed` is the gap by which it names
    none."""

    method: str
    path: str
    grant: str
    unnamed: str
    body: str
    cells: Mapping[str, Cell]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    def asked(self, gap: str | None) -> list[str]:
        """The identities whose cells belong to a gap, or to none."""
        wanted = gap or ""
        unnamed = gap is not None and self.unnamed == gap
        return [
            who
            for who, cell in self.cells.items()
            if cell.gap == wanted or (unnamed and not cell.gap and cell.status == FORBIDDEN)
        ]

    def fault(self, who: str, status: int, error: str, gap: str | None) -> str | None:
        """What is wrong with an answer, None where nothing is."""
        wanted = self.cells[who].status
        if status != wanted:
            return f"{self} as {who}: {status}, wanted {wanted}" + (f" ({error})" if error else "")
        any_named = any(grant in error for grant in self.grant.split(","))
        named = self.grant == NO_GRANT or self.unnamed not in ("", gap) or any_named
        if status == FORBIDDEN and not named:
            return f"{self} as {who}: 403 does not name {self.grant}: {error or 'no text'}"
        return None


@dataclass(frozen=True, slots=True)
class PermissionTable:
    """Rows by area; `left_out` has the operations without a row, as patterns, by the reason."""

    identities: tuple[str, ...]
    areas: Mapping[str, tuple[Row, ...]]
    left_out: Mapping[str, tuple[str, ...]]

    @classmethod
    def read(cls, file: Path) -> "PermissionTable":
        import yaml  # only the suite of this table pays for it

        if not file.is_file():
            raise BadInput(f"the permission table is '{file}'; there is no such file")
        found = yaml.safe_load(file.read_text(encoding="utf-8"))
        identities, gaps = tuple(found["identities"]), found["gaps"]
        areas = {
            area: tuple(_row(line, identities, gaps) for line in text.splitlines() if line.strip())
            for area, text in found["operations"].items()
        }
        return cls(identities, areas, {reason: tuple(names) for reason, names in found["left_out"].items()})

    def rows(self, area: str) -> tuple[Row, ...]:
        if area not in self.areas:
            raise BadInput(f"the permission table has no area '{area}'; it has: {', '.join(self.areas)}")
        return self.areas[area]

    def lacking(self, operations: Sequence[tuple[str, str]]) -> list[str]:
        """Operations of the platform that have neither a row nor a reason to have none."""
        known = {_shape(row.method, _path(row.path)) for rows in self.areas.values() for row in rows}
        known |= {_shape(*name.split(" ", 1)) for names in self.left_out.values() for name in names}
        return [f"{method} {path}" for method, path in operations if not _known(_shape(method, path), known)]


def url(path: str) -> str:
    """A row's path as it is asked for."""
    return path if path.startswith("/auth/") else PREFIX + path


def _row(line: str, identities: Sequence[str], gaps: Mapping[str, str]) -> Row:
    parts = [part.strip() for part in line.split("|")]
    cells = [_CELL.match(text) for text in parts[-1].split()]
    grant = _GRANT.match(parts[1]) if len(parts) == COLUMNS else None
    letters = {one[2] for one in cells if one and one[2]} | ({grant[2]} if grant and grant[2] else set())
    if grant is None or len(cells) != len(identities) or not all(cells) or letters - set(gaps):
        raise BadInput(
            f"permission table: '{line.strip()}' must be: method path | grant | body | {len(identities)} cells"
        )
    method, path = parts[0].split(maxsplit=1)
    found = {
        who: Cell(int(cell[1]), gaps.get(cell[2], "")) for who, cell in zip(identities, cells, strict=True) if cell
    }
    return Row(method, path, grant[1], gaps.get(grant[2] or "", ""), parts[2], found)


def _path(path: str) -> str:
    return url(path.partition("?")[0])


def _shape(method: str, path: str) -> str:
    return f"{method} {_PLACE.sub('*', path)}"


def _known(operation: str, known: set[str]) -> bool:
    """Whether a row asks for it; a row may name one thing where the platform takes any."""
    pattern = re.compile(re.escape(operation).replace(r"\*", r"[^/]+") + "$")
    return operation in known or any(pattern.match(one) for one in known)


def error_of(body: Any) -> str:
    """The platform's words, in one short line."""
    text = body.get("error", "") if isinstance(body, dict) else body
    return " ".join(str(text).split())[:120]
