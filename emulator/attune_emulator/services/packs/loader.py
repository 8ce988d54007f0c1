"""Brings a pack's files into the store, kind by kind.

Each kind is loaded by the module ``services/<kind>/files.py`` of the service that owns its table::

    def load(emulator: Emulator, pack: Row, document: dict[str, Any], file: Path) -> str | None:
        '''Insert or update what `file` describes; return its ref, or None to skip it.'''

    def remove_others(emulator: Emulator, pack: Row, kept: set[str]) -> None:
        '''Delete what this pack once brought as files and no longer does; what was made over REST stays.'''

A file that cannot be loaded raises `PackFileError`; it is logged and the others are loaded all the same.
"""

import importlib
import logging
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attune_emulator import deviations
from attune_emulator.http.errors import ApiError
from attune_emulator.services.packs.workflow_files import load_standalone
from attune_emulator.services.packs.yaml_files import PackFileError, read_yaml
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

log = logging.getLogger("attune_emulator.packs")

# Folder and service are named alike but for permission sets; the order is the platform's.
KINDS = ("permission_sets", "runtimes", "triggers", "actions", "queues", "rules", "sensors")
_SERVICES = {"permission_sets": "permissions"}


@dataclass
class Loaded:
    """What came of loading a pack."""

    refs: dict[str, set[str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def load_components(emulator: "Emulator", pack: Row, directory: Path) -> Loaded:
    """Load every component file under `directory`, then remove what is no longer there."""
    loaded = Loaded()
    with emulator.db.transaction():
        for kind in KINDS:
            loaded.refs[kind] = _load_kind(emulator, pack, directory / kind, kind, loaded.problems)
        if not deviations.on("removed-components-stay"):
            _remove_others(emulator, pack, loaded.refs)
        load_standalone(emulator, pack, directory)
    for problem in loaded.problems:
        log.warning("pack %s: %s", pack["ref"], problem)
    return loaded


def remove_components(emulator: "Emulator", pack: Row) -> None:
    """Delete everything the pack brought as files."""
    _remove_others(emulator, pack, {})


def _remove_others(emulator: "Emulator", pack: Row, kept: dict[str, set[str]]) -> None:
    for kind in reversed(KINDS):
        module = _module(kind)
        if module is not None:
            module.remove_others(emulator, pack, kept.get(kind, set()))


def _module(kind: str) -> Any:
    name = f"attune_emulator.services.{_SERVICES.get(kind, kind)}.files"
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is not None and name.startswith(error.name):
            return None
        raise


def _load_kind(emulator: "Emulator", pack: Row, folder: Path, kind: str, problems: list[str]) -> set[str]:
    module, found = _module(kind), set()
    for file in sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")]) if module else []:
        try:
            document = read_yaml(file)
            if not isinstance(document, dict):
                raise PackFileError("not a mapping")
            ref = module.load(emulator, pack, document, file)
        except (PackFileError, ApiError, sqlite3.IntegrityError) as error:
            problems.append(f"{kind}/{file.name}: {error}")
            continue
        if ref is not None:
            found.add(ref)
    return found
