"""Dumps of either kind are searched whole, and what a text looks like in them is known."""

import base64
import json
import sqlite3
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from attune_emulator.crypto import encrypt
from AttuneLibrary.core.database import Database, Dump
from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.core.sealing import PLACES, derived, opened, parts, tampered

SECRET = 'pass"wörd of ann'
KEY = "k" * 40
SEALED = encrypt(KEY, SECRET)
POSTGRES = f"""COPY attune.event (id, payload) FROM stdin;
1	{{"at": "pack.mine", "of": "{SEALED}"}}
\\.
COPY attune.key (id, ref, name, encryption_key_hash, value) FROM stdin;
1	pack.mine	mine	{derived(KEY).hex()}	"{SEALED}"
2	pack.mine2	other	\\N	"in clear"
\\.
"""


def database(settings: dict[str, str], info: dict[str, Any] | None = None) -> Database:
    given: Any = SimpleNamespace(**{"database_dump": "", "encryption_key": ""} | settings)
    platform: Any = SimpleNamespace(emulator_info=lambda: info or {}, is_emulator=bool(info))
    return Database(lambda: given, platform)


@pytest.mark.parametrize(
    "written",
    [
        SECRET,
        json.dumps(SECRET),
        SECRET.encode().hex(),
        base64.b64encode(SECRET.encode()).decode(),
        base64.b64encode(b"1" + SECRET.encode() + b"23").decode(),
        base64.b64encode(b"12" + SECRET.encode() + b"3").decode(),
    ],
)
def test_a_text_is_found_however_it_is_written(written: str) -> None:
    dump = Dump(f"COPY attune.event (id) FROM stdin;\n1\t...{written}...\n\\.\n")
    assert dump.tables_with([SECRET]) == ["event"]
    assert dump.tables_with(["another text"]) == []


def test_the_row_of_an_encrypted_key_is_found() -> None:
    dump = Dump(POSTGRES)
    assert dump.row("pack.mine") == POSTGRES.splitlines()[4]
    assert dump.row("pack.mine2") is None and dump.row("pack") is None
    assert dump.words() >= {derived(KEY)}
    assert SECRET not in repr(dump)


def test_a_file_of_the_emulator_is_read_while_it_is_in_use(tmp_path: Path) -> None:
    file = tmp_path / "state.db"
    used = sqlite3.connect(file)
    used.execute("PRAGMA journal_mode=WAL")
    used.execute("CREATE TABLE key (ref TEXT, value TEXT)")
    used.execute("INSERT INTO key VALUES ('pack.mine', ?)", (f'"{SEALED}"',))
    used.commit()
    dump = database({}, {"database": str(file)}).dump()
    assert dump.tables_with([SEALED]) == ["key"] and dump.row("pack.mine") is not None


def test_a_command_prints_the_dump(tmp_path: Path) -> None:
    file = tmp_path / "a dump.sql"
    file.write_text(POSTGRES)
    found = database({"database_dump": f"cat '{file}'", "encryption_key": KEY})
    assert found.readable and found.dump().tables_with(["in clear"]) == ["key"] and found.encryption_key() == KEY


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("", "there is no way to the platform's database: ATTUNE_DATABASE_DUMP is not set"),
        ("/no/such/program hush", "ATTUNE_DATABASE_DUMP cannot be run: FileNotFoundError"),
        ("unbalanced 'quote hush", "ATTUNE_DATABASE_DUMP cannot be run: ValueError"),
        ("false hush", "ATTUNE_DATABASE_DUMP ended with 1 and 0 bytes; it must print a dump"),
        ("true hush", "ATTUNE_DATABASE_DUMP ended with 0 and 0 bytes; it must print a dump"),
    ],
)
def test_a_command_that_prints_none_is_told_without_what_may_be_secret(command: str, message: str) -> None:
    with pytest.raises(BadInput) as failure:
        database({"database_dump": command}).dump()
    assert str(failure.value) == message


def test_stored_values_are_opened_with_their_key_alone() -> None:
    nonce, _, tag = parts(SEALED)
    assert (len(nonce), len(tag)) == (12, 16)
    assert json.loads(opened(SEALED, derived(KEY)) or b"") == SECRET
    assert opened(SEALED, derived(KEY + "k")) is None


@pytest.mark.parametrize("place", PLACES)
def test_a_tampered_value_is_another_one(place: str) -> None:
    assert tampered(SEALED, place) != SEALED
