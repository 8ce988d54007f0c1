"""Timestamps compared, and cron expressions that name the present."""

from datetime import UTC, datetime
from typing import Any

import pytest

from AttuneLibrary.core import cron_text
from AttuneLibrary.core.context import Context
from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.core.server_clock import ServerClock
from AttuneLibrary.keywords.timestamps import Timestamps


def test_the_same_instant_in_two_offsets_is_near(context: Context) -> None:
    apart = Timestamps(context).timestamps_should_be_near("2026-01-27T12:00:00.25Z", "2026-01-27T17:30:00+05:30")
    assert apart == 0.25


@pytest.mark.parametrize(("first", "apart"), [("12:00:01.001", r"\+1\.001"), ("11:59:58.9", r"-1\.100")])
def test_instants_that_are_too_far_apart(context: Context, first: str, apart: str) -> None:
    with pytest.raises(AssertionError, match=f"is {apart} s from .*, wanted within 1 s"):
        Timestamps(context).timestamps_should_be_near(f"2026-01-27T{first}Z", "2026-01-27T12:00:00Z")


def test_one_instant_is_later_by_so_much(context: Context) -> None:
    times = ("2026-01-27T12:00:05.4Z", "2026-01-27T12:00:00Z")
    assert Timestamps(context).timestamps_should_be_near(*times, later_by="5s") == 5.4
    with pytest.raises(AssertionError, match=r"is \+5\.400 s from .*, wanted within 1 s of \+7 s"):
        Timestamps(context).timestamps_should_be_near(*times, later_by="7s")


def test_timing_tolerance_stretches_nearness(context: Context) -> None:
    context.settings.change("timing_tolerance", "2", "test")
    Timestamps(context).timestamps_should_be_near("2026-01-27T12:00:01.5Z", "2026-01-27T12:00:00Z")


@pytest.mark.parametrize(
    ("moment", "timezone", "expression"),
    [
        ((12, 30), "UTC", "*/20 29,30,31,32,33,34 12 * * *"),
        ((12, 30), "Asia/Kolkata", "*/20 0,1,2,3,4,59 17,18 * * *"),
        ((23, 59), "UTC", "*/20 0,1,2,3,58,59 0,23 * * *"),
        ((3, 10), "America/New_York", "*/20 9,10,11,12,13,14 22 * * *"),
    ],
)
def test_an_expression_names_the_minutes_and_hours_of_the_zones_clock(
    moment: tuple[int, int], timezone: str, expression: str
) -> None:
    assert cron_text.around(datetime(2026, 1, 27, *moment, tzinfo=UTC), timezone, "*/20") == expression


def test_a_time_zone_that_does_not_exist_is_refused() -> None:
    with pytest.raises(BadInput, match="timezone is 'Mars/Phobos'; it must be an IANA name"):
        cron_text.zone("Mars/Phobos")


def test_an_expression_is_shifted_away_from_now(context: Context, monkeypatch: Any) -> None:
    monkeypatch.setattr(ServerClock, "now", lambda clock: datetime(2026, 1, 27, 12, 30, tzinfo=UTC))
    assert Timestamps(context).cron_expression_around_now(seconds="0", shift="5 hours").endswith(" 17 * * *")
