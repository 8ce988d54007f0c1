"""The workflow files of a pack: loading them again, and judging them."""

from starlette.responses import Response

from attune_emulator.http.call import Call
from attune_emulator.http.errors import NotFound
from attune_emulator.http.replies import data
from attune_emulator.http.routes import Routes
from attune_emulator.services.packs.workflow_files import standalone, sync
from attune_emulator.store import Row

routes = Routes("workflows")


def _pack(call: Call, ref: str) -> Row:
    pack = call.db.by_ref("pack", ref)
    if pack is None or not call.visible.definition(pack["ref"], pack["owner_identity"]):
        raise NotFound(f"pack with ref={ref} not found")
    return pack


@routes.post("/api/v1/packs/{ref}/workflows/sync")
def sync_workflows(call: Call, ref: str) -> Response:
    """Load a pack's workflow files again."""
    pack = _pack(call, ref)
    call.promised("packs", "configure")
    synced = sync(call.emulator, pack, call.emulator.settings.packs_dir / ref)
    counts = {"loaded_count": len(synced), "registered_count": len(synced)}
    content = {"pack_ref": ref} | counts | {"workflows": synced, "errors": []}
    return data(content, "Pack workflows synced successfully")


@routes.post("/api/v1/packs/{ref}/workflows/validate")
def validate_workflows(call: Call, ref: str) -> Response:
    """Count a pack's valid workflow files; those that are not valid are passed over."""
    pack = _pack(call, ref)
    found = list(standalone(pack["ref"], call.emulator.settings.packs_dir / ref, "workflows"))
    content = {"pack_ref": ref, "validated_count": len(found), "error_count": 0, "errors": {}}
    return data(content, "Pack workflows validated")
