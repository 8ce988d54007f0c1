"""The versions of artifacts: their contents, up and down."""

import json
from typing import Any

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import Response

from attune_emulator.http.call import Call
from attune_emulator.http.errors import BadRequest, NotFound
from attune_emulator.http.replies import created, data, success
from attune_emulator.http.routes import Routes
from attune_emulator.services.artifacts.access import changeable, demand_creation, readable
from attune_emulator.services.artifacts.bodies import AllocateByRef, AllocateFile, CreateVersion
from attune_emulator.services.artifacts.records import announce, remove_version
from attune_emulator.services.artifacts.routes import defaults
from attune_emulator.services.artifacts.versions import (
    add_version,
    content_of,
    extension,
    file_path,
    latest_version,
    version_of,
)
from attune_emulator.services.artifacts.views import version_summary, version_view
from attune_emulator.store import Row

routes = Routes("artifacts")

UPLOAD_LIMIT = 50 * 1024 * 1024
_ALLOCATED = "File version allocated \u2014 write content to $ATTUNE_ARTIFACTS_DIR/<file_path>"
_BY_REF = {
    "scope": "action",
    "type": "file_text",
    "visibility": "private",
    "retention_policy": "versions",
    "retention_limit": 10,
}


@routes.get("/api/v1/artifacts/{id}/versions")
def list_versions(call: Call, id: int) -> Response:
    """List an artifact's versions, newest first."""
    readable(call, id)
    rows = call.db.all("SELECT * FROM artifact_version WHERE artifact = ? ORDER BY version DESC", id)
    return data([version_summary(row) for row in rows])


@routes.get("/api/v1/artifacts/{id}/versions/latest")
def get_latest_version(call: Call, id: int) -> Response:
    """Get the newest version."""
    readable(call, id)
    return data(version_view(latest_version(call, id)))


@routes.get("/api/v1/artifacts/{id}/versions/{version}")
def get_version(call: Call, id: int, version: int) -> Response:
    """Get one version."""
    readable(call, id)
    return data(version_view(version_of(call, id, version)))


@routes.get("/api/v1/artifacts/{id}/download")
def download_latest(call: Call, id: int) -> Response:
    """Download the newest version."""
    artifact = readable(call, id)
    return _download(call, artifact, latest_version(call, id))


@routes.get("/api/v1/artifacts/{id}/versions/{version}/download")
def download_version(call: Call, id: int, version: int) -> Response:
    """Download one version."""
    artifact = readable(call, id)
    return _download(call, artifact, version_of(call, id, version))


def _download(call: Call, artifact: Row, version: Row) -> Response:
    if version["content_json"] is not None:
        content = json.dumps(version["content_json"], indent=2, ensure_ascii=False).encode()
    else:
        found = content_of(call.emulator, version)
        if found is None:
            raise NotFound(f"Version {version['version']} of artifact {artifact['id']} has no downloadable content")
        content = found
    name = f"{artifact['ref'].replace('.', '_')}_v{version['version']}.{extension(version['content_type'])}"
    quoted = name.encode("ascii", "replace").decode().replace('"', "_")
    headers = {
        "content-type": version["content_type"] or "application/octet-stream",
        "content-disposition": f'attachment; filename="{quoted}"',
    }
    return Response(content, headers=headers)


@routes.post("/api/v1/artifacts/{id}/versions")
def create_version(call: Call, id: int, body: CreateVersion) -> Response:
    """Add a version whose content is JSON."""
    artifact = changeable(call, id, "update")
    content = json.dumps(body.content, ensure_ascii=False, separators=(",", ":")).encode()
    columns = body.given() | {"content_type": body.content_type or "application/json", "content_json": body.content}
    columns.pop("content", None)
    return created(
        version_view(add_version(call.emulator, artifact, content, **columns)), "Version created successfully"
    )


@routes.post("/api/v1/artifacts/{id}/versions/file")
def allocate_file(call: Call, id: int, body: AllocateFile) -> Response:
    """Add a version whose file the caller is going to write."""
    return _allocate(call, changeable(call, id, "update"), body.given())


