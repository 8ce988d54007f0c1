"""A timer under load: what waited at once, how long the steps took, memory; on prepared records."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from AttuneLibrary.core.context import Context
from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.core.process_memory import family, resident
from AttuneLibrary.keywords.timer_load import TimerLoad

NOON = datetime(2026, 1, 27, 12, 0, 0, tzinfo=UTC)


@pytest.fixture
def load(context: Context) -> TimerLoad:
    return TimerLoad(context)


def at(second: float) -> str:
    return (NOON + timedelta(seconds=second)).isoformat()


def executions(platform: Any, *spans: tuple[float, float]) -> None:
    """Asked for and running at these seconds, each over half a second later."""
    listed = [
        {"id": number, "enforcement": number, "created": at(asked)} for number, (asked, _) in enumerate(spans, start=1)
    ]
    platform.answer("GET", "/api/v1/executions", listed[::-1])
    for number, (asked, ran) in enumerate(spans, start=1):
        steps = [("requested", asked), ("running", ran), ("completed", ran + 0.5)]
        history = [{"time": at(second), "new_values": {"status": status}} for status, second in steps]
        platform.answer("GET", f"/api/v1/executions/{number}/history", history[::-1])


def test_what_waits_at_once_is_counted_and_timed(load: TimerLoad, platform: Any) -> None:
    executions(platform, (0, 0.2), (1, 3.5), (2, 3))
    assert "2 of 3 executions waited at once, more than 1 for 1.0 s" in load.backlog_should_be_at_most(
        "mine.r", 1, apart_from="1s"
    )
    with pytest.raises(AssertionError, match=r"more than 1 for 1\.0 s, and 0 never ran; wanted 0 s at most"):
        load.backlog_should_be_at_most("mine.r", 1)


def test_no_execution_is_no_proof_of_no_backlog(load: TimerLoad, platform: Any) -> None:
    executions(platform)
    with pytest.raises(AssertionError, match="0 of 0 executions"):
        load.backlog_should_be_at_most("mine.r", 1)


def test_each_step_is_timed_from_the_one_before_it(load: TimerLoad, platform: Any) -> None:
    executions(platform, (1.3, 1.7))
    platform.answer("GET", "/api/v1/enforcements", [{"id": 1, "event": 5, "created": at(1.2)}])
    platform.answer("GET", "/api/v1/events", [{"id": 5}])
    platform.answer("GET", "/api/v1/events/5", {"id": 5, "created": at(1.1), "payload": {"fired_at": at(1)}})
    stages = load.get_stage_latencies("mine.r")
    assert stages.medians == {"event": 0.1, "enforcement": 0.1, "execution": 0.1, "running": 0.4, "total": 1.2}


def test_memory_is_held_against_a_limit(load: TimerLoad) -> None:
    assert load.memory_should_not_have_grown([80, 200, 90], by=50) == "80 MB at first, 90 MB at last"
    with pytest.raises(AssertionError, match="80 MB at first, 190 MB at last, wanted at most 50 MB more"):
        load.memory_should_not_have_grown([80, 190], by=50)
    with pytest.raises(AssertionError, match="1 figures, wanted 2 at least"):
        load.memory_should_not_have_grown([80], by=50)


def test_a_process_that_is_not_there_has_no_memory() -> None:
    assert family(2**30) == ()
    assert resident((2**30,)) == 0


def test_a_pause_between_probes_is_needed(load: TimerLoad, platform: Any) -> None:
    with pytest.raises(BadInput, match="every is '0'; it must be a time above 0"):
        load.observe_timers_under_probes("mine.r", for_="60s", every="0")
    assert not platform.asked
