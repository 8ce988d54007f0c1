"""Recorded failures: every fact is compared, and all that differs is told at once."""

from typing import Any

import pytest

from AttuneLibrary.core.context import Context
from AttuneLibrary.keywords.failures import FAILED_PATH, Failures

ONE = "/api/v1/executions/7"


@pytest.fixture
def failed(platform: Any) -> dict[str, Any]:
    """Execution 7, which ended with exit code 3 after two words."""
    result = {"succeeded": False, "exit_code": 3, "error": "boom\n", "stdout": "out\n", "stderr_log": "x"}
    execution = {"id": 7, "action_ref": "mine.run", "status": "failed", "result": result}
    platform.answer("GET", ONE, execution)
    records = [
        {"time": f"2026-01-27T12:00:0{second}Z", "new_values": {"status": word}}
        for second, word in enumerate(FAILED_PATH)
    ]
    platform.answer("GET", f"{ONE}/history", records[::-1])
    platform.answer("GET", f"{ONE}/artifacts", [{"id": 9, "ref": "mine.run.stderr.log"}])
    platform.answer("GET", "/api/v1/artifacts/9/versions", [{"version": 1, "execution": 7}])
    platform.answer("GET", "/api/v1/artifacts/9/versions/1/download", "boom\n")
    return execution


def test_a_failure_as_it_should_be(context: Context, failed: dict[str, Any]) -> None:
    assert Failures(context).failure_should_be_recorded(7, 3, stderr="boom\n", stdout="out\n").id == 7


@pytest.mark.parametrize(
    ("where", "value", "told"),
    [
        ("succeeded", True, "succeeded is True, wanted False"),
        ("succeeded", None, "succeeded is None, wanted False"),
        ("exit_code", 1, "exit code is 1, wanted 3"),
        ("error", "", "error is '', wanted 'boom"),
        ("stdout", "", "stdout is '', wanted 'out"),
    ],
)
def test_a_wrong_member_of_the_result_is_told(
    context: Context, failed: dict[str, Any], where: str, value: Any, told: str
) -> None:
    failed["result"][where] = value
    with pytest.raises(AssertionError, match=told):
        Failures(context).failure_should_be_recorded(7, 3, stderr="boom\n", stdout="out\n")


def test_status_log_and_transitions_count_too(context: Context, platform: Any, failed: dict[str, Any]) -> None:
    failed["status"] = "cancelled"
    platform.answer("GET", "/api/v1/artifacts/9/versions/1/download", "bo")
    platform.answer("GET", f"{ONE}/history", [{"time": "2026-01-27T12:00:00Z", "new_values": {"status": "failed"}}])
    with pytest.raises(AssertionError) as failure:
        Failures(context).failure_should_be_recorded(7, 3, stderr="boom\n", stdout="out\n")
    for part in ("status is 'cancelled'", "stderr log is 'bo'", "transitions is ['failed']"):
        assert part in str(failure.value)


@pytest.mark.parametrize(
    ("stderr", "error"),
    [
        ("", "Command exited with code 3"),
        ("one\n", "one\n"),
        ("1\n2\n3\n4\n5\n", "1\n2\n3\n4\n5\n"),
        ("1\n2\n3\n4\n5\n6\n", "6"),
    ],
)
def test_the_error_follows_from_stderr(
    context: Context, platform: Any, failed: dict[str, Any], stderr: str, error: str
) -> None:
    failed["result"]["error"] = error
    platform.answer("GET", "/api/v1/artifacts/9/versions/1/download", stderr)
    Failures(context).failure_should_be_recorded(7, 3, stderr=stderr, stdout="out\n")


def test_several_failures_are_told_apart_by_their_codes(context: Context, failed: dict[str, Any]) -> None:
    failed["result"]["stdout"] = ""
    Failures(context).failures_should_be_recorded([failed], {3: "boom"})
    with pytest.raises(AssertionError, match=r"the exit codes are \[3\], wanted \[3, 4\]"):
        Failures(context).failures_should_be_recorded([failed], {3: "boom", 4: "bang"})
    with pytest.raises(AssertionError, match="stderr log is 'boom"):
        Failures(context).failures_should_be_recorded([failed], {3: "bang"})
