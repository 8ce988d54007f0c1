"""Health as the services tell it: what counts as new, and what a known gap leaves in a log."""

from datetime import UTC, datetime
from typing import Any

import pytest

from AttuneLibrary.core.context import Context
from AttuneLibrary.keywords.health import Health

NOON = datetime(2026, 1, 27, 12, tzinfo=UTC)
LOG = "/api/v1/sensors/core.timer_sensor/logs"
WORKER = {"status": "active", "supported_runtimes": [{"name": "shell"}]}


@pytest.fixture
def health(context: Context, platform: Any) -> Health:
    context.platform.first_seen = lambda: NOON  # type: ignore[method-assign]  # why: no platform is to be asked
    context.platform.has_gap = lambda gap: gap == "past-date"  # type: ignore[method-assign]  # why: as above
    platform.answer("GET", "/health/ready", {})
    platform.answer("GET", "/api/v1/workers", [WORKER])
    platform.answer("GET", "/api/v1/events", [])
    platform.answer("GET", f"{LOG}/stderr", "")
    return Health(context)


def logged(platform: Any, line: str) -> None:
    platform.answer("GET", f"{LOG}/stdout", line)


@pytest.mark.parametrize(
    "line",
    [
        "2026-01-27T12:00:01Z INFO all is well",
        "2026-01-27T11:59:59Z ERROR before our time",
        "ERROR without a time",
        "2026-01-27T12:00:01Z ERROR Failed to start timer for rule 7",
    ],
)
def test_lines_that_say_nothing_against_the_services(health: Health, platform: Any, line: str) -> None:
    logged(platform, line)
    health.services_should_be_healthy()


@pytest.mark.parametrize(
    "line",
    [
        "2026-01-27T12:00:01Z ERROR Failed to create event",
        '{"timestamp":"2026-01-27T12:00:01Z","level":"ERROR","fields":{"message":"Failed to parse trigger_params"}}',
    ],
)
def test_a_new_error_that_no_gap_of_the_target_leaves(health: Health, platform: Any, line: str) -> None:
    logged(platform, line)
    with pytest.raises(AssertionError, match=r"core\.timer_sensor has 1 new ERROR lines"):
        health.services_should_be_healthy()


def test_a_runtime_that_no_worker_has(health: Health, platform: Any) -> None:
    logged(platform, "")
    with pytest.raises(AssertionError, match=r"no active worker has the runtime node \(there are: shell\)"):
        health.services_should_be_healthy(runtimes="shell, node")
