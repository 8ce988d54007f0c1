"""Running the tests a pack declares in the ``testing`` section of its pack.yaml::

    testing:
      enabled: true
      discovery: {method: directory, path: tests}
      runners:
        shell: {type: script, entry_point: tests/run.sh, timeout: 60}
        python: {type: unittest, entry_point: tests}

Each runner is one suite with one case, which passes when the process exits with 0.
"""

import asyncio
import sys
import time
from pathlib import Path
from typing import Any

from attune_emulator import clock
from attune_emulator.store import Database, Row

DEFAULT_TIMEOUT = 300.0


class BadTestConfiguration(Exception):
    """A ``testing`` section that cannot be used, and why."""


def declared_runners(document: dict[str, Any]) -> dict[str, dict[str, Any]] | None:
    """Return the runners of a pack.yaml; None when it declares no tests. Raises BadTestConfiguration."""
    section = document.get("testing")
    if not isinstance(section, dict):
        return None
    discovery = _member(section, "discovery")
    _member(discovery if isinstance(discovery, dict) else {}, "method")
    runners = _member(section, "runners")
    for runner in runners.values():
        _member(runner, "type")
    return None if section.get("enabled") is False else dict(runners)


def _member(section: dict[str, Any], name: str) -> Any:
    if name not in section:
        raise BadTestConfiguration(f"Failed to parse test configuration: missing field `{name}`")
    return section[name]


async def run_tests(pack: Row, directory: Path, runners: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Run every suite and return the result in the platform's form."""
    started, moment = time.monotonic(), clock.now()
    suites = [await _suite(name, runner, directory) for name, runner in runners.items()]
    totals = {key: sum(suite[key] for suite in suites) for key in ("total", "passed", "failed", "skipped")}
    return {
        "packRef": pack["ref"],
        "packVersion": pack["version"],
        "executionTime": moment,
        "status": "failed" if totals["failed"] else "passed",
        "totalTests": totals["total"],
        "passed": totals["passed"],
        "failed": totals["failed"],
        "skipped": totals["skipped"],
        "passRate": totals["passed"] / totals["total"] if totals["total"] else 0.0,
        "durationMs": _milliseconds(started),
        "testSuites": suites,
    }


def record(db: Database, pack: Row, result: dict[str, Any], reason: str) -> Row:
    """Keep a result; the table refuses reasons it does not know."""
    return db.insert(
        "pack_test_execution",
        {
            "pack": pack["id"],
            "pack_version": pack["version"],
            "execution_time": result["executionTime"],
            "trigger_reason": reason,
            "total_tests": result["totalTests"],
            "passed": result["passed"],
            "failed": result["failed"],
            "skipped": result["skipped"],
            "pass_rate": result["passRate"],
            "duration_ms": result["durationMs"],
            "result": result,
        },
    )


def _milliseconds(started: float) -> int:
    return int((time.monotonic() - started) * 1000)


def _command(runner: dict[str, Any], directory: Path) -> list[str]:
    entry = str(directory / str(runner.get("entry_point", "")))
    match runner.get("type", "script"):
        case "unittest":
            return [sys.executable, "-m", "unittest", "discover", "-s", entry]
        case "pytest":
            return [sys.executable, "-m", "pytest", entry]
        case _:
            return [sys.executable, entry] if entry.endswith(".py") else ["/bin/bash", entry]


async def _suite(name: str, runner: dict[str, Any], directory: Path) -> dict[str, Any]:
    started = time.monotonic()
    timeout = float(runner.get("timeout", DEFAULT_TIMEOUT))
    code, output, errors = await _run(_command(runner, directory), directory, timeout)
    took = _milliseconds(started)
    passed = code == 0
    case = {
        "name": str(runner.get("entry_point", name)),
        "status": "passed" if passed else "failed",
        "durationMs": took,
        "errorMessage": None if passed else f"exit code {code}",
        "stdout": output,
        "stderr": errors,
    }
    counts = {"total": 1, "passed": int(passed), "failed": int(not passed), "skipped": 0}
    suite = {"name": name, "runnerType": str(runner.get("type", "script"))}
    return suite | counts | {"durationMs": took, "testCases": [case]}


async def _run(command: list[str], directory: Path, timeout: float) -> tuple[int, str, str]:
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=directory,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        output, errors = await asyncio.wait_for(process.communicate(), timeout)
    except TimeoutError:
        process.kill()
        await process.wait()
        return -1, "", f"timed out after {timeout:g} seconds"
    finally:
        if process.returncode is None:
            process.kill()
    return process.returncode or 0, output.decode(errors="replace"), errors.decode(errors="replace")
