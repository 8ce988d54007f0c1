"""The action that makes a workflow executable: same ref, same parameters."""

import re
import sqlite3
from typing import Any

from attune_emulator.http.errors import ApiError
from attune_emulator.store import Database, Row

_SHARED = ("label", "description", "param_schema", "out_schema")


def add_companion(db: Database, workflow: Row, entrypoint: str = "workflow") -> None:
    """Insert a workflow's action; what is wrong with it is the platform's 500."""
    if not re.fullmatch(r"[\w.-]+", workflow["ref"]):
        raise _failure(
            "Validation error: Action ref must contain only alphanumeric characters, dots, underscores, and hyphens"
        )
    if db.by_ref("action", workflow["ref"]) is not None:
        raise _failure(f"Already exists: Action with ref={workflow['ref']}")
    shared = {name: workflow[name] for name in ("ref", "pack", "pack_ref", "owner_identity", *_SHARED)}
    values: dict[str, Any] = shared | {"entrypoint": entrypoint, "workflow_def": workflow["id"], "is_adhoc": False}
    try:
        db.insert("action", values)
    except sqlite3.IntegrityError as error:
        constraint = str(error).partition(": ")[2]
        reason = f'new row for relation "action" violates check constraint "{constraint}"'
        raise _failure(f"Database error: error returned from database: {reason}") from error


def change_companion(db: Database, workflow: Row) -> None:
    """Bring a workflow's action in line with it."""
    action = db.one("SELECT id FROM action WHERE workflow_def = ?", workflow["id"])
    if action is not None:
        db.update("action", action["id"], {name: workflow[name] for name in _SHARED})


def _failure(reason: str) -> ApiError:
    return ApiError(f"Failed to create companion action for workflow: {reason}")
