"""Handing rights on: nobody may give an execution more than it holds itself."""

from attune_emulator.authz import STANDARD_SET, Grant, parse_grants
from attune_emulator.http.call import Call


def covers(call: Call, refs: list[str]) -> bool:
    """Tell whether the caller itself may do everything the named permission sets allow."""
    if call.caller.is_service:
        return True
    for ref in refs:
        row = call.db.by_ref("permission_set", ref)
        if ref == STANDARD_SET:
            continue
        if row is None or not all(_held(call, grant) for grant in parse_grants(row["grants"])):
            return False
    return True


def _held(call: Call, wanted: Grant) -> bool:
    """Tell whether some grant of the caller allows the same: unconstrained, or under the same constraints."""
    return all(
        any(
            held.resource == wanted.resource
            and action in held.actions
            and (not held.constraints or held.constraints == wanted.constraints)
            for held in call.access.grants
        )
        for action in wanted.actions
    )
