"""Judging timers: timestamps, gaps, second sets, marks of a window."""

from datetime import UTC, datetime, timedelta

import pytest

from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.core.timer_marks import Gaps, Window, compare, instant, marks, second_set

NOON = datetime(2026, 1, 27, 12, 0, 0, tzinfo=UTC)


def at(*seconds: float) -> list[datetime]:
    return [NOON + timedelta(seconds=second) for second in seconds]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-27T12:00:00Z", NOON),
        ("2026-01-27T14:00:00+02:00", NOON),
        ("2026-01-27T12:00:00.123456789+00:00", NOON.replace(microsecond=123456)),
        ("2026-01-27T12:00:00.5Z", NOON.replace(microsecond=500000)),
        (NOON, NOON),
    ],
)
def test_an_instant_is_the_same_however_it_is_written(text: object, expected: datetime) -> None:
    assert instant(text) == expected


@pytest.mark.parametrize("text", ["2026-01-27T12:00:00", "tomorrow", "", None])
def test_a_timestamp_that_is_ambiguous_or_none_is_refused_by_name(text: object) -> None:
    with pytest.raises(BadInput, match=r"^fire_at: "):
        instant(text, "fire_at")


def test_gaps_are_counted_in_the_order_of_time_and_summed_up() -> None:
    gaps = Gaps.between(at(6, 0, 3.5))
    assert gaps.seconds == (3.5, 2.5)
    assert str(gaps) == "2 gaps, min 2.500 s, mean 3.000 s, max 3.500 s"


def test_one_fire_has_no_gap() -> None:
    assert str(Gaps.between(at(1))) == "no gaps"


def test_gaps_outside_the_tolerance_are_named_by_number() -> None:
    # A mean of exactly 3 s must not hide what is far from it.
    gaps = Gaps.between(at(0, 1, 6, 9))
    assert gaps.outside(3, 0.5) == [(1, 1.0), (2, 5.0)]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("*/15", {0, 15, 30, 45}),
        ("0,3,6,12", {0, 3, 6, 12}),
        ("10-13", {10, 11, 12, 13}),
        ("50/5", {50, 55}),
        ("0-20/10", {0, 10, 20}),
        ("*", set(range(60))),
        ("*/5 * * * * *", set(range(0, 60, 5))),
        ("7", {7}),
        (7, {7}),
        ([0, "30"], {0, 30}),
    ],
)
def test_a_second_field_names_its_seconds(field: object, expected: set[int]) -> None:
    assert second_set(field) == expected


@pytest.mark.parametrize("field", ["60", "-1", "a", "", "5-3", "*/0", "1,,2", []])
def test_what_names_no_seconds_is_refused_with_what_would(field: object) -> None:
    with pytest.raises(BadInput, match="0 to 59"):
        second_set(field)


def test_marks_are_the_whole_seconds_of_a_window() -> None:
    window = Window(NOON + timedelta(seconds=0.4), NOON + timedelta(seconds=15))
    assert marks(frozenset({0, 5, 10, 15}), window) == at(5, 10, 15)


def test_a_window_of_61_seconds_holds_every_second_of_the_minute() -> None:
    window = Window(NOON + timedelta(seconds=17.3), NOON + timedelta(seconds=78.3))
    assert {mark.second for mark in marks(frozenset(range(60)), window)} == set(range(60))


def test_fires_a_little_after_each_mark_are_exact() -> None:
    report = compare(at(5.02, 10.4, 15.0), second_set("*/5"), Window(*at(1, 16)))
    assert report.exact
    assert (report.fired, report.required) == (3, 3)


def test_a_missing_mark_of_the_window_is_named() -> None:
    assert compare(at(5, 15), second_set("*/5"), Window(*at(1, 16))).missing == tuple(at(10))


def test_a_fire_elsewhere_is_named_even_outside_the_window() -> None:
    assert compare(at(5, 22.1), second_set("*/5"), Window(*at(1, 6))).elsewhere == tuple(at(22))


def test_a_fire_just_before_its_mark_is_elsewhere() -> None:
    assert not compare(at(4.99), second_set("*/5"), Window(*at(1, 6))).exact


def test_two_fires_on_one_mark_are_named() -> None:
    assert compare(at(5.0, 5.3), second_set("*/5"), Window(*at(1, 6))).repeated == tuple(at(5))
