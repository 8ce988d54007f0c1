"""The control plane under ``/_emulator/``: for suites and people on this machine, no part of the platform."""

import ipaddress
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal, get_args

from starlette.responses import Response

from attune_emulator import __version__, clock, deviations
from attune_emulator.emulator import WorkerControl
from attune_emulator.http.bodies import Body
from attune_emulator.http.call import Call
from attune_emulator.http.errors import BadRequest, Forbidden, NotBuilt, NotFound
from attune_emulator.http.operations import known_operations
from attune_emulator.http.queries import Query
from attune_emulator.http.replies import data
from attune_emulator.http.routes import Routes

routes = Routes("emulator")

WorkerOrder = Literal["kill", "stop", "start"]


def local_only(call: Call) -> None:
    """Refuse callers on other machines."""
    client = call.request.client
    if client is None or not ipaddress.ip_address(client.host).is_loopback:
        raise Forbidden("The control plane answers to this machine only")


@routes.get("/_emulator/info", public=True)
def info(call: Call) -> Response:
    """Tell that this is an emulator, which version, and how it was started."""
    local_only(call)
    settings = call.emulator.settings
    return data(
        {
            "emulator": True,
            "version": __version__,
            "started": call.emulator.started,
            "now": clock.now(),
            "url": call.emulator.api_url,
            "ws_url": call.emulator.ws_url,
            "pid": os.getpid(),
            "owner_pid": settings.owner_pid,
            "gaps": sorted(name for name in deviations.GAPS if deviations.on(name)),
            "defects": sorted(name for name in deviations.DEFECTS if deviations.on(name)),
            "workers": _names(call),
            "default_timeout": settings.default_timeout,
            "heartbeat": settings.heartbeat,
            "stale_after": settings.stale_after,
            "token_ttl": settings.access_ttl,
            "database": str(settings.database),
            "encryption_key_file": str(settings.data / "encryption.secret"),
        }
    )


def _names(call: Call) -> list[str]:
    control = call.emulator.worker_control
    return control.names() if control else []


@routes.get("/_emulator/state", public=True)
def state(call: Call) -> Response:
    """Count the rows of every table and list failures of background work."""
    local_only(call)
    names = [row["name"] for row in call.db.all("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    counts = {name: call.db.value(f"SELECT count(*) FROM {name}") for name in names if not name.startswith("sqlite_")}
    failures = call.emulator.supervisor.failures
    return data({"tables": counts, "requests": call.emulator.journal.total, "failures": failures})


@routes.post("/_emulator/reset", public=True)
async def reset(call: Call) -> Response:
    """Return to the state of a fresh start."""
    local_only(call)
    await call.emulator.reset()
    return data({"reset": True})


def _listed(kind: Literal["gap", "defect"]) -> list[dict[str, Any]]:
    found = [item for item in deviations.REGISTRY.values() if item.kind == kind]
    return [
        {"id": d.id, "sentence": d.sentence, "scenarios": list(d.scenarios), "on": deviations.on(d.id)} for d in found
    ]


@dataclass
class Switch(Body):
    """Switches by id; those not named stay as they are."""

    on: list[str] | None = None
    off: list[str] | None = None


def _switched(call: Call, kind: Literal["gap", "defect"], body: Switch) -> Response:
    local_only(call)
    known = deviations.GAPS if kind == "gap" else deviations.DEFECTS
    wanted = {name: state for names, state in ((body.on or [], True), (body.off or [], False)) for name in names}
    if unknown := sorted(set(wanted) - known):
        raise BadRequest(f"Unknown {kind} {unknown[0]!r}; known: {', '.join(sorted(known))}")
    for name, active in wanted.items():
        deviations.switch(name, active)
    return data(_listed(kind))


@routes.get("/_emulator/gaps", public=True)
def list_gaps(call: Call) -> Response:
    """List the gaps and which are on."""
    local_only(call)
    return data(_listed("gap"))


@routes.put("/_emulator/gaps", public=True)
def switch_gaps(call: Call, body: Switch) -> Response:
    """Switch gaps on and off."""
    return _switched(call, "gap", body)


@routes.get("/_emulator/defects", public=True)
def list_defects(call: Call) -> Response:
    """List the defects and which are on."""
    local_only(call)
    return data(_listed("defect"))


@routes.put("/_emulator/defects", public=True)
def switch_defects(call: Call, body: Switch) -> Response:
    """Switch defects on and off."""
    return _switched(call, "defect", body)


@routes.get("/_emulator/operations", public=True)
def operations(call: Call) -> Response:
    """List every operation of the platform and whether this emulator has built it."""
    local_only(call)
    built = {(route.method, route.path) for route in call.emulator.table.routes if route.tag != "emulator"}
    every = sorted(built | set(known_operations()), key=lambda pair: (pair[1], pair[0]))
    return data([{"method": m, "path": p, "built": (m, p) in built} for m, p in every])


@dataclass
class After(Query):
    """Only entries numbered above `after`."""

    after: int = 0


@routes.get("/_emulator/journal", public=True)
def journal(call: Call, query: After) -> Response:
    """List the last requests."""
    local_only(call)
    return data(call.emulator.journal.entries(query.after))


@routes.get("/_emulator/workers", public=True)
def workers(call: Call) -> Response:
    """List the worker processes, with how those ended that are not there."""
    local_only(call)
    control = call.emulator.worker_control
    return data(control.processes() if control else [])


@routes.post("/_emulator/workers/{name}/{order}", public=True)
async def order_worker(call: Call, name: str, order: str) -> Response:
    """Kill, stop or start a worker."""
    local_only(call)
    control = call.emulator.worker_control
    if control is None:
        raise NotBuilt("This emulator runs no workers")
    if name not in control.names():
        raise NotFound(f"Worker '{name}' not found; there are: {', '.join(control.names())}")
    await _order(control, order)(name)
    return data({"worker": name, "order": order})


def _order(control: WorkerControl, order: str) -> Callable[[str], Awaitable[None]]:
    if order not in get_args(WorkerOrder):
        raise BadRequest(f"Unknown order {order!r}: kill, stop or start")
    orders = {"kill": control.kill, "stop": control.stop, "start": control.start}
    return orders[order]
