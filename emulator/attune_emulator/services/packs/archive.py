"""Unpacking pack archives that anybody may have made."""

import io
import tarfile
import zlib
from pathlib import Path, PurePosixPath

from attune_emulator.http.errors import BadRequest

MEGABYTE = 1024 * 1024
MAX_ARCHIVE = 100 * MEGABYTE
MAX_UNPACKED = 100 * MEGABYTE
MAX_FILE = 50 * MEGABYTE
MAX_FILES = 10_000


class UnsafeArchive(Exception):
    """A member that must not be unpacked, and why."""


def unpack(raw: bytes, target: Path) -> Path:
    """Unpack a tar.gz into `target` and return the folder that holds pack.yaml; raises BadRequest."""
    if len(raw) > MAX_ARCHIVE:
        raise BadRequest(f"Pack archive exceeds maximum size of {MAX_ARCHIVE // MEGABYTE} MB")
    try:
        with tarfile.open(fileobj=io.BytesIO(raw), mode="r:gz") as archive:
            _unpack_members(archive, target)
    except (UnsafeArchive, tarfile.TarError, OSError, EOFError, zlib.error) as error:
        raise BadRequest(f"Failed to extract pack archive: {error}") from error
    return pack_root(target)


def pack_root(directory: Path) -> Path:
    """Return the folder with pack.yaml: the directory itself or a folder directly in it; raises BadRequest."""
    for folder in [directory, *sorted(path for path in directory.iterdir() if path.is_dir())]:
        if (folder / "pack.yaml").is_file():
            return folder
    raise BadRequest(
        "Could not find pack.yaml in the uploaded archive. "
        "Ensure the archive contains pack.yaml at its root or in a single top-level directory."
    )


def _unpack_members(archive: tarfile.TarFile, target: Path) -> None:
    for member, path in _checked(archive, target):
        if member.isdir():
            path.mkdir(parents=True, exist_ok=True)
            continue
        source = archive.extractfile(member)
        assert source is not None
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(source.read())
        path.chmod(0o755 if member.mode & 0o111 else 0o644)


def _checked(archive: tarfile.TarFile, target: Path) -> list[tuple[tarfile.TarInfo, Path]]:
    """Return every member with its place; all are judged before the first is written."""
    found: list[tuple[tarfile.TarInfo, Path]] = []
    total = 0
    for member in archive:
        total += member.size
        _check_limits(member, len(found) + 1, total)
        found.append((member, _safe_path(member, target)))
    return found


def _safe_path(member: tarfile.TarInfo, target: Path) -> Path:
    name = PurePosixPath(member.name)
    if member.issym():
        raise UnsafeArchive("Archive contains a symbolic link, which is not allowed")
    if not (member.isreg() or member.isdir()):
        raise UnsafeArchive(f"'{member.name}' is neither a file nor a directory")
    if name.is_absolute() or ".." in name.parts or "\0" in member.name:
        raise UnsafeArchive(f"'{member.name}' leads out of the pack")
    return target / name


def _check_limits(member: tarfile.TarInfo, count: int, total: int) -> None:
    if member.size > MAX_FILE:
        raise UnsafeArchive(f"'{member.name}' is larger than {MAX_FILE // MEGABYTE} MB")
    if count > MAX_FILES:
        raise UnsafeArchive(f"more than {MAX_FILES} files")
    if total > MAX_UNPACKED:
        raise UnsafeArchive(f"more than {MAX_UNPACKED // MEGABYTE} MB unpacked")
