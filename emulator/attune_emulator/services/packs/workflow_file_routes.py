"""The workflow files of a pack: loading them again, and judging them."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from starlette.responses import Response

from attune_emulator.http.call import Call
from attune_emulator.http.errors import ApiError, NotFound
from attune_emulator.http.replies import data
from attune_emulator.http.routes import Routes
from attune_emulator.services.actions import files
from attune_emulator.services.packs.loader import PackFileError, read_yaml
from attune_emulator.store import Row

routes = Routes("workflows")


def _pack(call: Call, ref: str) -> Row:
    pack = call.db.by_ref("pack", ref)
    if pack is None or not call.visible.definition(pack["ref"], pack["owner_identity"]):
        raise NotFound(f"pack with ref={ref} not found")
    return pack


def _workflow_actions(call: Call, pack: Row) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield the action files that tie a workflow file to an action."""
    folder = call.emulator.settings.packs_dir / pack["ref"] / "actions"
    for file in sorted(folder.glob("*.yaml")):
        document = read_yaml(file)
        if isinstance(document, dict) and "workflow_file" in document:
            yield file, document


def _synced(call: Call, pack: Row, file: Path, document: dict[str, Any]) -> dict[str, Any]:
    before = call.db.by_ref("workflow_definition", str(document.get("ref")))
    with call.db.transaction():
        ref = files.load(call.emulator, pack, document, file)
    workflow = call.db.by_ref("workflow_definition", ref or "")
    assert workflow is not None
    return {"ref_name": ref, "created": before is None, "workflow_def_id": workflow["id"], "warnings": []}


@routes.post("/api/v1/packs/{ref}/workflows/sync")
def sync_workflows(call: Call, ref: str) -> Response:
    """Load a pack's workflow files again."""
    pack = _pack(call, ref)
    call.promised("packs", "configure")
    synced: list[dict[str, Any]] = []
    errors: list[str] = []
    found = list(_workflow_actions(call, pack))
    for file, document in found:
        try:
            synced.append(_synced(call, pack, file, document))
        except (PackFileError, ApiError, sqlite3.IntegrityError) as error:
            errors.append(f"{file.name}: {error}")
    counts = {"loaded_count": len(found), "registered_count": len(synced)}
    content = {"pack_ref": ref} | counts | {"workflows": synced, "errors": errors}
    return data(content, "Pack workflows synced successfully")
