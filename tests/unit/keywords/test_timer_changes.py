"""Timers that are stopped, resumed, counted: judged on prepared events."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from AttuneLibrary.core.context import Context
from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.core.timer_marks import Window
from AttuneLibrary.keywords.sensor_logs import SensorLogs
from AttuneLibrary.keywords.timer_changes import TimerChanges
from AttuneLibrary.keywords.timer_pace import TimerPace

NOON = datetime(2026, 1, 27, 12, 0, 0, tzinfo=UTC)


class LongAfter:
    """Whatever was to be waited for is over."""

    def now(self) -> datetime:
        return NOON + timedelta(hours=1)


@pytest.fixture
def changes(context: Context) -> TimerChanges:
    context.clock = LongAfter()  # type: ignore[assignment]  # why: it has what timers use of a clock
    return TimerChanges(context)


@pytest.fixture
def pace(context: Context) -> TimerPace:
    found = TimerPace(context)
    found.observation("mine.r").window = Window(NOON, NOON + timedelta(seconds=21))
    return found


def at(second: float) -> str:
    return (NOON + timedelta(seconds=second)).isoformat()


def recorded(platform: Any, *seconds: float, rule: int | None = 1) -> None:
    listed = [{"id": number, "created": at(second), "rule": rule} for number, second in enumerate(seconds, start=1)]
    platform.answer("GET", "/api/v1/events", listed[::-1])


def fires(platform: Any, *seconds: float) -> None:
    recorded(platform, *seconds)
    for number, second in enumerate(seconds, start=1):
        event = {"id": number, "created": at(second), "payload": {"fired_at": at(second)}}
        platform.answer("GET", f"/api/v1/events/{number}", event)


def test_a_tick_within_the_grace_is_no_fault(changes: TimerChanges, platform: Any) -> None:
    recorded(platform, 1, 2, 3.4)
    assert "2 events until 12:00:03.000, watched for 3.0 s more" in changes.timer_should_have_stopped("mine.r", at(3))


def test_a_tick_after_the_grace_is_named(changes: TimerChanges, platform: Any) -> None:
    recorded(platform, 1, 2, 3.6)
    with pytest.raises(AssertionError, match=r"mine\.r: 1 events after it had to stop at .* \(12:00:03\.600\)"):
        changes.timer_should_have_stopped("mine.r", at(3))


def test_the_silence_of_what_never_fired_proves_nothing(changes: TimerChanges, platform: Any) -> None:
    recorded(platform)
    with pytest.raises(AssertionError, match="wanted 1 at least before it stopped"):
        changes.timer_should_have_stopped("mine.r", at(3))
    assert changes.timer_should_have_stopped("mine.r", at(3), minimum=0)


def test_what_comes_after_until_does_not_count(changes: TimerChanges, platform: Any) -> None:
    recorded(platform, 1, 9)
    assert changes.timer_should_have_stopped("mine.r", at(3), until=at(8))


def test_a_timer_that_resumes_late_is_told_by_how_much(changes: TimerChanges, platform: Any) -> None:
    recorded(platform, 1, 5, 6)
    assert "first event came 2.000 s" in changes.timer_should_have_resumed("mine.r", at(3), within="2s")
    with pytest.raises(AssertionError, match=r"came 2\.000 s after .*, wanted within 1 s"):
        changes.timer_should_have_resumed("mine.r", at(3), within="1s")


def test_events_without_a_rule_betray_a_deleted_timer(changes: TimerChanges, platform: Any) -> None:
    rule = changes.dotted({"ref": "mine.r", "trigger_ref": "core.intervaltimer"})
    recorded(platform, 1, 4, rule=2)
    assert changes.deleted_timer_should_be_silent(rule, at(3))
    recorded(platform, 1, 4, rule=None)
    with pytest.raises(AssertionError, match="1 events without a rule after 12:00:03"):
        changes.deleted_timer_should_be_silent(rule, at(3))


def test_arguments_that_are_none_are_named(changes: TimerChanges, pace: TimerPace, platform: Any) -> None:
    with pytest.raises(BadInput, match=r"rule is 'mine\.r'; it must be the rule that its creation returned"):
        changes.deleted_timer_should_be_silent("mine.r", at(3))
    with pytest.raises(BadInput, match="since: 'then' is no RFC 3339 timestamp"):
        changes.timer_should_have_stopped("mine.r", "then")
    with pytest.raises(BadInput, match="grace is 'a bit'; it must be a time"):
        changes.timer_should_have_stopped("mine.r", at(3), grace="a bit")
    with pytest.raises(BadInput, match="times is '5-4'; it must be a number or a range such as 4-5"):
        pace.timer_should_have_fired("mine.r", "5-4")
    with pytest.raises(BadInput, match=r"rule other\.r was not observed"):
        pace.timer_should_have_fired("other.r", 1)


def test_a_count_has_an_upper_and_a_lower_bound(pace: TimerPace, platform: Any) -> None:
    fires(platform, 4, 9, 14, 19)
    assert "fired 4 times in 21 s" in pace.timer_should_have_fired("mine.r", "4-5")
    for wanted in (3, 5):
        with pytest.raises(AssertionError, match=rf"fired 4 times in 21 s, wanted {wanted} \(12:00:04\.000, "):
            pace.timer_should_have_fired("mine.r", wanted)


def test_a_fire_at_the_edge_of_the_window_counts_as_needed(pace: TimerPace, platform: Any) -> None:
    fires(platform, 0.05, 7, 14, 21.05)
    for wanted in (2, 3, 4):
        assert pace.timer_should_have_fired("mine.r", wanted)


def test_small_gaps_add_up_to_a_drift(pace: TimerPace, platform: Any) -> None:
    fires(platform, 1, 4.2, 7.4, 10.6)
    assert "fire 4 is +0.600 s off" in pace.timer_should_not_have_drifted("mine.r", "3s", tolerance="700ms")
    with pytest.raises(AssertionError, match=r"fire 4 is \+0\.600 s off, wanted within 0\.5 s"):
        pace.timer_should_not_have_drifted("mine.r", "3s")
    with pytest.raises(AssertionError, match="4 fires in the window, wanted 9 at least"):
        pace.timer_should_not_have_drifted("mine.r", "3s", minimum=9)


def test_a_log_is_waited_for_by_a_pattern_that_is_one(context: Context, platform: Any) -> None:
    logs = SensorLogs(context)
    with pytest.raises(BadInput, match=r"pattern is '\('; it must be a regular expression"):
        logs.wait_for_sensor_log("mine.s", "(")
    with pytest.raises(BadInput, match=r"stream.*stdin"):
        logs.wait_for_sensor_log("mine.s", "x", stream="stdin")
    with pytest.raises(BadInput, match="count is 'few'"):
        logs.wait_for_sensor_log("mine.s", "x", count="few")
