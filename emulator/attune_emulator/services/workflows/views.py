"""How workflows look from outside."""

from typing import Any

from attune_emulator.store import Row

_SUMMARY = ("id", "ref", "pack_ref", "label", "description", "version", "tags", "created", "updated")


def workflow_summary(row: Row) -> dict[str, Any]:
    """Return a workflow as lists show it."""
    return {name: row[name] for name in _SUMMARY}


def workflow_view(row: Row) -> dict[str, Any]:
    """Return a workflow as it is shown by itself."""
    more = {name: row[name] for name in ("pack", "param_schema", "out_schema", "definition")}
    return workflow_summary(row) | more
