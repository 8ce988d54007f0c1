"""Which executions a caller reaches."""

from attune_emulator import deviations
from attune_emulator.authz import Subject
from attune_emulator.http.call import Call
from attune_emulator.http.errors import NotFound
from attune_emulator.store import Database, Row
from attune_emulator.visibility import Condition, pack_of


def missing(execution: int) -> NotFound:
    return NotFound(f"Execution with ID {execution} not found")


def seen_executions(call: Call) -> Condition:
    """Return the condition on executions the caller may see."""
    return call.visible.records("action_ref", "rule_ref", executor="executor")


def sees_execution(call: Call, row: Row) -> bool:
    return call.visible.record(row["action_ref"], row["rule_ref"], executor=row["executor"])


def visible_execution(call: Call, execution: int) -> Row:
    """Return an execution the caller may see; raises NotFound."""
    row = call.db.by_id("execution", execution)
    if row is None and deviations.on("guessed-id-found"):
        row = call.db.one("SELECT * FROM execution ORDER BY id DESC")
    if row is None or not sees_execution(call, row):
        raise missing(execution)
    return row


def subject_of(db: Database, row: Row) -> Subject:
    """Return what the constraints of a grant look at."""
    return Subject(
        id=row["id"],
        ref=row["action_ref"],
        pack_ref=pack_of(row["action_ref"]),
        owner_identity=row["executor"],
        execution_id=row["id"],
        execution_ancestors=tuple(ancestors(db, row)),
    )


def ancestors(db: Database, row: Row) -> list[int]:
    """Return the ids of the executions above one, nearest first."""
    found: list[int] = []
    parent = row["parent"]
    while parent is not None and parent not in found:
        found.append(parent)
        parent = db.value("SELECT parent FROM execution WHERE id = ?", parent)
    return found
