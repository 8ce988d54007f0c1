"""What streams received: kept, found, waited for and judged."""

import threading
from typing import Any

import pytest

from AttuneLibrary.client.closed import FINISHED, OURS
from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.core.streams.announcements import faults, latency
from AttuneLibrary.core.streams.inbox import Frame, Inbox
from AttuneLibrary.core.streams.wanted import Wanted


def frame(number: int = 1, **payload: Any) -> Frame:
    data = {
        "entity_type": "execution",
        "entity_id": 7,
        "timestamp": "2026-01-01T00:00:01.500000000Z",
        "payload": payload,
    }
    return Frame(number, 0.0, data)


def test_an_inbox_that_is_full_ends_and_forgets_nothing() -> None:
    inbox = Inbox(most=2)
    assert [inbox.put({"n": n}) for n in range(3)] == [True, True, False]
    assert [one.data["n"] for one in inbox.frames()] == [0, 1]
    assert str(inbox.closed) == "more than 2 frames came: listen to less"


def test_the_first_reason_of_an_end_counts_until_it_is_opened_again() -> None:
    inbox = Inbox()
    inbox.end(FINISHED)
    inbox.end(OURS)
    assert inbox.closed == FINISHED
    inbox.reopen()
    assert inbox.closed is None


def test_what_came_since_the_last_look_ends_a_pause_at_once() -> None:
    inbox = Inbox()
    inbox.frames()
    inbox.put({})
    assert inbox.pause(60, frozenset()) is True
    inbox.frames()
    assert inbox.pause(0.01, frozenset()) is False


def test_what_comes_meanwhile_ends_a_pause() -> None:
    inbox = Inbox()
    inbox.frames()
    threading.Timer(0.05, inbox.end, [FINISHED]).start()
    assert inbox.pause(60, frozenset()) is True


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        ({"status": "running"}, True),
        ({"status": "failed"}, False),
        ({"entity_id": 7}, True),
        ({"entity_id": "7"}, True),
        ({"entity_id": {"id": 7, "status": "x"}}, True),
        ({"entity_id": 7.0}, False),
        ({"workflow_task.task_name": "a"}, True),
        ({"workflow_task.task_name": "b"}, False),
        ({"payload.new_member": True}, True),
        ({"payload.new_member": "True"}, False),
        ({"parent": None}, False),
    ],
)
def test_which_frames_are_meant(wanted: dict[str, Any], fits: bool) -> None:
    one = frame(status="running", workflow_task={"task_name": "a"}, new_member=True)
    assert Wanted(wanted).fits(one) is fits


def test_a_misspelt_member_is_refused_with_the_one_meant() -> None:
    with pytest.raises(BadInput, match=r"unknown member of a frame 'stauts' \(did you mean 'status'\?\)"):
        Wanted({"stauts": "completed"})


def test_frames_have_to_follow_each_other() -> None:
    first = frame(1, status="requested", updated="2026-01-01T00:00:01+00:00")
    good = frame(2, status="running", old_status="requested", updated="2026-01-01T00:00:02+00:00")
    assert faults([first, good]) == []
    bad = frame(2, status="running", old_status="scheduled", updated="2026-01-01T00:00:00+00:00")
    assert faults([first, bad]) == [
        "frame #2 (running) has old_status 'scheduled', wanted 'requested'",
        "frame #2 is older than #1",
    ]


def test_latency_is_from_the_change_to_the_notification() -> None:
    assert latency(frame(status="x", updated="2026-01-01T00:00:01.250000+00:00")) == pytest.approx(0.25)