def _allocate(call: Call, artifact: Row, columns: dict[str, Any]) -> Response:
    columns["content_type"] = columns.get("content_type") or "text/plain"
    with call.db.transaction():
        row = add_version(call.emulator, artifact, None, **columns)
        path = str(file_path(artifact, row["version"], columns["content_type"]))
        (call.emulator.settings.artifacts_dir / path).parent.mkdir(parents=True, exist_ok=True)
        row = call.db.update("artifact_version", row["id"], {"file_path": path})
    return created(version_view(row), _ALLOCATED)


@routes.post("/api/v1/artifacts/{id}/versions/upload")
async def upload_version(call: Call, id: int) -> Response:
    """Add a version from an uploaded file."""
    artifact = changeable(call, id, "update")
    content, columns, _ = await _uploaded(call.request)
    row = add_version(call.emulator, artifact, content, uploaded=True, **columns)
    return created(version_view(row), "File version uploaded successfully")


@routes.post("/api/v1/artifacts/ref/{ref}/versions/upload")
async def upload_version_by_ref(call: Call, ref: str) -> Response:
    """Add a version from an uploaded file to an artifact that is made when it is missing."""
    content, columns, fields = await _uploaded(call.request)
    wanted: dict[str, Any] = {name: fields.get(name) for name in (*_BY_REF, "owner", "name", "description")}
    if wanted["retention_limit"] is not None:
        wanted["retention_limit"] = _number("retention_limit", wanted["retention_limit"])
    artifact = _found_or_made(call, ref, wanted)
    row = add_version(call.emulator, artifact, content, uploaded=True, **columns)
    return created(version_view(row), "Version uploaded successfully")


@routes.post("/api/v1/artifacts/ref/{ref}/versions/file")
def allocate_file_by_ref(call: Call, ref: str, body: AllocateByRef) -> Response:
    """Allocate a version's file for an artifact that is made when it is missing."""
    wanted = {
        name: getattr(body, "kind" if name == "type" else name) for name in (*_BY_REF, "owner", "name", "description")
    }
    columns = {name: getattr(body, name) for name in ("content_type", "execution", "meta", "created_by")}
    return _allocate(call, _found_or_made(call, ref, wanted), columns)


def _found_or_made(call: Call, ref: str, wanted: dict[str, Any]) -> Row:
    known = call.db.by_ref("artifact", ref)
    if known is not None:
        return changeable(call, known["id"], "update")
    given = {name: value for name, value in wanted.items() if value is not None}
    values = _BY_REF | defaults(given.get("type", "file_text"), None, None, 10) | given | {"ref": ref}
    values["owner"] = given.get("owner") or ""
    demand_creation(call, values)
    row = call.db.insert("artifact", values)
    announce(call.emulator, "artifact_created", row)
    return row


async def _uploaded(request: Request) -> tuple[bytes, dict[str, Any], dict[str, str]]:
    """Return an uploaded file, the columns sent with it, and all the form's texts."""
    try:
        async with request.form(max_part_size=UPLOAD_LIMIT) as form:
            texts = {name: value for name, value in form.items() if isinstance(value, str)}
            file = form.get("file")
            if not isinstance(file, UploadFile):
                raise BadRequest("Missing required 'file' field in multipart upload")
            content = await file.read(UPLOAD_LIMIT + 1)
            kind = texts.get("content_type") or file.content_type or "application/octet-stream"
    except (MultiPartException, HTTPException) as error:
        raise BadRequest(f"Invalid multipart form: {error}") from error
    if len(content) > UPLOAD_LIMIT:
        raise BadRequest(f"File exceeds maximum size of {UPLOAD_LIMIT} bytes")
    columns: dict[str, Any] = {
        "content_type": kind,
        "meta": _meta(texts.get("meta")),
        "created_by": texts.get("created_by"),
    }
    if texts.get("execution"):
        columns["execution"] = _number("execution", texts["execution"])
    return content, columns, texts


def _meta(text: str | None) -> Any:
    try:
        return json.loads(text) if text is not None else None
    except ValueError as error:
        raise BadRequest(f"Invalid meta JSON: {error}") from error


def _number(name: str, text: str) -> int:
    if not text.isdigit():
        raise BadRequest(f"Invalid {name}: '{text}' is no number")
    return int(text)


@routes.delete("/api/v1/artifacts/{id}/versions/{version}")
def delete_version(call: Call, id: int, version: int) -> Response:
    """Delete a version and its file."""
    changeable(call, id, "delete")
    with call.db.transaction():
        remove_version(call.emulator, version_of(call, id, version))
    return success("Version deleted successfully")
