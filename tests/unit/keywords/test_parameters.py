"""Parameters that were refused: by the request, or by an execution that no worker ever saw."""

from typing import Any

import pytest

from AttuneLibrary.core.context import Context
from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.keywords.parameters import Parameters

ONE = "/api/v1/executions/7"
WHY = "Invalid parameters: 5 is no text at /url"


@pytest.fixture
def refused(platform: Any) -> dict[str, Any]:
    """Execution 7, which failed before a worker heard of it."""
    execution = {"id": 7, "action_ref": "mine.run", "status": "failed", "worker": None, "result": {"error": WHY}}
    platform.answer("GET", ONE, execution)
    platform.answer("GET", f"{ONE}/artifacts", [])
    history(platform, "requested", "scheduling", "failed")
    return execution


def history(platform: Any, *words: str) -> None:
    records = [
        {"time": f"2026-01-27T12:00:0{second}Z", "new_values": {"status": word}} for second, word in enumerate(words)
    ]
    platform.answer("GET", f"{ONE}/history", records[::-1])


def test_what_never_started_tells_its_reason(context: Context, refused: dict[str, Any]) -> None:
    assert Parameters(context).execution_should_not_have_started(7, error=["url", "text"]) == WHY


def test_a_reason_that_names_something_else_is_told(context: Context, refused: dict[str, Any]) -> None:
    with pytest.raises(AssertionError, match="the reason does not name 'count': 'Invalid parameters"):
        Parameters(context).execution_should_not_have_started(7, error=["url", "count"])


@pytest.mark.parametrize(
    ("member", "value", "told"),
    [
        ("status", "completed", "its status is completed"),
        ("worker", 1, "its worker is 1"),
        ("started_at", "2026-01-27T12:00:00Z", "its start is 2026"),
    ],
)
def test_what_shows_a_worker_is_told(
    context: Context, refused: dict[str, Any], member: str, value: Any, told: str
) -> None:
    refused[member] = value
    with pytest.raises(AssertionError, match=f"execution 7 of mine.run went to a worker: {told}"):
        Parameters(context).execution_should_not_have_started(7)


def test_the_history_counts_too(context: Context, platform: Any, refused: dict[str, Any]) -> None:
    history(platform, "requested", "scheduling", "scheduled", "running", "failed")
    with pytest.raises(AssertionError, match="its history is requested scheduling scheduled running failed"):
        Parameters(context).execution_should_not_have_started(7)


def test_names_that_are_none_are_told(context: Context) -> None:
    with pytest.raises(BadInput, match="5 is no text and no list of texts"):
        Parameters(context).parameters_should_be_refused("mine.run", {}, 5)
