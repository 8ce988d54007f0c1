"""The waiter, on a clock of its own."""

from collections.abc import Callable
from typing import Any

import pytest

from AttuneLibrary.client import Conflict, NotFound, PlatformUnreachable, ServerError, deadline
from AttuneLibrary.core.errors import WaitEndedEarly, WaitTimedOut
from AttuneLibrary.core.settings import Settings
from AttuneLibrary.core.waiting import Wait, Waiter

from .fake_time import FakeTime


def waiter_with(time: FakeTime, **settings: Any) -> Waiter:
    return Waiter(Settings(settings, {}, {}), clock=time, wake=time)


def wait_for(look: Callable[[], Any], **parts: Any) -> Wait[Any]:
    wanted = parts.pop("wanted", "done")
    return Wait(
        keyword="Wait For It",
        subject="it",
        wanted=wanted,
        look=look,
        holds=parts.pop("holds", lambda value: value == wanted),
        show=lambda value: f"is {value}",
        **parts,
    )


def changing(time: FakeTime, *steps: tuple[float, Any]) -> Callable[[], Any]:
    """A look that sees the value of the last step whose moment has come; an exception is raised."""

    def look() -> Any:
        value = next(value for moment, value in reversed(steps) if time.now() >= moment)
        if isinstance(value, Exception):
            raise value
        return value

    return look


def test_the_first_look_comes_at_once() -> None:
    time = FakeTime()
    assert waiter_with(time).until(wait_for(lambda: "done")) == "done"
    assert time.pauses == []


def test_pauses_grow_up_to_the_poll_interval() -> None:
    time = FakeTime()
    waiter_with(time).until(wait_for(changing(time, (0, "busy"), (3, "done"))), poll_interval=0.4)
    assert time.pauses[0] == pytest.approx(0.02)
    assert time.pauses == sorted(time.pauses)
    assert max(time.pauses) == pytest.approx(0.4)


def test_a_poll_interval_below_the_first_pause_counts() -> None:
    time = FakeTime()
    waiter_with(time).until(wait_for(changing(time, (0, "busy"), (0.1, "done"))), poll_interval=0.005)
    assert set(time.pauses) == {0.005}


def test_there_is_a_last_look_at_the_deadline() -> None:
    time = FakeTime()
    assert waiter_with(time).until(wait_for(changing(time, (0, "busy"), (2, "done"))), timeout=2) == "done"
    assert time.now() == pytest.approx(2)


def test_a_timeout_tells_what_was_seen_and_what_it_cost() -> None:
    time = FakeTime()
    wait = wait_for(lambda: "busy", explain=lambda value: [f"it was last seen {value}"])
    with pytest.raises(WaitTimedOut) as caught:
        waiter_with(time).until(wait, timeout=1)
    first, second, third = str(caught.value).splitlines()
    assert first == "Wait For It: it is busy after 1.00 s, wanted done (timeout 1 s)."
    assert second == "  it was last seen busy"
    assert third == f"  {len(time.pauses) + 1} looks"


def test_a_hopeless_value_ends_the_wait_at_once() -> None:
    time = FakeTime()
    wait = wait_for(changing(time, (0, "busy"), (0.3, "failed")), hopeless=lambda v: "over" if v == "failed" else None)
    with pytest.raises(WaitEndedEarly, match=r"is failed after 0\.3") as caught:
        waiter_with(time).until(wait, timeout=30)
    assert "over" in str(caught.value)
    assert time.now() < 0.6


def test_a_value_that_must_settle_is_refused_when_it_changes_again() -> None:
    time = FakeTime()
    look = changing(time, (0, 0), (1, 1), (1.2, 2))
    with pytest.raises(WaitTimedOut, match="is 2"):
        waiter_with(time).until(wait_for(look, wanted=1, settle=0.5), timeout=3)


def test_a_value_that_settles_is_returned_after_the_settle_time() -> None:
    time = FakeTime()
    assert waiter_with(time).until(wait_for(changing(time, (0, 0), (1, 1)), wanted=1, settle=0.5)) == 1
    assert 1.5 <= time.now() < 2.1


def test_what_comes_just_before_the_deadline_may_settle_after_it() -> None:
    time = FakeTime()
    look = changing(time, (0, 0), (1.99, 1))
    assert waiter_with(time).until(wait_for(look, wanted=1, settle=0.5), timeout=2) == 1


