"""What lies in the platform's database, as a text that is searched and never shown."""

import base64
import json
import re
import shlex
import sqlite3
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from .errors import BadInput
from .platform import Platform
from .settings import Settings

DUMP_SECONDS = 120
KEYS = "key"
# Of a longer value of the emulator's only both ends are looked at.
LONGEST = 200_000
# The stored form of an encrypted value: nonce, ciphertext and tag, as a JSON text.
SEALED = re.compile(r'"([A-Za-z0-9+/]{40,}={0,2})"')
TABLE = re.compile(r'^(?:COPY (?:\w+\.)?"?(\w+)"? .*FROM stdin;|INSERT INTO "?(?:\w+"?\.)?"?(\w+)"? VALUES)')
WORD = re.compile(r"(?<![A-Za-z0-9+/_-])(?:[0-9a-fA-F]{64}|[A-Za-z0-9+/_-]{43}=?)(?![A-Za-z0-9+/_=-])")


class Dump:
    """Everything that lies in the database, in the lines of a dump of it."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()

    def __repr__(self) -> str:
        return f"<dump of {len(self._lines)} lines>"

    def tables_with(self, texts: Iterable[str]) -> list[str]:
        """The tables that show one of `texts`, in clear or in base64 or hexadecimal digits."""
        wanted = [form for text in texts for form in forms(text)]
        return list(dict.fromkeys(table for table, line in self._rows() if any(form in line for form in wanted)))

    def row(self, ref: str) -> str | None:
        """The row of the encrypted key with this ref; None where there is none."""
        named = re.compile(rf"(?<![\w.]){re.escape(ref)}(?![\w.])")
        keys = (line for table, line in self._rows() if table == KEYS)
        found = [line for line in keys if named.search(line) and SEALED.search(line)]
        return found[0] if found else None

    def words(self) -> set[bytes]:
        """Every word of 32 bytes, in hexadecimal digits or base64: what a key of AES-256 could be."""
        found = {bytes.fromhex(word) for line in self._lines for word in WORD.findall(line) if len(word) == 64}
        texts = {word for line in self._lines for word in WORD.findall(line) if len(word) != 64}
        return found | {base64.urlsafe_b64decode(_standard(word)) for word in texts}

    def _rows(self) -> Iterator[tuple[str, str]]:
        table = "?"
        for line in self._lines:
            begins = TABLE.match(line)
            if begins:
                table = begins[1] or begins[2]
            yield table, line


def forms(text: str) -> Iterator[str]:
    """A text as it may be written: in clear, inside JSON, in hexadecimal digits, in base64 wherever it begins."""
    raw = text.encode()
    yield from {text, json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1], raw.hex()}
    for before in range(3):
        # Of bytes that begin within a group of three, the first and last digits depend on their neighbours.
        whole = base64.b64encode(b"\0" * before + raw).decode().rstrip("=")
        yield whole[(0, 2, 3)[before] : len(whole) - (1 if (before + len(raw)) % 3 else 0)]


def _standard(word: str) -> str:
    return word.rstrip("=").replace("+", "-").replace("/", "_") + "="


class Database:
    """Takes dumps: of the emulator's file, or by the command in ATTUNE_DATABASE_DUMP."""

    def __init__(self, settings: Callable[[], Settings], platform: Platform) -> None:
        self._settings, self._platform = settings, platform

    @property
    def readable(self) -> bool:
        return bool(self._settings().database_dump) or self._platform.is_emulator

    def encryption_key(self) -> str | None:
        """The text the platform encrypts with; None where it is not known here."""
        given = str(self._settings().encryption_key)
        if given:
            return given
        file = self._platform.emulator_info().get("encryption_key_file")
        return Path(file).read_text(encoding="utf-8").strip() if file else None

    def dump(self) -> Dump:
        command = str(self._settings().database_dump)
        if command:
            return Dump(_output(command))
        file = self._platform.emulator_info().get("database")
        if not file:
            raise BadInput("there is no way to the platform's database: ATTUNE_DATABASE_DUMP is not set")
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            return Dump("\n".join(_rows_of(connection)))


def _rows_of(connection: sqlite3.Connection) -> Iterator[str]:
    """Every row of every table, written as a dump writes it."""
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    for (table,) in tables:
        for row in connection.execute(f'SELECT * FROM "{table}"'):
            yield f'INSERT INTO "{table}" VALUES({",".join(map(_cell, row))})'


def _cell(value: Any) -> str:
    text = value.hex() if isinstance(value, bytes) else str(value)
    # Outputs at their limit fill a hundred megabytes; whatever is said of a secret is said near an end.
    return f"'{text if len(text) <= LONGEST else text[: LONGEST // 2] + text[-LONGEST // 2 :]}'"


def _output(command: str) -> str:
    try:
        done = subprocess.run(shlex.split(command), capture_output=True, timeout=DUMP_SECONDS, check=False)
    except (OSError, ValueError, subprocess.TimeoutExpired) as problem:
        raise BadInput(f"ATTUNE_DATABASE_DUMP cannot be run: {type(problem).__name__}") from None
    if done.returncode != 0 or not done.stdout:
        printed = f"ended with {done.returncode} and {len(done.stdout)} bytes"
        raise BadInput(f"ATTUNE_DATABASE_DUMP {printed}; it must print a dump")
    return done.stdout.decode(errors="replace")
