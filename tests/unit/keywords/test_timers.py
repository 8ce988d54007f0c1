"""Timer assertions on prepared events; time passes only on a fake clock."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from AttuneLibrary.core.context import Context
from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.keywords.timers import Timers

NOON = datetime(2026, 1, 27, 12, 0, 0, tzinfo=UTC)


class FakeClock:
    def __init__(self) -> None:
        self.moment = NOON

    def now(self) -> datetime:
        return self.moment

    def pause(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


@pytest.fixture
def timers(context: Context, platform: Any) -> Timers:
    clock = FakeClock()
    context.clock = clock  # type: ignore[assignment]  # why: it has what timers use of a clock
    context.waiter.pause = clock.pause  # type: ignore[method-assign]  # why: nothing is to be waited for here
    context.platform.has_gap = lambda gap: False  # type: ignore[method-assign]  # why: no platform is to be asked
    rule = {"ref": "mine.r", "updated": NOON.isoformat(), "trigger_params": {"fire_at": "2026-01-27T12:00:05Z"}}
    platform.answer("GET", "/api/v1/rules/mine.r", rule)
    return Timers(context)


def fires(platform: Any, *seconds: float) -> None:
    """Events newest first, fired so many seconds after noon."""
    numbered = list(enumerate(seconds, start=1))
    platform.answer("GET", "/api/v1/events", [{"id": number} for number, _ in reversed(numbered)])
    for number, second in numbered:
        moment = (NOON + timedelta(seconds=second)).isoformat()
        payload = {"fired_at": moment, "scheduled_at": moment}
        platform.answer("GET", f"/api/v1/events/{number}", {"id": number, "payload": payload})


def test_the_gaps_of_a_regular_timer_are_summed_up(timers: Timers, platform: Any) -> None:
    fires(platform, 1, 6.2, 11)
    line = timers.timer_gaps_should_be("mine.r", 5)
    assert "2 gaps, min 4.800 s, mean 5.000 s, max 5.200 s, wanted 5 s ± 0.5 s" in line


def test_one_wrong_gap_fails_though_the_mean_is_right(timers: Timers, platform: Any) -> None:
    fires(platform, 0, 1, 6, 7, 12)
    with pytest.raises(AssertionError, match=r"mean 3\.000 s.*gap 1 is 1\.000 s, gap 2 is 5\.000 s"):
        timers.timer_gaps_should_be("mine.r", 3)


def test_too_few_gaps_prove_nothing(timers: Timers, platform: Any) -> None:
    fires(platform, 0, 5)
    with pytest.raises(AssertionError, match="fewer than 3 gaps"):
        timers.timer_gaps_should_be("mine.r", 5, minimum=3)


def test_timing_tolerance_stretches_what_is_allowed(timers: Timers, platform: Any, context: Context) -> None:
    fires(platform, 0, 5.8, 10)
    context.settings.change("timing_tolerance", "2", "test")
    timers.timer_gaps_should_be("mine.r", 5)


def test_a_date_timer_that_fired_once_and_in_time(timers: Timers, platform: Any) -> None:
    fires(platform, 5.25)
    assert "+0.250 s from 12:00:05.000" in timers.timer_should_have_fired_once("mine.r")


@pytest.mark.parametrize("second", [3.9, 6.1])
def test_a_date_timer_that_fired_at_another_time(timers: Timers, platform: Any, second: float) -> None:
    fires(platform, second)
    with pytest.raises(AssertionError, match="wanted within 1 s"):
        timers.timer_should_have_fired_once("mine.r")


@pytest.mark.parametrize(("seconds", "text"), [((), "fired 0 times"), ((5, 5.1), "fired 2 times, wanted once")])
def test_a_date_timer_that_did_not_fire_exactly_once(
    timers: Timers, platform: Any, seconds: tuple[float, ...], text: str
) -> None:
    fires(platform, *seconds)
    with pytest.raises(AssertionError, match=text):
        timers.timer_should_have_fired_once("mine.r")


def test_a_window_begins_after_the_warm_up_and_is_waited_through(timers: Timers, context: Context) -> None:
    timers.observe_timers("mine.r", for_="20s", warm_up=2)
    window = timers.observation("mine.r").window
    assert window is not None
    assert (window.start, window.seconds) == (NOON + timedelta(seconds=2), 20)
    assert context.clock.now() > window.end


def test_a_cron_timer_on_its_marks_and_nowhere_else(timers: Timers, platform: Any) -> None:
    timers.observe_timers("mine.r", for_="20s")
    fires(platform, 0.4, 5.4, 10.4, 15.4, 20.4)
    line = timers.cron_should_have_fired_exactly("mine.r", "*/5 * * * * *", minimum=4)
    assert "5 fires, 4 marks in 20 s" in line


def test_a_cron_timer_that_missed_one_and_fired_elsewhere(timers: Timers, platform: Any) -> None:
    timers.observe_timers("mine.r", for_="20s")
    fires(platform, 5, 11, 15, 20)
    with pytest.raises(AssertionError, match=r"not fired at 12:00:10\.000; fired elsewhere, at 12:00:11\.000"):
        timers.cron_should_have_fired_exactly("mine.r", [0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55])


def test_a_window_without_marks_proves_nothing(timers: Timers, platform: Any) -> None:
    timers.observe_timers("mine.r", for_="5s")
    fires(platform)
    with pytest.raises(AssertionError, match="held fewer than 1 marks"):
        timers.cron_should_have_fired_exactly("mine.r", "30")


def test_a_rule_that_was_not_observed_cannot_be_judged_by_a_window(timers: Timers) -> None:
    with pytest.raises(BadInput, match="was not observed"):
        timers.cron_should_have_fired_exactly("mine.r", "*/5")


def test_nothing_to_observe_is_refused(timers: Timers) -> None:
    with pytest.raises(BadInput, match="no rule is given"):
        timers.observe_timers(for_="1s")


def test_payloads_are_read_once(timers: Timers, platform: Any) -> None:
    fires(platform, 0, 5)
    timers.timer_events("mine.r")
    before = len(platform.asked)
    timers.timer_events("mine.r")
    assert [asked.path for asked in platform.asked[before:]] == ["/api/v1/events"]


def test_a_platform_that_restarts_its_timers_is_given_more_time(timers: Timers, context: Context) -> None:
    context.platform.has_gap = lambda gap: gap == "timer-restart"  # type: ignore[method-assign]  # why: as above
    timers.observe_timers("mine.r", "mine.r", for_="20s")
    window = timers.observation("mine.r").window
    assert window is not None
    assert window.start == NOON + timedelta(seconds=2.6)


def test_what_fires_after_the_window_does_not_count(timers: Timers, platform: Any) -> None:
    timers.observe_timers("mine.r", for_="11s", warm_up=0)
    fires(platform, 5, 10, 11.5, 12)
    assert [event["id"] for event in timers.timer_events("mine.r")] == [1, 2]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        ((6, 11, 16), r"the first fire came 6\.000 s after the window began"),
        ((5, 10), r"the last fire came 10\.000 s before the window ended"),
    ],
)
def test_a_timer_that_is_silent_at_either_end_of_the_window(
    timers: Timers, platform: Any, seconds: tuple[float, ...], text: str
) -> None:
    timers.observe_timers("mine.r", for_="20s", warm_up=0)
    fires(platform, *seconds)
    with pytest.raises(AssertionError, match=text):
        timers.timer_gaps_should_be("mine.r", 5, minimum=1)


def test_quiet_after_the_only_fire(timers: Timers, platform: Any) -> None:
    timers.observe_timers("mine.r", for_="16s", warm_up=0)
    fires(platform, 5)
    assert "was watched for 11.0 s more" in timers.timer_should_have_been_quiet("mine.r", "10s")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        ((5, 9), "fired 2 times, wanted once and quiet afterwards"),
        ((5, 30), "fired 2 times"),
        ((), r"fired 0 times, wanted once and quiet afterwards \(never\)"),
        ((7,), "wanted 10 s: the window is too short"),
    ],
)
def test_quiet_is_not_proved_by_these(timers: Timers, platform: Any, seconds: tuple[float, ...], text: str) -> None:
    timers.observe_timers("mine.r", for_="16s", warm_up=0)
    fires(platform, *seconds)
    with pytest.raises(AssertionError, match=text):
        timers.timer_should_have_been_quiet("mine.r", "10s")