def test_a_look_at_what_settles_may_take_the_time_that_is_left_to_settle() -> None:
    time = FakeTime()
    look = changing(time, (0, 0), (1.9, 1))
    allowed: list[tuple[float, float]] = []

    def timed() -> Any:
        allowed.append((time.now(), deadline.cut(100)))
        return look()

    waiter_with(time).until(wait_for(timed, wanted=1, settle=30), timeout=2, poll_interval=0.1)
    assert all(seconds <= 2 for now, seconds in allowed if now < 1.9)
    assert all(seconds > 25 for now, seconds in allowed if 2.1 < now < 6)


def test_a_flapping_value_does_not_put_the_deadline_off() -> None:
    time = FakeTime()
    look = lambda: round(time.now() * 10) % 2  # noqa: E731  # why: a def would say less
    with pytest.raises(WaitTimedOut):
        waiter_with(time, poll_interval="100ms").until(wait_for(look, wanted=1, settle=0.5), timeout=2)
    assert time.now() < 3


@pytest.mark.parametrize("problem", [NotFound("GET /x answered 404"), ServerError("GET /x answered 503")])
def test_missing_things_and_server_errors_are_tolerated_and_shown(problem: Exception) -> None:
    time = FakeTime()
    assert waiter_with(time).until(wait_for(changing(time, (0, problem), (15, "done")))) == "done"
    with pytest.raises(WaitTimedOut) as caught:
        waiter_with(FakeTime()).until(wait_for(lambda: (_ for _ in ()).throw(problem)), timeout=0.1)
    assert "unknown: no look was answered" in str(caught.value)
    assert f"tolerated errors, the last: {problem}" in str(caught.value)


def test_a_platform_that_stays_silent_counts_as_dead() -> None:
    time = FakeTime()
    silent = PlatformUnreachable("no answer from http://x: connection refused", error="connection refused")
    with pytest.raises(PlatformUnreachable, match=r"Wait For It: the platform has not answered for 10\.\d s"):
        waiter_with(time).until(wait_for(changing(time, (0, "busy"), (1, silent))), timeout=60)
    assert 10.9 < time.now() < 12


def test_a_platform_that_comes_back_does_not_count_as_dead() -> None:
    time = FakeTime()
    silent = PlatformUnreachable("refused")
    look = changing(time, (0, silent), (6, "busy"), (7, silent), (13, "done"))
    assert waiter_with(time).until(wait_for(look)) == "done"


def test_every_other_refusal_ends_the_wait() -> None:
    time = FakeTime()
    with pytest.raises(Conflict):
        waiter_with(time).until(wait_for(changing(time, (0, Conflict("GET /x answered 409")))))
    assert time.now() == 0


def test_an_error_in_our_own_code_is_never_tolerated() -> None:
    with pytest.raises(KeyError):
        waiter_with(FakeTime()).until(wait_for(lambda: {}["x"]))


def test_a_notification_is_followed_by_a_look_and_counted() -> None:
    time = FakeTime(wakes=(1.234,))
    wait = wait_for(changing(time, (0, "busy"), (1.234, "done")), topics=frozenset({"execution:7"}))
    waiter = waiter_with(time)
    ended: list[Any] = []
    waiter.on_end = lambda *facts: ended.append(facts)
    waiter.until(wait)
    assert time.now() == pytest.approx(1.234)
    assert time.topics[0] == frozenset({"execution:7"})
    keyword, seconds, limit, effort, reached = ended[0]
    assert (keyword, limit, reached, effort.wakes) == ("Wait For It", 30, True, 1)
    assert seconds == pytest.approx(1.234)


def test_timeout_scale_stretches_timeouts() -> None:
    time = FakeTime()
    with pytest.raises(WaitTimedOut, match=r"timeout 6 s"):
        waiter_with(time, timeout_scale="3").until(wait_for(lambda: "busy"), timeout=2)
    assert time.now() == pytest.approx(6)


def test_a_wait_of_no_time_looks_once() -> None:
    looks: list[int] = []
    with pytest.raises(WaitTimedOut, match=r"1 look$"):
        waiter_with(FakeTime()).until(wait_for(lambda: looks.append(1)), timeout=0)
    assert looks == [1]
