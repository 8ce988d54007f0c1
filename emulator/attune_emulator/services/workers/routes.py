"""Workers: who runs the actions."""

from dataclasses import dataclass
from typing import Literal

from starlette.responses import Response

from attune_emulator import clock, deviations
from attune_emulator.authz import Subject
from attune_emulator.engine.workers.roster import change_worker
from attune_emulator.http.bodies import Body
from attune_emulator.http.call import Call
from attune_emulator.http.errors import NotFound
from attune_emulator.http.queries import PageSize
from attune_emulator.http.replies import Json, ordered, page_of
from attune_emulator.http.routes import Routes
from attune_emulator.services.workers.views import worker_view
from attune_emulator.store import Row

routes = Routes("workers")


@dataclass
class WorkerQuery(PageSize):
    """Narrows down the list of workers."""

    role: Literal["action", "sensor"] | None = None
    status: Literal["active", "inactive", "busy", "error"] | None = None
    cordoned: bool | None = None
    health_state: Literal["active", "busy", "cordoned", "offline", "error", "inactive"] | None = None


@dataclass
class Cordon(Body):
    """Why a worker is to get nothing new."""

    reason: str | None = None


def _view(call: Call, row: Row) -> dict[str, object]:
    return worker_view(call.db, row, call.emulator.settings.stale_after)


def _worker(call: Call, worker: int) -> Row:
    row = call.db.by_id("worker", worker)
    if row is None:
        raise NotFound(f"Worker with ID {worker} not found")
    return row


@routes.get("/api/v1/workers")
def list_workers(call: Call, query: WorkerQuery) -> Response:
    """List workers, newest first."""
    call.demand("workers", "read")
    views = [_view(call, row) for row in call.db.all(ordered("SELECT * FROM worker", "created DESC"))]
    wanted = {
        "worker_role": query.role,
        "status": query.status,
        "cordoned": query.cordoned,
        "health_state": query.health_state,
    }
    given = {name: value for name, value in wanted.items() if value is not None}
    found = [view for view in views if all(view[name] == value for name, value in given.items())]
    return page_of(found, query.window(), dict)


@routes.get("/api/v1/workers/{id}")
def get_worker(call: Call, id: int) -> Response:
    """Get one worker, without an envelope."""
    call.demand("workers", "read", Subject(id=id))
    return Json(_view(call, _worker(call, id)))


@routes.post("/api/v1/workers/{id}/cordon")
def cordon(call: Call, id: int, body: Cordon) -> Response:
    """Keep new work from a worker; what it runs goes on."""
    call.demand("workers", "manage", Subject(id=id))
    values = {
        "cordoned": True,
        "cordon_reason": None if deviations.on("cordon-reason-lost") else body.reason,
        "cordoned_by": call.caller.identity_id,
        "cordoned_at": clock.now(),
    }
    return Json(_view(call, change_worker(call.emulator, _worker(call, id), values)))


@routes.post("/api/v1/workers/{id}/uncordon")
def uncordon(call: Call, id: int) -> Response:
    """Let a worker have new work again."""
    call.demand("workers", "manage", Subject(id=id))
    values = {"cordoned": False} | dict.fromkeys(("cordon_reason", "cordoned_by", "cordoned_at"))
    return Json(_view(call, change_worker(call.emulator, _worker(call, id), values)))
