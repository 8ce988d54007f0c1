"""Workflows: tasks and what follows them."""

from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from attune_emulator.definitions import PACK, Kind, changeable, existing, readable, usable
from attune_emulator.http.call import Call
from attune_emulator.http.errors import Conflict
from attune_emulator.http.queries import Paged, PageSize
from attune_emulator.http.replies import created, data, ordered, select_page, success
from attune_emulator.http.routes import Routes
from attune_emulator.services.workflows.bodies import CreateWorkflow, UpdateWorkflow
from attune_emulator.services.workflows.companions import add_companion, change_companion
from attune_emulator.services.workflows.views import workflow_summary, workflow_view
from attune_emulator.store import JSON_NULL

routes = Routes("workflows")

# Workflows have no grants of their own: making one makes an action.
WORKFLOW = Kind("workflow_definition", "Workflow", "actions")


@dataclass
class WorkflowQuery(PageSize):
    """Narrows down the list: any of the tags (separated by commas), a text, a pack."""

    tags: str | None = None
    search: str | None = None
    pack_ref: str | None = None


@routes.get("/api/v1/workflows")
def list_workflows(call: Call, query: WorkflowQuery) -> Response:
    """List workflows by label."""
    where, values = ["1"], list[Any]()
    if query.pack_ref is not None:
        where.append("pack_ref = ?")
        values.append(query.pack_ref)
    if query.search:
        where.append("(lower(label) LIKE ? OR lower(coalesce(description, '')) LIKE ?)")
        values += [f"%{query.search.lower()}%"] * 2
    if query.tags:
        tags = [tag.strip() for tag in query.tags.split(",")]
        where.append(f"EXISTS (SELECT 1 FROM json_each(tags) WHERE value IN ({', '.join('?' * len(tags))}))")
        values += tags
    return _page(call, query, " AND ".join(where), *values)


@routes.get("/api/v1/packs/{pack_ref}/workflows")
def list_workflows_of_pack(call: Call, pack_ref: str, query: PageSize) -> Response:
    """List a pack's workflows."""
    return _page(call, query, "pack = ?", existing(call, PACK, pack_ref)["id"])


def _page(call: Call, query: Paged, where: str, *values: Any) -> Response:
    seen = call.visible.definitions("pack_ref", "owner_identity")
    sql = ordered(f"SELECT * FROM workflow_definition WHERE {where} AND {seen.sql}", "label")
    return select_page(call.db, sql, [*values, *seen.values], query.window(), workflow_summary)


@routes.get("/api/v1/workflows/{ref}")
def get_workflow(call: Call, ref: str) -> Response:
    """Get one workflow."""
    return data(workflow_view(readable(call, WORKFLOW, ref)))


@routes.post("/api/v1/workflows")
def create_workflow(call: Call, body: CreateWorkflow) -> Response:
    """Create a workflow and the action of the same ref that runs it."""
    call.promised("actions", "create", WORKFLOW.subject(body.ref, None))
    pack = usable(call, PACK, body.pack_ref)
    if call.db.by_ref("workflow_definition", body.ref) is not None:
        raise Conflict(f"Workflow with ref '{body.ref}' already exists")
    values = body.given() | {
        "pack": pack["id"],
        "definition": JSON_NULL if body.definition is None else body.definition,
        "tags": body.tags or [],
        "owner_identity": call.caller.identity_id,
    }
    with call.db.transaction():
        row = call.db.insert("workflow_definition", values)
        add_companion(call.db, row)
    return created(workflow_view(row), "Workflow created successfully")


@routes.put("/api/v1/workflows/{ref}")
def update_workflow(call: Call, ref: str, body: UpdateWorkflow) -> Response:
    """Change a workflow and its action."""
    row = changeable(call, WORKFLOW, ref, "update")
    with call.db.transaction():
        row = call.db.update("workflow_definition", row["id"], body.given())
        change_companion(call.db, row)
    return data(workflow_view(row), "Workflow updated successfully")


@routes.delete("/api/v1/workflows/{ref}")
def delete_workflow(call: Call, ref: str) -> Response:
    """Delete a workflow and its action."""
    row = changeable(call, WORKFLOW, ref, "delete")
    call.db.delete("workflow_definition", row["id"])
    return success(f"Workflow '{ref}' deleted successfully")
