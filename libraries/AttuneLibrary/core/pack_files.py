"""Packs as files: the fixture packs of the project, made ready for an upload under another ref."""

import io
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from .errors import BadInput

DESCRIPTION = "pack.yaml"
_DEFINITIONS = frozenset({".yaml", ".yml"})
# Left behind by interpreters and editors; never part of a pack.
_FOREIGN = frozenset({"__pycache__", ".git", ".DS_Store"})


def pack_ref(folder: Path) -> str:
    """The ref a pack folder declares; an error names what is missing."""
    description = folder / DESCRIPTION
    if not description.is_file():
        raise BadInput(f"'{folder}' is no pack: it has no {DESCRIPTION}.")
    try:
        content = yaml.safe_load(description.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError):
        raise BadInput(f"'{description}' is no YAML.") from None
    ref = content.get("ref") if isinstance(content, dict) else None
    if not isinstance(ref, str) or not ref:
        raise BadInput(f"'{description}' has no 'ref'.")
    return ref


def archive(folder: Path, ref: str | None = None, more: Mapping[str, bytes] | None = None) -> bytes:
    """The pack as tar.gz; with `ref`, every definition in it speaks of that ref instead of its own.

    `more` are files that are not in the folder, by their paths in the pack.
    """
    own = pack_ref(folder)
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not _FOREIGN.intersection(path.relative_to(folder).parts):
                _add(tar, path, str(path.relative_to(folder)), own, ref)
        for name, content in (more or {}).items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


def renamed(value: Any, old: str, new: str) -> Any:
    """`value` with `old` and every ref that begins with `old.` moved to `new`, however deep they lie."""
    if isinstance(value, dict):
        return {key: renamed(member, old, new) for key, member in value.items()}
    if isinstance(value, list):
        return [renamed(member, old, new) for member in value]
    if isinstance(value, str) and (value == old or value.startswith(f"{old}.")):
        return new + value[len(old) :]
    return value


def _add(tar: tarfile.TarFile, path: Path, name: str, own: str, ref: str | None) -> None:
    content = path.read_bytes()
    if ref and ref != own and path.suffix in _DEFINITIONS:
        definition = renamed(yaml.safe_load(content), own, ref)
        content = yaml.safe_dump(definition, sort_keys=False, allow_unicode=True).encode()
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    # A wheel does not keep the executable bit, and a platform may start a script by its path.
    entry.mode = 0o644 if path.suffix in _DEFINITIONS else 0o755
    entry.mtime = int(path.stat().st_mtime)
    tar.addfile(entry, io.BytesIO(content))
