"""What a caller may see when the gap ``owner-filter`` is off: its own, and the standard packs.

Definitions (packs, actions, rules, triggers, ...) are seen when they lie in a visible pack or were made by the caller;
records (events, enforcements, executions, inquiries) when they come from the caller's packs or were started by it.
Administrators, sensors and workers see everything, and so does everybody while the gap is on.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from attune_emulator import deviations
from attune_emulator.authn import Caller
from attune_emulator.authz import Access
from attune_emulator.store import Database


@dataclass(frozen=True)
class Condition:
    """A piece of SQL for a WHERE, with its values."""

    sql: str
    values: list[Any] = field(default_factory=list)


EVERYTHING = Condition("1")
_OWN_PACKS = "SELECT ref FROM pack WHERE owner_identity = ?"
_VISIBLE_PACKS = "SELECT ref FROM pack WHERE is_standard OR owner_identity = ?"


def pack_of(ref: str | None) -> str | None:
    """Return the pack a component's ref begins with."""
    return ref.partition(".")[0] if ref else None


class Visibility:
    """The view of one caller (see `Call.visible`)."""

    def __init__(self, db: Database, caller: Caller, access: Access) -> None:
        self._db, self._caller, self._access = db, caller, access

    @cached_property
    def everything(self) -> bool:
        """Tell whether nothing is hidden from this caller."""
        if deviations.on("owner-filter") or self._caller.is_service or self._access.is_administrator:
            return True
        # An execution token carries few rights of its own; what it may see is what its identity may see.
        return self._caller.token_type == "execution" and self._identity_access.is_administrator

    @cached_property
    def _identity_access(self) -> Access:
        return Access(self._db, Caller(self._caller.identity_id, self._caller.login))

    @cached_property
    def _granted_packs(self) -> list[str]:
        """Packs that a constrained grant names."""
        return sorted({ref for g in self._access.grants for ref in (g.constraints or {}).get("pack_refs") or []})

    def definitions(self, pack_ref: str, owner: str | None = None) -> Condition:
        """Return the condition on rows whose pack and maker stand in the named columns."""
        if self.everything:
            return EVERYTHING
        marks = ", ".join("?" * len(self._granted_packs))
        if deviations.on("standard-packs-private"):
            return Condition(f"{pack_ref} IN ({_OWN_PACKS})", [self._caller.identity_id])
        if deviations.on("own-things-unlisted"):
            return Condition(f"{pack_ref} IN (SELECT ref FROM pack WHERE is_standard)")
        sql = f"{pack_ref} IN ({_VISIBLE_PACKS}) OR {pack_ref} IN ({marks})"
        values: list[Any] = [self._caller.identity_id, *self._granted_packs]
        if owner is not None:
            sql, values = f"{sql} OR {owner} = ?", [*values, self._caller.identity_id]
        return Condition(f"({sql})", values)

    def records(self, *refs: str, executor: str | None = None) -> Condition:
        """Return the condition on rows from the components in the columns `refs`, or that `executor` started."""
        if self.everything:
            return EVERYTHING
        parts = [f"pack_of({ref}) IN ({_OWN_PACKS})" for ref in refs]
        parts += [f"{executor} = ?"] if executor else []
        return Condition(f"({' OR '.join(parts)})", [self._caller.identity_id] * len(parts))

    def definition(self, pack_ref: str | None, owner: int | None = None) -> bool:
        """Tell whether a component of this pack, made by this identity, is seen."""
        if self.everything or owner == self._caller.identity_id or pack_ref in self._granted_packs:
            return True
        sql = f"SELECT 1 WHERE ? IN ({_VISIBLE_PACKS})"
        return self._db.value(sql, pack_ref, self._caller.identity_id) is not None

    def record(self, *refs: str | None, executor: int | None = None) -> bool:
        """Tell whether a record that comes from these components, or was started by `executor`, is seen."""
        if self.everything or (executor is not None and executor == self._caller.identity_id):
            return True
        packs = {pack_of(ref) for ref in refs if ref}
        owned = {row["ref"] for row in self._db.all(_OWN_PACKS, self._caller.identity_id)}
        return bool(packs & owned)
