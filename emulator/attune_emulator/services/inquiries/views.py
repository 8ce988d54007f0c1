"""How inquiries look from outside."""

from typing import Any

from attune_emulator import deviations
from attune_emulator.store import Row

_FULL = (
    *("id", "execution", "prompt", "response_schema", "assigned_to", "status", "response"),
    *("timeout_at", "responded_at", "created", "updated"),
)
_SUMMARY = ("id", "execution", "prompt", "assigned_to", "status", "timeout_at", "created")


def inquiry_view(row: Row) -> dict[str, Any]:
    """Return an inquiry as it is shown by itself."""
    view = {name: row[name] for name in _FULL}
    if row["default_response"] is not None and not deviations.on("inquiry-default"):
        view["default_response"] = row["default_response"]
    return view


def inquiry_summary(row: Row) -> dict[str, Any]:
    """Return an inquiry as lists show it."""
    answered = row["response"] is not None or row["status"] == "responded"
    return {name: row[name] for name in _SUMMARY} | {"has_response": answered}
