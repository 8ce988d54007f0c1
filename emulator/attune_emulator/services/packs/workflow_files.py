"""Workflow files of a pack that no action file names.

They lie in ``workflows/`` or ``actions/workflows/``. Loading the pack makes workflows of them, which nothing can
execute; syncing makes the actions of those in ``workflows/``. A file that is no valid workflow is passed over.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attune_emulator.engine.workflows.definition import DefinitionError, parse
from attune_emulator.services.packs.yaml_files import PackFileError, read_yaml
from attune_emulator.services.workflows.companions import add_companion
from attune_emulator.services.workflows.legacy import translated
from attune_emulator.store import Database, Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

log = logging.getLogger("attune_emulator.packs")


@dataclass(frozen=True)
class WorkflowFile:
    """A valid workflow file that stands alone."""

    ref: str
    graph: dict[str, Any]


def definition_in(graph: Any) -> dict[str, Any]:
    """Return the definition in a workflow file's document; raises DefinitionError for one files may not have."""
    definition: dict[str, Any] = translated(graph) if isinstance(graph, dict) else graph
    for task in parse(definition).tasks.values():
        if task.type == "action" and not task.action:
            raise DefinitionError(f"task '{task.name}': an action task needs an action")
    return definition


def _named_by_actions(directory: Path) -> set[Path]:
    """Return the graph files that action files name."""
    named = set()
    for file in (directory / "actions").glob("*.y*ml"):
        try:
            document = read_yaml(file)
        except PackFileError:
            continue  # the action's own loading tells of it
        if isinstance(document, dict) and document.get("workflow_file"):
            named.add((file.parent / str(document["workflow_file"])).resolve())
    return named


def standalone(pack_ref: str, directory: Path, *folders: str) -> Iterator[WorkflowFile]:
    """Yield the valid workflow files in some folders of a pack, but for those an action file names."""
    named = _named_by_actions(directory)
    for file in sorted(file for folder in folders for file in (directory / folder).glob("*.y*ml")):
        if file.resolve() in named:
            continue
        try:
            graph = read_yaml(file)
            definition_in(graph)
        except (PackFileError, DefinitionError) as error:
            log.warning("pack %s: %s: %s", pack_ref, file.name, error)
            continue
        yield WorkflowFile(str(graph.get("ref") or f"{pack_ref}.{file.name.split('.')[0]}"), graph)


def store(db: Database, pack: Row, file: WorkflowFile) -> tuple[Row, bool]:
    """Insert or update a file's workflow; tells whether it is new."""
    graph = file.graph
    values = {
        "pack": pack["id"],
        "pack_ref": pack["ref"],
        "label": graph.get("label") or file.ref,
        "description": graph.get("description"),
        "version": graph["version"],
        "param_schema": graph.get("parameters"),
        "out_schema": graph.get("output"),
        "definition": translated(graph),
        "tags": graph.get("tags") or [],
    }
    known = db.by_ref("workflow_definition", file.ref)
    if known is None:
        return db.insert("workflow_definition", values | {"ref": file.ref}), True
    return db.update("workflow_definition", known["id"], values), False


def load_standalone(emulator: "Emulator", pack: Row, directory: Path) -> None:
    """Make workflows of the files, and remove those whose file is gone."""
    found = [
        store(emulator.db, pack, file)[0]
        for file in standalone(pack["ref"], directory, "workflows", "actions/workflows")
    ]
    kept = {row["id"] for row in found}
    orphans = (
        "SELECT id FROM workflow_definition w WHERE pack = ? AND owner_identity IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM action a WHERE a.workflow_def = w.id)"
    )
    for row in emulator.db.all(orphans, pack["id"]):
        if row["id"] not in kept:
            emulator.db.delete("workflow_definition", row["id"])


def sync(emulator: "Emulator", pack: Row, directory: Path) -> list[dict[str, Any]]:
    """Load the files in ``workflows/`` again and see to it that each can be executed."""
    results = []
    for file in standalone(pack["ref"], directory, "workflows"):
        with emulator.db.transaction():
            row, new = store(emulator.db, pack, file)
            if emulator.db.by_ref("action", file.ref) is None:
                add_companion(emulator.db, row)
        results.append({"ref_name": file.ref, "created": new, "workflow_def_id": row["id"], "warnings": []})
    return results
