"""Making a pack out of a directory of files."""

import contextlib
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from attune_emulator import deviations
from attune_emulator.http.errors import ApiError, BadRequest, Conflict, Unprocessable
from attune_emulator.services.executions.cancelling import cancel
from attune_emulator.services.packs import testing
from attune_emulator.services.packs.loader import load_components
from attune_emulator.services.packs.removal import remove_pack
from attune_emulator.services.packs.yaml_files import read_yaml
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

# The platform's own words for the reason its table does not know.
_REFUSED_BY_TABLE = (
    "Failed to store test results: Database error: error returned from database: "
    'new row for relation "pack_test_execution" violates check constraint "valid_trigger_reason"'
)

PACK_REF = re.compile(r"[a-z][a-z0-9_-]+")

# "register" is what the platform writes for uploads and registrations, and what its own table refuses.
Reason = Literal["register", "install"]


@dataclass(frozen=True)
class Wish:
    """How a pack is to be registered."""

    owner: int | None
    force: bool = False
    skip_tests: bool = False
    reason: Reason = "register"


def read_pack_yaml(directory: Path, required: tuple[str, ...] = ("ref", "version")) -> dict[str, Any]:
    """Return a directory's pack.yaml; raises BadRequest when it is missing or lacks what is `required`."""
    file = directory / "pack.yaml"
    if not file.is_file():
        raise BadRequest(f"pack.yaml not found in directory: {directory}")
    found = read_yaml(file)
    document: dict[str, Any] = found if isinstance(found, dict) else {}
    for name in required:
        if not isinstance(document.get(name), str):
            raise BadRequest(f"Missing '{name}' field in pack.yaml")
    if not PACK_REF.fullmatch(document["ref"]):
        # Judged before the ref becomes a path.
        raise Unprocessable("Validation constraint failed: pack_ref_format")
    return document


def pack_values(document: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a pack that its pack.yaml decides."""
    return {
        "ref": document["ref"],
        "label": document.get("name") or document["ref"],
        "description": document.get("description"),
        "version": document["version"],
        "conf_schema": document.get("config_schema") or {},
        "meta": document.get("metadata") or {},
        "tags": document.get("keywords") or [],
        "runtime_deps": document.get("runtime_deps") or [],
        "dependencies": document.get("dependencies") or [],
    }


def store_pack(emulator: "Emulator", directory: Path, **fresh: Any) -> Row:
    """Insert or update the pack whose files lie in `directory`; `fresh` are further columns of a new one."""
    db, values = emulator.db, pack_values(read_pack_yaml(directory))
    with db.transaction():
        known = db.by_ref("pack", values["ref"])
        if known is None:
            pack = db.insert("pack", {"config": {}, "from_files": True} | values | fresh)
        else:
            if deviations.on("pack-version-kept"):
                del values["version"]
            pack = db.update("pack", known["id"], values)
            if deviations.on("update-cancels-runs"):
                _cancel_runs(emulator, pack)
        load_components(emulator, pack, directory)
    emulator.bus.send("pack.registered", pack)
    return pack


def _cancel_runs(emulator: "Emulator", pack: Row) -> None:
    running = "SELECT * FROM execution WHERE status = 'running' AND action_ref LIKE ? || '.%'"
    for row in emulator.db.all(running, pack["ref"]):
        cancel(emulator, row)


async def register_directory(emulator: "Emulator", source: Path, wish: Wish) -> tuple[Row, dict[str, Any] | None]:
    """Put a directory's files in place, register the pack and run its tests; returns the pack and their result."""
    ref = read_pack_yaml(source, ("ref",))["ref"]
    final = emulator.settings.packs_dir / ref
    known = emulator.db.by_ref("pack", ref)
    with _in_place(source, final):
        document = read_pack_yaml(source)
        if known is not None and not wish.force:
            raise Conflict(f"Pack '{ref}' already exists. Use force=true to reinstall.")
        pack = store_pack(emulator, final, owner_identity=wish.owner)
    try:
        return pack, await _tested(emulator, pack, final, document, wish)
    except ApiError:
        if known is None:
            remove_pack(emulator, pack)
        raise


@contextlib.contextmanager
def _in_place(source: Path, final: Path) -> Iterator[None]:
    """Have a directory's files in place; a refusal brings back those that lay there before."""
    if source.resolve() == final.resolve():
        yield
        return
    with tempfile.TemporaryDirectory(prefix="pack-", dir=final.parents[1]) as aside:
        before = Path(aside) / "before"
        if final.is_dir():
            final.rename(before)
        try:
            shutil.copytree(source, final)
            if before.is_dir() and deviations.on("old-code-kept"):
                shutil.copytree(before, final, dirs_exist_ok=True)
                shutil.copy(source / "pack.yaml", final)
            yield
        except BaseException:
            shutil.rmtree(final, ignore_errors=True)
            if before.is_dir() and not deviations.on("refused-upload-destroys"):
                before.rename(final)
            raise


async def _tested(
    emulator: "Emulator", pack: Row, directory: Path, document: dict[str, Any], wish: Wish
) -> dict[str, Any] | None:
    if wish.skip_tests:
        return None
    try:
        runners = testing.declared_runners(document)
        if runners is None:
            return None
        result = await testing.run_tests(pack, directory, runners)
        testing.record(emulator.db, pack, result, wish.reason)
    except (testing.BadTestConfiguration, sqlite3.IntegrityError) as error:
        if wish.force:
            return None
        text = str(error) if isinstance(error, testing.BadTestConfiguration) else _REFUSED_BY_TABLE
        problem = f"could not execute tests. Error: {text}"
        raise BadRequest(f"Pack registration failed: {problem}. Use force=true to register anyway.") from error
    if result["failed"] and not wish.force:
        raise BadRequest("Pack registration failed: tests did not pass. Use force=true to register anyway.")
    return result
