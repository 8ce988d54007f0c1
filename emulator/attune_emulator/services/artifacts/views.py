"""How artifacts look from outside."""

from typing import Any

from attune_emulator.store import Row

_FULL = (
    *("id", "ref", "scope", "owner", "type", "visibility", "retention_policy", "retention_limit"),
    *("name", "description", "content_type", "size_bytes", "created", "updated"),
)
_SUMMARY = (
    "id",
    "ref",
    "type",
    "visibility",
    "name",
    "content_type",
    "size_bytes",
    "scope",
    "owner",
    "created",
    "updated",
)


def artifact_view(row: Row) -> dict[str, Any]:
    """Return an artifact as it is shown by itself."""
    return {name: row[name] for name in _FULL} | ({"data": row["data"]} if row["data"] is not None else {})


def artifact_summary(row: Row) -> dict[str, Any]:
    """Return an artifact as lists show it."""
    return {name: row[name] for name in _SUMMARY}


def version_summary(row: Row) -> dict[str, Any]:
    """Return a version as lists show it."""
    view = {name: row[name] for name in ("id", "version", "content_type", "size_bytes", "created_by", "created")}
    shown = ("execution",) if row["uploaded"] else ("execution", "file_path")
    return view | {name: row[name] for name in shown if row[name] is not None}


def version_view(row: Row) -> dict[str, Any]:
    """Return a version as it is shown by itself."""
    more = {name: row[name] for name in ("content_json", "meta") if row[name] is not None}
    return version_summary(row) | {"artifact": row["artifact"]} | more
