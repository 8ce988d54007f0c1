"""The connection that wakes waits: frames, lost connections, a notifier that is missing or silent."""

import itertools
import queue
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from AttuneLibrary.client import PlatformUnreachable
from AttuneLibrary.client.closed import LOST
from AttuneLibrary.core import notifications
from AttuneLibrary.core.notifications import Notifications
from AttuneLibrary.core.topics import about

COMPLETED = about("execution", "id", 7, ["completed"])
LONG = 20.0


class FakeNotifier:
    """Gives the frames it was told; None ends it."""

    def __init__(self) -> None:
        self.frames: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self.filters: list[str] = []
        self.closed = None

    def subscribe(self, *filters: str) -> None:
        self.filters += filters

    def fence(self) -> str:
        self.frames.put({"type": "error", "message": "Invalid filter 'fence:1'"})
        return "'fence:1'"

    def read(self) -> dict[str, Any] | None:
        return self.frames.get()

    def close(self) -> None:
        self.closed = LOST
        self.frames.put(None)


def frame(status: str, number: int = 7) -> dict[str, Any]:
    return {
        "type": "notification", "notification_type": "execution_status_changed", "entity_type": "execution",
        "entity_id": number, "payload": {"status": status},
    }  # fmt: skip


@pytest.fixture
def made() -> list[FakeNotifier]:
    return []


@pytest.fixture
def source(made: list[FakeNotifier]) -> Iterator[Notifications]:
    def connect() -> Any:
        made.append(FakeNotifier())
        return made[-1]

    found = Notifications(connect, lambda: None)
    yield found
    found.close()


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LONG
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def connected(source: Notifications, made: list[FakeNotifier]) -> FakeNotifier:
    source.looking()
    source.pause(0, COMPLETED)
    until(lambda: source.live)
    source.looking()
    return made[-1]


def test_nothing_is_connected_before_somebody_waits(source: Notifications, made: list[FakeNotifier]) -> None:
    assert not source.live and made == []
    assert connected(source, made).filters == [
        "entity_type:execution", "entity_type:enforcement", "entity_type:event", "entity_type:inquiry",
    ]  # fmt: skip


def test_a_frame_ends_the_pause_of_whom_it_concerns(source: Notifications, made: list[FakeNotifier]) -> None:
    notifier = connected(source, made)
    threading.Timer(0.05, lambda: notifier.frames.put(frame("completed"))).start()
    assert source.pause(LONG, COMPLETED) is True


def test_other_frames_end_no_pause(source: Notifications, made: list[FakeNotifier]) -> None:
    notifier = connected(source, made)
    for told in (frame("running"), frame("completed", number=8), {"type": "unreadable", "text": "x"}):
        notifier.frames.put(told)
    assert source.pause(0.2, COMPLETED) is False


def test_a_frame_between_look_and_pause_is_not_missed(source: Notifications, made: list[FakeNotifier]) -> None:
    notifier = connected(source, made)
    notifier.frames.put(frame("completed"))
    until(lambda: not notifier.frames.qsize())
    assert source.pause(LONG, COMPLETED) is True


def test_a_frame_before_the_look_ends_no_pause(source: Notifications, made: list[FakeNotifier]) -> None:
    notifier = connected(source, made)
    notifier.frames.put(frame("completed"))
    assert source.pause(LONG, COMPLETED) is True
    source.looking()
    assert source.pause(0.1, COMPLETED) is False


def test_a_connection_that_is_lost_makes_everybody_look_and_is_made_again(
    source: Notifications, made: list[FakeNotifier]
) -> None:
    first = connected(source, made)
    first.frames.put(None)
    assert source.pause(LONG, COMPLETED) is True
    second = connected(source, made)
    assert second is not first
    second.frames.put(frame("completed"))
    assert source.pause(LONG, COMPLETED) is True


def test_a_missing_notifier_is_asked_ever_more_seldom(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(notifications.time, "monotonic", lambda: now[0])
    tries: list[float] = []

    def refuse() -> None:
        tries.append(now[0])
        raise PlatformUnreachable("no answer")

    source = Notifications(lambda: FakeNotifier(), refuse)  # type: ignore[arg-type, return-value]  # why: a stand-in
    for _ in range(400):
        now[0] += 0.125
        assert source.pause(0, COMPLETED) is False
    gaps = [after - before for before, after in itertools.pairwise(tries)]
    assert gaps[:4] == [0.5, 1.0, 2.0, 4.0]
    assert set(gaps[4:]) == {8.0}
    assert not source.live


def test_who_waits_for_what_nobody_tells_only_sleeps(source: Notifications, made: list[FakeNotifier]) -> None:
    assert source.pause(0.01, frozenset()) is False
    assert made == []


def test_after_closing_the_next_pause_connects_anew(source: Notifications, made: list[FakeNotifier]) -> None:
    first = connected(source, made)
    source.close()
    assert first.closed is LOST and not source.live
    assert connected(source, made) is not first
