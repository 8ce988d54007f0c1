"""The emulator's state: one SQLite file, used synchronously on the event loop's thread.

Declared column types carry the meaning: ``JSON`` columns hold JSON text, ``BOOLEAN`` columns give bools. In a JSON
column SQL NULL means that there is no value, while `JSON_NULL` writes the JSON value null; both are read as None.
"""

import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from attune_emulator import clock, deviations

Row = dict[str, Any]
_JSON = re.compile(r"\bJSON\b")


class _JsonNull:
    """The JSON value null, as opposed to no value."""


JSON_NULL: Final = _JsonNull()


def _encode_json(value: Any) -> str | None:
    if value is None:
        return None
    if value is JSON_NULL:
        return "null"
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


sqlite3.register_converter("JSON", json.loads)
sqlite3.register_converter("BOOLEAN", lambda raw: raw != b"0")


class Database:
    """Tables, rows as dicts, transactions with work to do after the commit."""

    def __init__(self, file: Path, schemas: Sequence[str]) -> None:
        self._connection = sqlite3.connect(
            file, isolation_level=None, detect_types=sqlite3.PARSE_DECLTYPES, cached_statements=512
        )
        self._connection.row_factory = _as_dict
        self._depth = 0
        self._after_commit: list[Callable[[], None]] = []
        self._columns: dict[str, dict[str, str]] = {}
        self._connection.create_function("regexp", 2, _matches, deterministic=True)
        self._connection.create_function("pack_of", 1, _pack_of, deterministic=True)
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "recursive_triggers=ON"):
            self._connection.execute(f"PRAGMA {pragma}")
        for schema in schemas:
            # A column without TEXT in its type takes numbers for numbers, and 2.0 for 2.
            self._connection.executescript(_JSON.sub("JSON TEXT", schema))

    def close(self) -> None:
        self._connection.close()

    # reading

    def one(self, sql: str, *values: Any) -> Row | None:
        """Return the first row of a query, or None."""
        row: Row | None = self._connection.execute(sql, _taken(values)).fetchone()
        return row

    def all(self, sql: str, *values: Any) -> list[Row]:
        """Return every row of a query."""
        return self._connection.execute(sql, _taken(values)).fetchall()

    def value(self, sql: str, *values: Any) -> Any:
        """Return the first column of the first row, or None."""
        row = self.one(sql, *values)
        return None if row is None else next(iter(row.values()))

    def by_id(self, table: str, row_id: int) -> Row | None:
        return self.one(f"SELECT * FROM {table} WHERE id = ?", row_id)

    def by_ref(self, table: str, ref: str) -> Row | None:
        return self.one(f"SELECT * FROM {table} WHERE ref = ?", ref)

    # writing

    def insert(self, table: str, values: Mapping[str, Any]) -> Row:
        """Insert a row and return it whole; `created` and `updated` are filled where the table has them."""
        types = self._types(table)
        moment = clock.now()
        filled = {name: moment for name in ("created", "updated") if name in types} | dict(values)
        names = ", ".join(filled)
        marks = ", ".join("?" * len(filled))
        sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"
        return self._written(table, self._connection.execute(sql, self._encoded(table, filled)).lastrowid)

    def update(self, table: str, row_id: int, values: Mapping[str, Any]) -> Row:
        """Change a row by id and return it whole; raises KeyError when there is none."""
        self.write(table, row_id, values)
        return self._written(table, row_id)

    def write(self, table: str, row_id: int, values: Mapping[str, Any]) -> dict[str, Any]:
        """Change a row by id without reading it back; returns what was written. Raises KeyError when there is none."""
        filled = ({"updated": clock.now()} if "updated" in self._types(table) else {}) | dict(values)
        pairs = ", ".join(f"{name} = ?" for name in filled)
        if not self.execute(f"UPDATE {table} SET {pairs} WHERE id = ?", *self._encoded(table, filled), row_id):
            raise KeyError(f"{table} {row_id}")
        return filled

    def delete(self, table: str, row_id: int) -> bool:
        """Delete a row by id; tells whether there was one."""
        return self.execute(f"DELETE FROM {table} WHERE id = ?", row_id) > 0

    def execute(self, sql: str, *values: Any) -> int:
        """Run a statement and return the number of rows it changed."""
        return self._connection.execute(sql, values).rowcount

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Group writes; nested uses join the outermost one. Nothing may be awaited inside."""
        if self._depth == 0:
            self._connection.execute("BEGIN IMMEDIATE")
        self._depth += 1
        try:
            yield
        except BaseException:
            self._depth -= 1
            if self._depth == 0:
                self._connection.execute("ROLLBACK")
                self._after_commit.clear()
            raise
        self._depth -= 1
        if self._depth == 0:
            self._commit()

    def after_commit(self, work: Callable[[], None]) -> None:
        """Do `work` once the running transaction is committed; at once when there is none."""
        if self._depth:
            self._after_commit.append(work)
        else:
            work()

    def clear(self) -> None:
        """Empty every table and start the ids anew."""
        self._connection.execute("PRAGMA foreign_keys=OFF")
        with self.transaction():
            for row in self.all("SELECT name FROM sqlite_master WHERE type = 'table'"):
                self.execute(f"DELETE FROM {row['name']}")
        self._connection.execute("PRAGMA foreign_keys=ON")

    # inside

    def _commit(self) -> None:
        try:
            self._connection.execute("COMMIT")
        except BaseException:
            self._connection.execute("ROLLBACK")
            self._after_commit.clear()
            raise
        pending, self._after_commit = self._after_commit, []
        for work in pending:
            work()

    def _types(self, table: str) -> dict[str, str]:
        if table not in self._columns:
            rows = self.all(f"PRAGMA table_info({table})")
            self._columns[table] = {row["name"]: row["type"].upper() for row in rows}
        return self._columns[table]

    def _encoded(self, table: str, values: Mapping[str, Any]) -> list[Any]:
        types = self._types(table)
        return [_encode_json(value) if types[name] == "JSON TEXT" else value for name, value in values.items()]

    def _written(self, table: str, row_id: int | None) -> Row:
        # A second look in place of RETURNING, whose columns have no declared types for the converters.
        row = self.one(f"SELECT * FROM {table} WHERE id = ?", row_id)
        assert row is not None
        return row


def _taken(values: Sequence[Any]) -> Sequence[Any]:
    """Return the values of a query as a database takes them; raises sqlite3.DataError as the platform's would."""
    for character, name in (("\0", "null-byte"), ("'", "quotes-break-queries")):
        if deviations.on(name) and any(isinstance(value, str) and character in value for value in values):
            raise sqlite3.DataError(f'invalid byte sequence for encoding "UTF8": 0x{ord(character):02x}')
    return values


def _as_dict(cursor: sqlite3.Cursor, values: tuple[Any, ...]) -> Row:
    return dict(zip((column[0] for column in cursor.description), values, strict=True))


def _matches(pattern: str, text: object) -> bool:
    return isinstance(text, str) and re.search(pattern, text) is not None


def _pack_of(ref: object) -> str | None:
    return ref.partition(".")[0] if isinstance(ref, str) else None
