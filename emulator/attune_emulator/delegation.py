"""Handing rights on: nobody gives a rule or an execution more than it holds itself."""

from collections.abc import Sequence

from attune_emulator.authz import STANDARD_SET, Access, Grant, parse_grants
from attune_emulator.store import Database


def may_delegate(db: Database, access: Access, refs: Sequence[str]) -> bool:
    """Tell whether the caller holds every grant of the named permission sets; an unknown set counts as not held."""
    named = [ref for ref in refs if ref != STANDARD_SET]
    rows = [db.by_ref("permission_set", ref) for ref in named]
    if any(row is None for row in rows):
        return False
    wanted = [grant for row in rows if row is not None for grant in parse_grants(row["grants"])]
    return access.caller.is_service or all(_held(access.grants, grant) for grant in wanted)


def _held(held: Sequence[Grant], wanted: Grant) -> bool:
    covered: set[str] = set()
    for grant in held:
        if grant.resource == wanted.resource and grant.constraints in (None, wanted.constraints):
            covered |= grant.actions
    return wanted.actions <= covered
