"""Artifacts: what executions leave behind."""

from typing import Any

from starlette.responses import Response

from attune_emulator.http.call import Call
from attune_emulator.http.errors import BadRequest, Conflict
from attune_emulator.http.replies import created, data, listing, ordered, success
from attune_emulator.http.routes import Routes
from attune_emulator.services.artifacts.access import changeable, demand_creation, readable, sees
from attune_emulator.services.artifacts.bodies import (
    ArtifactQuery,
    CreateArtifact,
    NewData,
    ProgressEntry,
    UpdateArtifact,
)
from attune_emulator.services.artifacts.records import announce, remove_version
from attune_emulator.services.artifacts.views import artifact_summary, artifact_view
from attune_emulator.store import JSON_NULL

routes = Routes("artifacts")


@routes.get("/api/v1/artifacts")
def list_artifacts(call: Call, query: ArtifactQuery) -> Response:
    """List the artifacts the caller may read, newest first."""
    where, values = ["1"], list[Any]()
    for name in ("scope", "owner", "type", "visibility"):
        if (wanted := getattr(query, name)) is not None:
            where.append(f"{name} = ?")
            values.append(wanted)
    if query.name is not None:
        where.append("instr(lower(coalesce(name, '')), lower(?)) > 0")
        values.append(query.name)
    if query.execution is not None:
        where.append("id IN (SELECT artifact FROM artifact_version WHERE execution = ?)")
        values.append(query.execution)
    rows = call.db.all(ordered(f"SELECT * FROM artifact WHERE {' AND '.join(where)}", "created DESC"), *values)
    found = [row for row in rows if sees(call, row)]
    window = query.window()
    shown = found[window.offset : window.offset + window.limit]
    return listing([artifact_summary(row) for row in shown], window, len(found))


@routes.get("/api/v1/executions/{id}/artifacts")
def list_of_execution(call: Call, id: int) -> Response:
    """List the artifacts an execution added a version to."""
    rows = call.db.all(
        "SELECT * FROM artifact WHERE id IN (SELECT artifact FROM artifact_version WHERE execution = ?)"
        " ORDER BY created DESC, id DESC",
        id,
    )
    return data([artifact_summary(row) for row in rows if sees(call, row)])


@routes.get("/api/v1/artifacts/{id}")
def get_artifact(call: Call, id: int) -> Response:
    """Get one artifact."""
    return data(artifact_view(readable(call, id)))


@routes.get("/api/v1/artifacts/ref/{ref}")
def get_artifact_by_ref(call: Call, ref: str) -> Response:
    """Get one artifact by its ref."""
    return data(artifact_view(readable(call, ref)))


@routes.post("/api/v1/artifacts")
def create_artifact(call: Call, body: CreateArtifact) -> Response:
    """Create an artifact without any content but its data."""
    if not body.ref.strip():
        raise BadRequest("Artifact ref must not be empty")
    values = body.given() | defaults(body.type, body.visibility, body.retention_policy, body.retention_limit)
    demand_creation(call, values)
    if call.db.by_ref("artifact", body.ref) is not None:
        raise Conflict(f"Artifact with ref '{body.ref}' already exists")
    with call.db.transaction():
        row = call.db.insert("artifact", values)
        announce(call.emulator, "artifact_created", row)
    return created(artifact_view(row), "Artifact created successfully")


def defaults(kind: str, visibility: str | None, policy: str | None, limit: int | None) -> dict[str, Any]:
    """Return what an artifact gets that says nothing of it."""
    return {
        "visibility": visibility or ("public" if kind == "progress" else "private"),
        "retention_policy": policy or "versions",
        "retention_limit": limit or 5,
    }


@routes.put("/api/v1/artifacts/{id}")
def update_artifact(call: Call, id: int, body: UpdateArtifact) -> Response:
    """Change an artifact."""
    changeable(call, id, "update")
    with call.db.transaction():
        row = call.db.update("artifact", id, body.given())
        announce(call.emulator, "artifact_updated", row)
    return data(artifact_view(row), "Artifact updated successfully")


@routes.delete("/api/v1/artifacts/{id}")
def delete_artifact(call: Call, id: int) -> Response:
    """Delete an artifact with its versions and their files."""
    changeable(call, id, "delete")
    with call.db.transaction():
        for version in call.db.all("SELECT * FROM artifact_version WHERE artifact = ?", id):
            remove_version(call.emulator, version)
        call.db.delete("artifact", id)
    return success("Artifact deleted successfully")


@routes.post("/api/v1/artifacts/{id}/progress")
def append_progress(call: Call, id: int, body: ProgressEntry) -> Response:
    """Append an entry to a progress artifact."""
    row = changeable(call, id, "update")
    if row["type"] != "progress":
        names = {"url": "Url", "other": "Other", "file_datatable": "FileDataTable"}
        kind = names.get(row["type"], "".join(part.capitalize() for part in row["type"].split("_")))
        raise BadRequest(
            f"Artifact '{row['ref']}' is type {kind}, not progress. Use version endpoints for file artifacts."
        )
    entries = row["data"] if isinstance(row["data"], list) else [] if row["data"] is None else [row["data"]]
    return _with_data(call, id, [*entries, body.entry], "Progress entry appended")


@routes.put("/api/v1/artifacts/{id}/data")
def replace_data(call: Call, id: int, body: NewData) -> Response:
    """Replace an artifact's data."""
    changeable(call, id, "update")
    return _with_data(call, id, JSON_NULL if body.data is None else body.data, "Artifact data updated")


def _with_data(call: Call, id: int, content: Any, message: str) -> Response:
    with call.db.transaction():
        row = call.db.update("artifact", id, {"data": content})
        announce(call.emulator, "artifact_updated", row)
    return data(artifact_view(row), message)
