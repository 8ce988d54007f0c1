"""Executions: running to an end and saying everything that differs, transitions, logs, retries."""

from typing import Any

import pytest
from assertionengine import AssertionOperator

from AttuneLibrary.core.context import Context
from AttuneLibrary.core.errors import BadInput, WaitEndedEarly
from AttuneLibrary.core.history import transitions
from AttuneLibrary.core.logs import log_text
from AttuneLibrary.keywords.execution_fields import ExecutionFields
from AttuneLibrary.keywords.executions import Executions

EQUAL = AssertionOperator["=="]
ONE = "/api/v1/executions/7"
TIMES = [f"2026-01-27T12:00:0{second}Z" for second in range(5)]


def execution(status: str = "failed", **result: Any) -> dict[str, Any]:
    return {"id": 7, "action_ref": "mine.run", "status": status, "result": result, "enforcement": None, "config": None}


def history(*statuses: str) -> list[dict[str, Any]]:
    """Newest first, as the platform lists it."""
    records = [
        {"time": time, "operation": "UPDATE", "new_values": {"status": status}}
        for time, status in zip(TIMES, statuses, strict=False)
    ]
    return [{"time": TIMES[-1], "operation": "UPDATE", "new_values": {"worker": 1}}, *reversed(records)]


@pytest.fixture
def failed(platform: Any) -> Any:
    """A platform on which one execution failed with exit code 3 and a word on stderr."""
    platform.answer("POST", "/api/v1/executions/execute", execution("requested"))
    platform.answer("GET", ONE, execution(exit_code=3, error="boom\n", stdout="out\n", stderr_log="x"))
    platform.answer("GET", f"{ONE}/history", history("requested", "scheduled", "running", "failed"))
    platform.answer("GET", f"{ONE}/artifacts", [{"id": 9, "ref": "mine.run.stderr.log"}])
    platform.answer(
        "GET", "/api/v1/artifacts/9/versions", [{"version": 2, "execution": 8}, {"version": 1, "execution": 7}]
    )
    platform.answer("GET", "/api/v1/artifacts/9/versions/1/download", "boom\n")
    return platform


def test_a_run_that_is_as_expected_returns_the_execution(context: Context, failed: Any) -> None:
    done = Executions(context).run_action(
        "mine.run", expect="failed", exit_code=3, stdout="out", stderr="boom", error="boo"
    )
    assert done.id == 7


def test_everything_that_differs_is_told_at_once(context: Context, failed: Any) -> None:
    with pytest.raises(AssertionError) as failure:
        Executions(context).run_action(
            "mine.run", expect="failed", exit_code=4, stdout="in", stderr="bang", error="usage"
        )
    text = str(failure.value)
    assert text.startswith("Run Action: execution 7 of mine.run is failed, but exit code is 3, wanted 4; ")
    for part in ("stdout is 'out', wanted 'in'", "stderr is 'boom', wanted 'bang'", "does not contain 'usage'"):
        assert part in text


def test_another_end_than_expected_ends_the_run_at_once(context: Context, failed: Any) -> None:
    with pytest.raises(WaitEndedEarly, match="is failed"):
        Executions(context).run_action("mine.run")


def test_older_status_words_filter_as_the_platforms_own(context: Context, platform: Any) -> None:
    platform.answer("GET", "/api/v1/executions", [])
    Executions(context).list_executions(status="succeeded")
    assert platform.last().options["params"] == {"status": "completed"}


def test_filters_take_refs_ids_and_objects(context: Context, platform: Any) -> None:
    platform.answer("GET", "/api/v1/executions", [])
    Executions(context).list_executions(action={"ref": "a.a"}, enforcement="5", parent={"id": 7, "action_ref": "w.w"})
    assert platform.last().options["params"] == {"action_ref": "a.a", "enforcement": 5, "parent": 7}


