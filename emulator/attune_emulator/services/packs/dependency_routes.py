"""What packs need: other packs and languages."""

from pathlib import Path
from typing import Any

from starlette.responses import Response

from attune_emulator.http.call import Call
from attune_emulator.http.errors import ApiError
from attune_emulator.http.replies import data
from attune_emulator.http.routes import Routes
from attune_emulator.services.packs.bodies import PackPaths
from attune_emulator.services.packs.registration import read_pack_yaml
from attune_emulator.services.packs.yaml_files import PackFileError

routes = Routes("packs")

_LANGUAGE_FILES = {"python": "requirements.txt", "nodejs": "package.json"}


def _dependencies(call: Call, document: dict[str, Any]) -> list[dict[str, Any]]:
    """Name each pack a pack.yaml depends on; an entry is ``ref`` or ``ref@version``."""
    found = []
    for entry in document.get("dependencies") or []:
        ref, _, version = str(entry).partition("@")
        installed = call.db.by_ref("pack", ref) is not None
        found.append(
            {
                "pack_ref": ref,
                "version_spec": version or "*",
                "required_by": document["ref"],
                "already_installed": installed,
            }
        )
    return found


def _requirements(document: dict[str, Any], directory: Path) -> dict[str, Any]:
    files = {language: directory / name for language, name in _LANGUAGE_FILES.items()}
    present = {language: {"requirements_file": str(file)} for language, file in files.items() if file.is_file()}
    return {"pack_ref": document["ref"]} | present


@routes.post("/api/v1/packs/dependencies")
def pack_dependencies(call: Call, body: PackPaths) -> Response:
    """Tell what the packs in some directories on the server need."""
    call.promised("packs", "install")
    dependencies: list[dict[str, Any]] = []
    requirements: dict[str, Any] = {}
    analyzed: list[dict[str, Any]] = []
    errors: list[dict[str, Any]] = []
    for path in body.pack_paths:
        try:
            document = read_pack_yaml(Path(path))
        except (ApiError, PackFileError) as error:
            there = (Path(path) / "pack.yaml").is_file()
            errors.append({"pack_path": path, "error": str(error) if there else "pack.yaml not found"})
            continue
        needed = _dependencies(call, document)
        dependencies += needed
        requirements[document["ref"]] = _requirements(document, Path(path))
        analyzed.append({"pack_ref": document["ref"], "pack_path": path, "dependency_count": len(needed)})
    return data(
        {
            "dependencies": dependencies,
            "runtime_requirements": requirements,
            "missing_dependencies": [entry for entry in dependencies if not entry["already_installed"]],
            "analyzed_packs": analyzed,
            "errors": errors,
        }
    )
