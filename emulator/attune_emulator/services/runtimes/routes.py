"""Runtimes: what actions can be written in."""

from dataclasses import dataclass
from typing import Annotated, Any

from starlette.responses import Response

from attune_emulator.authz import Subject
from attune_emulator.http.bodies import Body
from attune_emulator.http.call import Call
from attune_emulator.http.errors import Conflict, NotFound
from attune_emulator.http.fields import Length, Patch
from attune_emulator.http.queries import PageSize
from attune_emulator.http.replies import created, data, ordered, select_page, success
from attune_emulator.http.routes import Routes
from attune_emulator.store import Row

routes = Routes("runtimes")

_SUMMARY = ("id", "ref", "pack_ref", "name", "description", "created", "updated")
_FULL = (*_SUMMARY, "pack", "distributions", "installation", "execution_config")


@dataclass
class CreateRuntime(Body):
    ref: Annotated[str, Length(1, 255)]
    name: Annotated[str, Length(1, 255)]
    pack_ref: str | None = None
    description: str | None = None
    distributions: Any = None
    installation: Any = None
    execution_config: Any = None


@dataclass
class UpdateRuntime(Body):
    name: Annotated[str, Length(1, 255)] | None = None
    description: Patch[str] | None = None
    distributions: Any = None
    installation: Patch[Any] | None = None
    execution_config: Any = None


def _view(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in _FULL}


def _summary(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in _SUMMARY}


def _pack(call: Call, ref: str) -> Row:
    pack = call.db.by_ref("pack", ref)
    if pack is None:
        raise NotFound(f"Pack '{ref}' not found")
    return pack


def _runtime(call: Call, ref: str, action: str) -> Row:
    row = call.db.by_ref("runtime", ref)
    call.demand("runtimes", action, Subject(ref=ref, pack_ref=row["pack_ref"] if row else None))
    if row is None:
        raise NotFound(f"Runtime '{ref}' not found")
    return row


@routes.get("/api/v1/runtimes")
def list_runtimes(call: Call, query: PageSize) -> Response:
    """List the runtimes."""
    call.demand("runtimes", "read")
    return select_page(call.db, ordered("SELECT * FROM runtime", "ref ASC"), [], query.window(), _summary)


@routes.get("/api/v1/packs/{pack_ref}/runtimes")
def list_runtimes_of_pack(call: Call, pack_ref: str, query: PageSize) -> Response:
    """List a pack's runtimes."""
    call.demand("runtimes", "read", Subject(pack_ref=pack_ref))
    sql = ordered("SELECT * FROM runtime WHERE pack = ?", "ref ASC")
    return select_page(call.db, sql, [_pack(call, pack_ref)["id"]], query.window(), _summary)


@routes.post("/api/v1/runtimes")
def create_runtime(call: Call, body: CreateRuntime) -> Response:
    """Make a runtime."""
    call.demand("runtimes", "create", Subject(ref=body.ref, pack_ref=body.pack_ref))
    if call.db.by_ref("runtime", body.ref):
        raise Conflict(f"Runtime with ref '{body.ref}' already exists")
    pack = _pack(call, body.pack_ref) if body.pack_ref else None
    row = call.db.insert("runtime", vars(body) | {"pack": pack["id"] if pack else None})
    return created(_view(row), "Runtime created successfully")


@routes.get("/api/v1/runtimes/{ref}")
def get_runtime(call: Call, ref: str) -> Response:
    """Show a runtime."""
    return data(_view(_runtime(call, ref, "read")))


@routes.put("/api/v1/runtimes/{ref}")
def update_runtime(call: Call, ref: str, body: UpdateRuntime) -> Response:
    """Change a runtime."""
    row = _runtime(call, ref, "update")
    return data(_view(call.db.update("runtime", row["id"], body.given())), "Runtime updated successfully")


@routes.delete("/api/v1/runtimes/{ref}")
def delete_runtime(call: Call, ref: str) -> Response:
    """Delete a runtime."""
    call.db.delete("runtime", _runtime(call, ref, "delete")["id"])
    return success(f"Runtime '{ref}' deleted successfully")
