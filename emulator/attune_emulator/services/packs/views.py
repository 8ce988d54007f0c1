"""Packs as the API shows them."""

from typing import Any

from attune_emulator import deviations
from attune_emulator.store import Row

_SUMMARY = ("id", "ref", "label", "description", "version", "tags", "is_standard", "created", "updated")
_FULL = (*_SUMMARY, "conf_schema", "config", "meta", "runtime_deps", "dependencies")


def pack_view(pack: Row) -> dict[str, Any]:
    shown = {name: pack[name] for name in _FULL}
    return shown | {"is_standard": False} if deviations.on("standard-packs-unmarked") else shown


def pack_summary(pack: Row) -> dict[str, Any]:
    return {name: pack[name] for name in _SUMMARY}


def installation(pack: Row, test_result: dict[str, Any] | None, tests_skipped: bool) -> dict[str, Any]:
    """What uploading, registering and installing answer."""
    return {"pack": pack_view(pack), "test_result": test_result, "tests_skipped": tests_skipped}


def test_run(row: Row) -> dict[str, Any]:
    """One recorded run of a pack's tests."""
    return {
        "id": row["id"],
        "packId": row["pack"],
        "packVersion": row["pack_version"],
        "executionTime": row["execution_time"],
        "triggerReason": row["trigger_reason"],
        "totalTests": row["total_tests"],
        "passed": row["passed"],
        "failed": row["failed"],
        "skipped": row["skipped"],
        "passRate": row["pass_rate"],
        "durationMs": row["duration_ms"],
        "result": row["result"],
        "created": row["created"],
    }
