"""Actions as pack files, workflows among them."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attune_emulator.engine.workflows.definition import DefinitionError
from attune_emulator.services.packs.workflow_files import definition_in
from attune_emulator.services.packs.yaml_files import PackFileError, read_yaml
from attune_emulator.services.runtimes.lookup import runtime_for
from attune_emulator.store import Database, Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

log = logging.getLogger("attune_emulator.packs")

_COPIED = (
    *("required_worker_runtimes", "worker_selector", "worker_tolerations", "worker_affinity"),
    *("default_execution_permission_set_refs", "artifact_retention_policy", "artifact_retention_limit"),
    *("log_retention_policy", "log_retention_limit", "timeout", "container"),
)


def load(emulator: "Emulator", pack: Row, document: dict[str, Any], file: Path) -> str | None:
    """Insert or update the action a file describes; return its ref."""
    ref = document.get("ref")
    if not isinstance(ref, str):
        raise PackFileError("an action needs a ref")
    values = _action_values(emulator.db, pack, document)
    if "workflow_file" in document:
        values |= _tie(emulator.db, pack, document, file)
    known = emulator.db.by_ref("action", ref)
    if known is None:
        emulator.db.insert("action", values | {"ref": ref})
    else:
        emulator.db.update("action", known["id"], values)
    return ref


def _action_values(db: Database, pack: Row, document: dict[str, Any]) -> dict[str, Any]:
    runtime = runtime_for(db, str(document.get("runner_type") or "shell"))
    return {
        "pack": pack["id"],
        "pack_ref": pack["ref"],
        "label": document.get("label") or document["ref"],
        "description": document.get("description"),
        "entrypoint": str(document.get("entry_point") or ""),
        "runtime": runtime and runtime["id"],
        "runtime_ref": runtime and runtime["ref"],
        "runtime_version_constraint": document.get("runtime_version"),
        "param_schema": document.get("parameters"),
        "out_schema": document.get("output"),
        "parameter_delivery": _one_of(document, "parameter_delivery", "stdin", "file"),
        "parameter_format": _one_of(document, "parameter_format", "json", "dotenv", "yaml"),
        "output_format": _one_of(document, "output_format", "text", "json", "yaml", "jsonl"),
        "workflow_def": None,
        "is_adhoc": False,
        "accesses_mcp": bool(document.get("accesses_mcp")),
    } | {name: document.get(name) for name in _COPIED}


def _one_of(document: dict[str, Any], key: str, default: str, *others: str) -> str:
    value = str(document.get(key) or default).lower()
    if value not in (default, *others):
        raise PackFileError(f"{key}: {value!r} is none of {', '.join((default, *others))}")
    return value


def _tie(db: Database, pack: Row, document: dict[str, Any], file: Path) -> dict[str, Any]:
    """Return the columns that tie the action to its workflow; without a valid workflow file there are none."""
    try:
        return _workflow_values(db, pack, document, file)
    except (PackFileError, DefinitionError) as error:
        log.warning("pack %s: %s: %s", pack["ref"], file.name, error)
        return {}


def _workflow_values(db: Database, pack: Row, document: dict[str, Any], file: Path) -> dict[str, Any]:
    """Insert or update the workflow of an action file and return the columns that tie the action to it."""
    graph_file = file.parent / str(document["workflow_file"])
    if not graph_file.is_file():
        raise PackFileError(f"workflow file not found: {document['workflow_file']}")
    graph = read_yaml(graph_file)
    definition = definition_in(graph)
    values = {
        "pack": pack["id"],
        "pack_ref": pack["ref"],
        "label": document.get("label") or graph.get("label") or document["ref"],
        "description": document.get("description") or graph.get("description"),
        "version": str(graph.get("version") or "1.0.0"),
        "param_schema": document.get("parameters") or graph.get("parameters"),
        "out_schema": document.get("output") or graph.get("output"),
        "definition": definition,
        "tags": graph.get("tags") or document.get("tags") or [],
    }
    known = db.by_ref("workflow_definition", document["ref"])
    if known is None:
        workflow = db.insert("workflow_definition", values | {"ref": document["ref"]})
    else:
        workflow = db.update("workflow_definition", known["id"], values)
    entrypoint = document.get("entry_point") or document["workflow_file"]
    return {"workflow_def": workflow["id"], "entrypoint": entrypoint, "runtime": None, "runtime_ref": None}


def remove_others(emulator: "Emulator", pack: Row, kept: set[str]) -> None:
    """Delete the pack's actions that no file describes any more; those made over REST stay."""
    rows = emulator.db.all(
        "SELECT id, ref, workflow_def, entrypoint FROM action WHERE pack = ? AND NOT is_adhoc", pack["id"]
    )
    for row in rows:
        if row["ref"] in kept or row["entrypoint"] == "workflow":
            continue
        emulator.db.delete("action", row["id"])
        if row["workflow_def"] is not None:
            emulator.db.delete("workflow_definition", row["workflow_def"])
