"""The platform's time as its Date header tells it."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.core.server_clock import ServerClock

NOON = datetime(2026, 1, 27, 12, 0, 0, 300000, tzinfo=UTC)


class World:
    """A host and a server whose clock differs from the host's."""

    def __init__(self, ahead: float) -> None:
        self.host = NOON
        self.ahead = timedelta(seconds=ahead)
        self.questions = 0

    def date_header(self) -> str:
        self.questions += 1
        self.host += timedelta(milliseconds=2)
        return format_datetime((self.host + self.ahead).replace(microsecond=0), usegmt=True)

    def pause(self, seconds: float) -> None:
        self.host += timedelta(seconds=seconds)

    def clock(self) -> ServerClock:
        return ServerClock(self.date_header, lambda: self.host, self.pause)


def test_the_same_clock_is_taken_as_it_is_with_one_question() -> None:
    world = World(0)
    assert world.clock().offset == timedelta(0)
    assert world.questions == 1


@pytest.mark.parametrize("ahead", [-3600.0, -2.5, 3.25, 86400.7])
def test_another_clock_is_measured_to_a_few_hundredths_of_a_second(ahead: float) -> None:
    assert World(ahead).clock().offset.total_seconds() == pytest.approx(ahead, abs=0.05)


def test_a_time_ahead_is_written_as_the_platform_writes_it() -> None:
    world = World(-3600)
    clock = world.clock()
    offset = clock.offset
    expected = (world.host + offset + timedelta(seconds=5)).isoformat(timespec="milliseconds")
    assert clock.text(5) == expected.replace("+00:00", "Z")
    assert clock.text(5).endswith("Z")


def test_the_same_time_is_written_with_another_offset() -> None:
    clock = World(0).clock()
    assert clock.offset == timedelta(0)
    assert datetime.fromisoformat(clock.text(5, "+05:30")) == datetime.fromisoformat(clock.text(5))
    assert clock.text(5, "-08:00").endswith("-08:00")


def test_a_time_is_moved_on_to_the_next_whole_second() -> None:
    assert World(0).clock().text(5, whole_second=True) == "2026-01-27T12:00:06.000Z"


@pytest.mark.parametrize("offset", ["Kolkata", "5", ""])
def test_an_offset_that_is_none_is_refused(offset: str) -> None:
    with pytest.raises(BadInput, match=f"offset is '{offset}'; it must be Z or such as"):
        World(0).clock().text(0, offset)
