"""Which grant each operation needs, so that who lacks it is refused before anything else is judged.

The platform reads the body and looks things up first; with the gap ``validation-first`` on, so does the emulator, and
its handlers ask for the grant alone. A question mark stands behind grants that only the plan asks for.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from attune_emulator import deviations
from attune_emulator.authz import PermissionRefused

if TYPE_CHECKING:
    from attune_emulator.http.call import Call
    from attune_emulator.http.routes import Route


@cache
def _grants() -> dict[tuple[str, str], tuple[str, str, bool]]:
    lines = [line.split() for line in Path(__file__).with_name("grants.txt").read_text().splitlines()]
    found = {}
    for method, path, grant in lines:
        resource, _, action = grant.rstrip("?").partition(":")
        found[method, _shape(path)] = (resource, action, grant.endswith("?"))
    return found


def _shape(path: str) -> str:
    return "/".join("*" if part.startswith("{") else part for part in path.split("/"))


def demand_first(call: "Call", route: "Route") -> None:
    """Raise PermissionRefused where the caller does not hold the operation's grant at all."""
    if deviations.on("validation-first") or deviations.on("grant-not-checked"):
        return
    needed = _grants().get((route.method, _shape(route.path)))
    if needed is None:
        return
    resource, action, only_promised = needed
    if only_promised and deviations.on("rbac-unchecked"):
        return
    if not call.access.any(resource, action):
        raise PermissionRefused(resource, action)
