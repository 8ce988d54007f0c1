"""What the events of timers hold, judged on prepared events."""

import re
from typing import Any

import pytest

from AttuneLibrary.core.context import Context
from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.keywords.timer_records import TimerRecords

EXPECTED = {"type": "interval", "interval_seconds": 5}


def tick(number: int, **other: Any) -> dict[str, Any]:
    payload = {**EXPECTED, "execution_count": number, "fired_at": f"2026-01-27T12:00:{5 * number:02d}.4Z"} | other
    return {"id": number, "payload": {name: value for name, value in payload.items() if value is not ...}}


def test_payloads_that_are_as_expected(context: Context) -> None:
    TimerRecords(context).timer_payloads_should_be([tick(1), tick(2)], EXPECTED)


@pytest.mark.parametrize(
    ("second", "text"),
    [
        (tick(3), r"\[1\]\.execution_count: is 3 \(integer\), wanted 2"),
        (tick(2, interval_seconds="5"), r"interval_seconds: is '5' \(string\), wanted 5"),
        (tick(2, extra=1), "extra: is 1 .*wanted to be absent"),
        (tick(2, type=...), "type: is missing"),
        (tick(2, fired_at=...), r"\[1\]\.fired_at is missing"),
    ],
)
def test_a_payload_that_differs(context: Context, second: Any, text: str) -> None:
    with pytest.raises(AssertionError, match=text):
        TimerRecords(context).timer_payloads_should_be([tick(1), second], EXPECTED)


def test_payloads_without_a_number(context: Context) -> None:
    one = tick(1, execution_count=...)
    TimerRecords(context).timer_payloads_should_be([one], EXPECTED, numbered=False)
    with pytest.raises(AssertionError, match="execution_count: is missing"):
        TimerRecords(context).timer_payloads_should_be([one], EXPECTED)


def test_no_events_prove_nothing(context: Context) -> None:
    with pytest.raises(AssertionError, match="the timer has 0 events, wanted 1 at least"):
        TimerRecords(context).timer_payloads_should_be([], EXPECTED)


@pytest.mark.parametrize("events", ["812", 812, {"id": 812}])
def test_what_is_no_list_of_events_is_refused(context: Context, events: Any) -> None:
    with pytest.raises(BadInput, match="must be a list of events"):
        TimerRecords(context).timer_payloads_should_be(events, EXPECTED)


OWN = {"rule": 7, "rule_ref": "mine.r", "trigger_ref": "core.crontimer", "source_ref": "core.timer_sensor"}


def test_events_that_name_their_rule(context: Context, platform: Any) -> None:
    platform.answer("GET", "/api/v1/rules/mine.r", {"id": 7, "ref": "mine.r", "trigger_ref": "core.crontimer"})
    TimerRecords(context).timer_events_should_name_their_rule([{"id": 1, **OWN}], "mine.r")


@pytest.mark.parametrize(("name", "value"), [("rule", 8), ("rule", None), ("rule_ref", "x.y"), ("source_ref", None)])
def test_an_event_that_does_not(context: Context, platform: Any, name: str, value: Any) -> None:
    platform.answer("GET", "/api/v1/rules/mine.r", {"id": 7, "ref": "mine.r", "trigger_ref": "core.crontimer"})
    with pytest.raises(AssertionError, match=f"event 1: {name} is {value!r}, wanted {OWN[name]!r}"):
        TimerRecords(context).timer_events_should_name_their_rule([{"id": 1, **OWN, name: value}], "mine.r")


@pytest.mark.parametrize("announced", ["2026-01-27T12:00:10+00:00", "2026-01-27T12:00:05+00:00"])
def test_an_announced_mark_that_is_one(context: Context, announced: str) -> None:
    line = TimerRecords(context).announced_marks_should_be_real([tick(1, next_fire_at=announced), tick(2)])
    assert line == "1 announced marks are real ones"


@pytest.mark.parametrize("announced", ["2026-01-27T12:00:09+00:00", "2026-01-27T12:00:15+00:00"])
def test_an_announced_mark_that_is_none(context: Context, announced: str) -> None:
    with pytest.raises(AssertionError, match=f"fire 1 announced {re.escape(announced)}, the marks are"):
        TimerRecords(context).announced_marks_should_be_real([tick(1, next_fire_at=announced), tick(2)])
