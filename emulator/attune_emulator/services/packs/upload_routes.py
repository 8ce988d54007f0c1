"""Bringing a pack's files to the platform: upload, register, install."""

import tempfile
import time
from pathlib import Path
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.responses import Response

from attune_emulator.http.call import Call
from attune_emulator.http.errors import ApiError, BadRequest, NotBuilt, NotFound, Rejection
from attune_emulator.http.replies import created, data
from attune_emulator.http.routes import Routes
from attune_emulator.services.packs.access import audited
from attune_emulator.services.packs.archive import pack_root, unpack
from attune_emulator.services.packs.bodies import InstallPack, RegisterPack, RegisterPacks
from attune_emulator.services.packs.registration import Wish, register_directory
from attune_emulator.services.packs.views import installation
from attune_emulator.services.packs.yaml_files import PackFileError
from attune_emulator.store import Row

routes = Routes("packs")


def _audited(call: Call, event: str, pack: Row, wish: Wish) -> None:
    details = {"version": pack["version"], "force": wish.force, "skip_tests": wish.skip_tests}
    audited(call, event, pack, details)


async def _form(call: Call) -> FormData:
    kind = call.request.headers.get("content-type", "")
    if not (kind.startswith("multipart/form-data") and "boundary=" in kind):
        raise Rejection(400, "Invalid `boundary` for `multipart/form-data` request")
    try:
        return await call.request.form(max_files=10)
    except (MultiPartException, HTTPException) as error:
        raise BadRequest(f"Multipart error: {error}") from error


async def _archive_in(form: FormData) -> bytes:
    part = form.get("pack")
    if part is None:
        raise BadRequest("Missing required 'pack' field in multipart upload")
    return await part.read() if isinstance(part, UploadFile) else part.encode()


@routes.post("/api/v1/packs/upload")
async def upload_pack(call: Call) -> Response:
    """Upload a pack as tar.gz: multipart fields pack, force, skip_tests."""
    call.demand("packs", "install")
    form = await _form(call)
    raw = await _archive_in(form)
    wish = Wish(call.caller.identity_id, force=form.get("force") == "true", skip_tests=form.get("skip_tests") == "true")
    with tempfile.TemporaryDirectory(prefix="pack-", dir=call.emulator.settings.data) as directory:
        try:
            pack, result = await register_directory(call.emulator, unpack(raw, Path(directory)), wish)
        except PackFileError as error:
            raise BadRequest(f"Failed to parse pack.yaml: {error}") from error
    _audited(call, "pack.uploaded", pack, wish)
    return created(installation(pack, result, wish.skip_tests), "Pack uploaded and registered successfully")


def _directory(path: str) -> Path:
    directory = Path(path)
    if not directory.is_dir():
        raise BadRequest(f"Pack directory does not exist: {path}")
    return directory


@routes.post("/api/v1/packs/register")
async def register_pack(call: Call, body: RegisterPack) -> Response:
    """Register a pack from a directory on the server."""
    call.demand("packs", "install")
    wish = Wish(call.caller.identity_id, body.force, body.skip_tests)
    try:
        pack, result = await register_directory(call.emulator, _directory(body.path), wish)
    except PackFileError as error:
        raise ApiError(f"Failed to parse pack.yaml: {error}") from error
    _audited(call, "pack.registered", pack, wish)
    return created(installation(pack, result, wish.skip_tests), "Pack registered successfully")


_COMPONENTS = ("permission_set", "runtime", "trigger", "action", "rule", "sensor")


def _component_count(call: Call, pack_id: int) -> int:
    return sum(call.db.value(f"SELECT count(*) FROM {table} WHERE pack = ?", pack_id) for table in _COMPONENTS)


@routes.post("/api/v1/packs/register-batch")
async def register_packs(call: Call, body: RegisterPacks) -> Response:
    """Register several packs, each on its own."""
    call.demand("packs", "install")
    registered: list[dict[str, Any]] = []
    failed: list[dict[str, Any]] = []
    started = time.monotonic()
    for path in body.pack_paths:
        directory = Path(body.packs_base_dir or "") / path
        wish = Wish(call.caller.identity_id, body.force, body.skip_tests)
        try:
            pack, _ = await register_directory(call.emulator, _directory(str(directory)), wish)
        except (ApiError, PackFileError) as error:
            place = {"pack_ref": "unknown", "pack_path": path}
            failed.append(place | {"error": str(error), "error_stage": "registration"})
            continue
        _audited(call, "pack.registered", pack, wish)
        registered.append({"pack_ref": pack["ref"], "pack_id": pack["id"], "pack_version": pack["version"]})
    summary = {
        "total_packs": len(body.pack_paths),
        "success_count": len(registered),
        "failure_count": len(failed),
        "total_components": sum(_component_count(call, pack["pack_id"]) for pack in registered),
        "duration_ms": int((time.monotonic() - started) * 1000),
    }
    return data({"registered_packs": registered, "failed_packs": failed, "summary": summary})


def _local_source(body: InstallPack) -> Path:
    remote = body.source.startswith(("http://", "https://", "git@", "git://"))
    if remote or body.ref_spec is not None:
        raise NotBuilt("The emulator installs packs from local archives and directories, not over the network")
    source = Path(body.source)
    if not source.exists():
        raise NotFound(f"pack with ref={body.source} not found")
    return source


@routes.post("/api/v1/packs/install")
async def install_pack(call: Call, body: InstallPack) -> Response:
    """Install a pack from an archive or a directory on the server."""
    call.demand("packs", "install")
    source = _local_source(body)
    wish = Wish(call.caller.identity_id, skip_tests=body.skip_tests, reason="install")
    with tempfile.TemporaryDirectory(prefix="pack-", dir=call.emulator.settings.data) as directory:
        try:
            root = pack_root(source) if source.is_dir() else unpack(source.read_bytes(), Path(directory))
            pack, result = await register_directory(call.emulator, root, wish)
        except PackFileError as error:
            raise BadRequest(f"Failed to parse pack.yaml: {error}") from error
    _audited(call, "pack.installed", pack, wish)
    return data(installation(pack, result, wish.skip_tests), "Pack installed successfully")
