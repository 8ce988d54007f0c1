"""Workflows as files of a pack: an action file that names a graph file."""

from pathlib import Path
from typing import Any

import yaml
from starlette.responses import Response

from attune_emulator.definitions import PACK, changeable, existing
from attune_emulator.http.call import Call
from attune_emulator.http.errors import BadRequest, Conflict
from attune_emulator.http.replies import created, data
from attune_emulator.http.routes import Routes
from attune_emulator.services.workflows.bodies import WorkflowFile
from attune_emulator.services.workflows.companions import add_companion, change_companion
from attune_emulator.services.workflows.routes import WORKFLOW
from attune_emulator.services.workflows.views import workflow_view

routes = Routes("workflows")


@routes.post("/api/v1/packs/{ref}/workflow-files")
def create_workflow_file(call: Call, ref: str, body: WorkflowFile) -> Response:
    """Write a workflow's files and create it."""
    workflow_ref = f"{ref}.{body.name}"
    call.promised("actions", "create", WORKFLOW.subject(workflow_ref, None))
    pack = existing(call, PACK, ref)
    if call.db.by_ref("workflow_definition", workflow_ref) is not None:
        raise Conflict(f"Workflow with ref '{workflow_ref}' already exists")
    with call.db.transaction():
        values = _values(body) | {"ref": workflow_ref, "pack": pack["id"], "pack_ref": ref}
        row = call.db.insert("workflow_definition", values | {"owner_identity": call.caller.identity_id})
        add_companion(call.db, row, f"workflows/{body.name}.workflow.yaml")
        _write(call, ref, body)
    return created(workflow_view(row), "Workflow file saved and synced successfully")


@routes.put("/api/v1/workflows/{ref}/file")
def update_workflow_file(call: Call, ref: str, body: WorkflowFile) -> Response:
    """Write a workflow's files anew and change it."""
    row = changeable(call, WORKFLOW, ref, "update")
    with call.db.transaction():
        values = {name: value for name, value in _values(body).items() if value is not None}
        row = call.db.update("workflow_definition", row["id"], values)
        change_companion(call.db, row)
        _write(call, row["pack_ref"], body)
    return data(workflow_view(row), "Workflow file updated and synced successfully")


def _values(body: WorkflowFile) -> dict[str, Any]:
    values = body.given()
    return {name: value for name, value in values.items() if name not in ("name", "pack_ref")} | {
        "tags": body.tags or []
    }


def _write(call: Call, pack_ref: str, body: WorkflowFile) -> None:
    """Write both files; a name that leads elsewhere is refused."""
    if Path(body.name).name != body.name or body.name in (".", ".."):
        raise BadRequest(f"Invalid workflow name: {body.name}")
    actions = call.emulator.settings.packs_dir / pack_ref / "actions"
    graph = f"workflows/{body.name}.workflow.yaml"
    described = {
        "ref": f"{pack_ref}.{body.name}",
        "label": body.label,
        "description": body.description,
        "workflow_file": graph,
        "parameters": body.param_schema,
        "output": body.out_schema,
        "tags": body.tags,
    }
    (actions / "workflows").mkdir(parents=True, exist_ok=True)
    _dump(actions / f"{body.name}.yaml", {name: value for name, value in described.items() if value is not None})
    _dump(actions / graph, body.definition)


def _dump(file: Path, document: Any) -> None:
    file.write_text(yaml.safe_dump(document, sort_keys=False, allow_unicode=True))
