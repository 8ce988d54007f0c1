"""Recorded cancellations: every fact is compared, and all that differs is told at once."""

from typing import Any

import pytest

from AttuneLibrary.core.context import Context
from AttuneLibrary.keywords.cancellations import BY_USER, RUNNING_PATH, Cancellations

ONE = "/api/v1/executions/7"


@pytest.fixture
def cancelled(platform: Any) -> dict[str, Any]:
    """Execution 7, which said a word when it was told to end."""
    result = {"succeeded": False, "cancelled": True, "exit_code": 7, "error": BY_USER, "stdout": "told\n"}
    execution = {"id": 7, "status": "cancelled", "result": result}
    platform.answer("GET", ONE, execution)
    records = [
        {"time": f"2026-01-27T12:00:0{second}Z", "new_values": {"status": word}}
        for second, word in enumerate(RUNNING_PATH)
    ]
    platform.answer("GET", f"{ONE}/history", records[::-1])
    return execution


def test_a_cancellation_as_it_should_be(context: Context, cancelled: dict[str, Any]) -> None:
    assert Cancellations(context).cancellation_should_be_recorded(7, 7, stdout="told\n").id == 7


@pytest.mark.parametrize(
    ("where", "value", "told"),
    [
        ("succeeded", True, "succeeded is True, wanted False"),
        ("cancelled", None, "cancelled is None, wanted True"),
        ("exit_code", -1, "exit code is -1, wanted 7"),
        ("error", "boom", "error is 'boom', wanted 'Execution cancelled by user'"),
        ("stdout", "", "stdout is '', wanted 'told"),
    ],
)
def test_a_wrong_member_of_the_result_is_told(
    context: Context, cancelled: dict[str, Any], where: str, value: Any, told: str
) -> None:
    cancelled["result"][where] = value
    with pytest.raises(AssertionError, match=told):
        Cancellations(context).cancellation_should_be_recorded(7, 7, stdout="told\n")


def test_status_and_transitions_count_too(context: Context, platform: Any, cancelled: dict[str, Any]) -> None:
    cancelled["status"] = "completed"
    platform.answer("GET", f"{ONE}/history", [{"time": "2026-01-27T12:00:00Z", "new_values": {"status": "completed"}}])
    with pytest.raises(AssertionError, match=r"(?s)status is 'completed'.*transitions is \['completed'\]"):
        Cancellations(context).cancellation_should_be_recorded(7, 7, stdout="told\n")
