"""Tasks that were tried again: how many attempts, how they are linked, and the pauses between them."""

from typing import Any

import pytest

from AttuneLibrary.core.context import Context
from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.keywords.retries import Retries

LIST = "/api/v1/executions"


def attempt(number: int, count: int, status: str = "failed", **different: Any) -> dict[str, Any]:
    described = {"task_name": "flaky", "task_index": None, "retry_count": count}
    original = {} if count == 0 else {"original_execution": 8}
    return {
        "id": number,
        "parent": 7,
        "status": status,
        "config": {"n": 1},
        "workflow_task": described,
        **original,
        **different,
    }


def has(platform: Any, *attempts: dict[str, Any]) -> None:
    platform.answer("GET", LIST, list(attempts))
    for one in attempts:
        platform.answer("GET", f"{LIST}/{one['id']}", one)


def ran(platform: Any, number: int, running: str, ended: str) -> None:
    records = [("requested", running), ("running", running), ("failed", ended)]
    rows = [{"time": f"2026-01-27T12:00:{at}Z", "new_values": {"status": word}} for word, at in records]
    platform.answer("GET", f"{LIST}/{number}/history", rows[::-1])


@pytest.fixture
def thrice(platform: Any) -> None:
    has(platform, attempt(8, 0), attempt(9, 1), attempt(10, 2, "completed"))
    ran(platform, 8, "00.0", "01.0")
    ran(platform, 9, "02.1", "03.0")
    ran(platform, 10, "05.2", "06.0")


def tried(context: Context, statuses: str = "failed failed completed", **options: Any) -> list[Any]:
    return Retries(context).task_should_have_been_tried(7, "flaky", statuses, **options)


def test_attempts_come_back_oldest_first(context: Context, thrice: None) -> None:
    assert [one.id for one in tried(context, pauses="1 2")] == [8, 9, 10]


@pytest.mark.parametrize(
    ("pauses", "told"),
    [
        ("1.2 2", r"pause 1 took 1\.100 s, wanted 1\.2 to 2\.7"),
        ("1 0.5", r"pause 2 took 2\.200 s, wanted 0\.5 to 2"),
        ("1", "there are 2 pauses, wanted 1"),
    ],
)
def test_a_pause_is_neither_too_short_nor_too_long(context: Context, thrice: None, pauses: str, told: str) -> None:
    with pytest.raises(AssertionError, match=told):
        tried(context, pauses=pauses)


def test_the_margin_can_be_chosen(context: Context, thrice: None) -> None:
    with pytest.raises(AssertionError, match=r"pause 2 took 2\.200 s, wanted 2 to 2\.15"):
        tried(context, pauses="1 2", margin="150ms")


def test_more_or_fewer_attempts_are_told(context: Context, thrice: None) -> None:
    with pytest.raises(AssertionError, match="'flaky' was failed failed completed, wanted failed completed"):
        tried(context, "failed completed")
    with pytest.raises(AssertionError, match="'other' was never tried, wanted completed"):
        Retries(context).task_should_have_been_tried(7, "other", "completed")


@pytest.mark.parametrize(
    ("second", "told"),
    [
        (attempt(9, 1, original_execution=None), "original_execution is None, wanted 8"),
        (attempt(9, 2), "retry_count is 2, wanted 1"),
        (attempt(9, 1, config=None), "parameters is None, wanted"),
        (attempt(9, 1, parent=6), "parent is 6, wanted 7"),
    ],
)
def test_a_broken_lineage_is_told(context: Context, platform: Any, second: dict[str, Any], told: str) -> None:
    has(platform, attempt(8, 0), second)
    with pytest.raises(AssertionError, match=rf"attempt 1 \(execution 9\): {told}"):
        tried(context, "failed failed")


def test_pauses_that_are_no_seconds_are_refused(context: Context, thrice: None) -> None:
    with pytest.raises(BadInput, match="pauses is 'a while'"):
        tried(context, pauses="a while")
