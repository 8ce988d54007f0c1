"""What the store keeps: values as they are, and everything that was acknowledged."""

import sqlite3
from pathlib import Path

import pytest

from attune_emulator.store import JSON_NULL, Database

SCHEMA = """
CREATE TABLE IF NOT EXISTS thing (
    id INTEGER PRIMARY KEY AUTOINCREMENT, ref TEXT, value JSON, open BOOLEAN, created TEXT, updated TEXT,
    CONSTRAINT thing_ref_lowercase CHECK (ref = lower(ref))
);
"""


@pytest.fixture
def db(tmp_path: Path) -> Database:
    return Database(tmp_path / "x.db", [SCHEMA])


@pytest.mark.parametrize("value", [{"a": [1, 2.5, None]}, [], "text", "", 0, False, 10**15, "héé✓"])
def test_json_values_come_back_as_they_went_in(db: Database, value: object) -> None:
    row = db.insert("thing", {"value": value})
    assert row["value"] == value and type(row["value"]) is type(value)
    assert db.update("thing", row["id"], {"value": [value]})["value"] == [value]


def test_json_null_differs_from_no_value(db: Database) -> None:
    absent, null = db.insert("thing", {"value": None}), db.insert("thing", {"value": JSON_NULL})
    assert (absent["value"], null["value"]) == (None, None)
    assert [row["id"] for row in db.all("SELECT id FROM thing WHERE value IS NOT NULL")] == [null["id"]]


def test_booleans_are_booleans_and_times_are_filled(db: Database) -> None:
    row = db.insert("thing", {"open": True})
    assert row["open"] is True and row["created"] == row["updated"] and row["created"].endswith("Z")
    changed = db.update("thing", row["id"], {"open": False})
    assert changed["open"] is False and changed["updated"] > row["updated"] and changed["created"] == row["created"]


def test_a_failed_transaction_leaves_nothing_and_announces_nothing(db: Database) -> None:
    said: list[str] = []
    with pytest.raises(sqlite3.IntegrityError, match="thing_ref_lowercase"), db.transaction():
        db.insert("thing", {"ref": "fine"})
        db.after_commit(lambda: said.append("fine"))
        db.insert("thing", {"ref": "NOT"})
    assert db.all("SELECT * FROM thing") == [] and said == []


def test_work_after_the_commit_waits_for_the_outermost_transaction(db: Database) -> None:
    said: list[str] = []
    with db.transaction():
        with db.transaction():
            db.after_commit(lambda: said.append("inner"))
        assert said == []
    assert said == ["inner"]


def test_acknowledged_writes_survive_kill_9(start_emulator) -> None:
    emulator = start_emulator()
    refs = [f"survivor{n}" for n in range(20)]
    for ref in refs:
        emulator.data("POST", "/api/v1/packs", json={"ref": ref, "label": ref, "version": "1.0.0"})
    token = emulator.admin_token()
    emulator.kill()
    emulator.start()
    kept = {pack["ref"] for pack in emulator.call("GET", "/api/v1/packs", token=token).json()["items"]}
    assert set(refs) <= kept and "core" in kept
    assert emulator.data("GET", "/auth/me")["id"] == 1
