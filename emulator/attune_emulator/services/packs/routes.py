"""Packs as records: list, make, read, change, delete."""

import re
from typing import Any

from starlette.responses import Response

from attune_emulator.http.call import Call
from attune_emulator.http.errors import BadRequest, Conflict
from attune_emulator.http.queries import PageSize
from attune_emulator.http.replies import created, data, ordered, page_of, success
from attune_emulator.http.routes import Routes
from attune_emulator.services.packs.access import audited, pack_to, sees, visible_pack
from attune_emulator.services.packs.bodies import CreatePack, UpdatePack
from attune_emulator.services.packs.removal import remove_pack
from attune_emulator.services.packs.views import pack_summary, pack_view
from attune_emulator.store import Row

routes = Routes("packs")


def _facts(pack: Row) -> dict[str, Any]:
    shown = {"version": pack["version"], "is_standard": pack["is_standard"]}
    return shown | {"installed_by": pack["owner_identity"]}


@routes.get("/api/v1/packs")
def list_packs(call: Call, query: PageSize) -> Response:
    """List the packs the caller sees."""
    packs = [pack for pack in call.db.all(ordered("SELECT * FROM pack", "ref ASC")) if sees(call, pack)]
    return page_of(packs, query.window(), pack_summary)


@routes.post("/api/v1/packs")
def create_pack(call: Call, body: CreatePack) -> Response:
    """Make a pack without files."""
    call.demand("packs", "create")
    if not re.fullmatch(r"[A-Za-z0-9._-]+", body.ref):
        raise BadRequest("Pack ref must contain only alphanumeric characters, dots, underscores, and hyphens")
    if call.db.by_ref("pack", body.ref):
        raise Conflict(f"Pack with ref '{body.ref}' already exists")
    pack = call.db.insert("pack", vars(body) | {"owner_identity": call.caller.identity_id})
    audited(call, "pack.created", pack, _facts(pack))
    return created(pack_view(pack), "Pack created successfully")


@routes.get("/api/v1/packs/{ref}")
def get_pack(call: Call, ref: str) -> Response:
    """Show a pack."""
    return data(pack_view(visible_pack(call, ref)))


@routes.put("/api/v1/packs/{ref}")
def update_pack(call: Call, ref: str, body: UpdatePack) -> Response:
    """Change a pack."""
    pack = pack_to(call, ref, "configure")
    pack = call.db.update("pack", pack["id"], body.given())
    audited(call, "pack.updated", pack, _facts(pack))
    return data(pack_view(pack), "Pack updated successfully")


@routes.delete("/api/v1/packs/{ref}")
def delete_pack(call: Call, ref: str) -> Response:
    """Delete a pack with everything in it."""
    pack = pack_to(call, ref, "delete")
    remove_pack(call.emulator, pack)
    audited(call, "pack.deleted", pack, _facts(pack) | {"storage_removed": True})
    return success(f"Pack '{ref}' deleted successfully")