def test_a_resource_of_another_sort_is_no_execution(context: Context) -> None:
    with pytest.raises(BadInput, match=r"object of 'mine\.run'"):
        Executions(context).get_execution({"id": 3, "ref": "mine.run"})


def test_transitions_are_the_status_changes_oldest_first(failed: Any) -> None:
    assert [step.status for step in transitions(failed, 7)] == ["requested", "scheduled", "running", "failed"]


def test_changes_of_one_moment_keep_their_order(platform: Any) -> None:
    records = [{"time": TIMES[0], "new_values": {"status": word}} for word in ("failed", "running", "requested")]
    platform.answer("GET", f"{ONE}/history", records)
    assert [step.status for step in transitions(platform, 7)] == ["requested", "running", "failed"]


def test_a_log_is_that_of_this_execution(failed: Any) -> None:
    assert log_text(failed, execution(), "stderr") == "boom\n"


def test_a_stream_that_nothing_was_written_to_is_empty(failed: Any) -> None:
    assert log_text(failed, execution(), "stdout") == ""


def test_an_unknown_stream_is_refused(failed: Any) -> None:
    with pytest.raises(BadInput, match="must be one of stdout, stderr"):
        log_text(failed, execution(), "stdlog")


@pytest.mark.parametrize(
    ("getter", "value"),
    [
        ("get_execution_status", "failed"),
        ("get_execution_exit_code", 3),
        ("get_execution_output", "out\n"),
        ("get_execution_error", "boom\n"),
        ("get_execution_stderr", "boom\n"),
        ("get_execution_stdout", ""),
        ("get_execution_config", None),
        ("get_execution_transitions", ["requested", "scheduled", "running", "failed"]),
    ],
)
def test_getters_return_one_field_and_judge_it(context: Context, failed: Any, getter: str, value: Any) -> None:
    get = getattr(ExecutionFields(context), getter)
    assert get(7) == value
    assert get(7, EQUAL, value) == value
    with pytest.raises(AssertionError, match="execution 7: "):
        get(7, EQUAL, "timeout")


def test_parsed_data_is_the_output_even_when_it_is_empty(context: Context, platform: Any) -> None:
    platform.answer("GET", ONE, execution("completed", data={}, stdout="x"))
    assert ExecutionFields(context).get_execution_output(7) == {}


def test_a_misspelt_status_is_refused_not_compared(context: Context, failed: Any) -> None:
    with pytest.raises(BadInput, match="did you mean 'failed'"):
        ExecutionFields(context).get_execution_status(7, EQUAL, "faild")


def test_no_second_attempt_is_no_retry(context: Context, failed: Any) -> None:
    failed.answer("GET", "/api/v1/executions", [execution()])
    Executions(context).execution_should_not_be_retried(7)


def test_an_attempt_that_names_it_as_original_is_a_retry(context: Context, failed: Any) -> None:
    failed.answer("GET", "/api/v1/executions", [execution(), dict(execution(), id=8, original_execution=7)])
    with pytest.raises(AssertionError, match="was retried as 8"):
        Executions(context).execution_should_not_be_retried(7)


def test_a_second_execution_of_its_enforcement_is_a_retry_and_itself_is_none(context: Context, failed: Any) -> None:
    subject = dict(execution(), enforcement=4)
    failed.answer("GET", ONE, subject)
    failed.answer("GET", "/api/v1/executions", [subject])
    Executions(context).execution_should_not_be_retried(7)
    failed.answer("GET", "/api/v1/executions", [subject, dict(subject, id=9)])
    with pytest.raises(AssertionError, match="was retried as 9"):
        Executions(context).execution_should_not_be_retried(7)


def test_being_requested_twice_is_a_retry(context: Context, failed: Any) -> None:
    failed.answer("GET", "/api/v1/executions", [execution()])
    failed.answer("GET", f"{ONE}/history", history("requested", "running", "requested", "failed"))
    with pytest.raises(AssertionError, match="requested more than once"):
        Executions(context).execution_should_not_be_retried(7)
