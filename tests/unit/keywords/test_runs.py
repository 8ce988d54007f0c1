"""Each event's run: one enforcement, one execution, with the right parameters and output."""

from typing import Any

import pytest

from AttuneLibrary.core.context import Context
from AttuneLibrary.core.errors import BadInput, WaitEndedEarly, WaitTimedOut
from AttuneLibrary.keywords.runs import Runs

RULE = {"id": 3, "ref": "mine.r", "action_ref": "mine.echo"}


def prepare(platform: Any, enforcements: list[Any], executions: list[Any], **result: Any) -> None:
    """Event 1 with `n` 7 in its payload; details of enforcement 10 and execution 20."""
    platform.answer("GET", "/api/v1/rules/mine.r", RULE)
    platform.answer("GET", "/api/v1/enforcements", enforcements)
    platform.answer("GET", "/api/v1/executions", executions)
    platform.answer("GET", "/api/v1/events/1", {"id": 1, "payload": {"n": 7, "user": {"name": "Ann"}}})
    platform.answer("GET", "/api/v1/enforcements/10", {"id": 10, "config": {"message": "7"}})
    execution = {"id": 20, "action_ref": "mine.echo", "config": {"message": "7"}, "result": {"stdout": "7 Ann\n"}}
    platform.answer("GET", "/api/v1/executions/20", execution | result)


def enforced(number: int = 10, status: str = "processed", event: int = 1) -> dict[str, Any]:
    return {"id": number, "event": event, "status": status}


def ran(
    number: int = 20, status: str = "completed", enforcement: int = 10, parent: int | None = None
) -> dict[str, Any]:
    return {"id": number, "enforcement": enforcement, "status": status, "parent": parent}


def judge(context: Context, **options: Any) -> Any:
    return Runs(context).each_event_should_have_run_once("mine.r", [1], settle=0, timeout=0.2, **options)


def test_one_of_each_passes_and_gives_the_executions(context: Context, platform: Any) -> None:
    prepare(platform, [enforced(), enforced(11, event=2)], [ran(), ran(21, enforcement=11)])
    assert [execution.id for execution in judge(context, stdout="{n} {user[name]}")] == [20]


@pytest.mark.parametrize("event", [1, {"event_id": 1, "trigger_ref": "mine.t"}])
def test_one_event_needs_no_list(context: Context, platform: Any, event: Any) -> None:
    prepare(platform, [enforced()], [ran()])
    runs = Runs(context).each_event_should_have_run_once("mine.r", event, settle=0, timeout=0.2)
    assert [execution.id for execution in runs] == [20]


@pytest.mark.parametrize(
    ("enforcements", "executions", "text"),
    [
        ([enforced(), enforced(11)], [ran()], r"event 1 has 2 enforcements \(10 processed, 11 processed\), wanted 1"),
        ([enforced()], [ran(), ran(21)], r"event 1 has 2 executions \(20 completed, 21 completed\), wanted 1"),
        ([enforced(status="disabled")], [], "enforcement 10 is disabled, wanted processed"),
        ([enforced()], [ran(status="failed")], "execution 20 is failed, wanted completed"),
    ],
)
def test_what_cannot_become_right_fails_at_once(
    context: Context, platform: Any, enforcements: list[Any], executions: list[Any], text: str
) -> None:
    prepare(platform, enforcements, executions)
    with pytest.raises(WaitEndedEarly, match=text):
        judge(context)


@pytest.mark.parametrize(
    ("enforcements", "executions", "text"),
    [
        ([], [], "event 1 has no enforcement"),
        ([enforced()], [], r"event 1 has 1 enforcement \(10 processed\)"),
        ([enforced()], [ran(status="running")], r"event 1 has 1 execution \(20 running\)"),
        ([enforced(status="created")], [ran()], r"event 1 has 1 execution"),
    ],
)
def test_what_is_missing_is_waited_for(
    context: Context, platform: Any, enforcements: list[Any], executions: list[Any], text: str
) -> None:
    prepare(platform, enforcements, executions)
    with pytest.raises(WaitTimedOut, match=rf"0 of 1 events have run once(?s:.*){text}"):
        judge(context)


def test_children_of_the_execution_are_not_runs_of_the_rule(context: Context, platform: Any) -> None:
    prepare(platform, [enforced()], [ran(), ran(21, parent=20)])
    assert len(judge(context)) == 1


@pytest.mark.parametrize(
    ("result", "text"),
    [
        ({"action_ref": "mine.other"}, "execution 20 ran mine.other, wanted mine.echo"),
        ({"config": {"message": 7}}, "execution 20 got {'message': 7}, its enforcement has {'message': '7'}"),
        ({"result": {"stdout": "8"}}, "execution 20 printed '8', wanted '7 Ann'"),
        ({"result": {"exit_code": 0}}, "execution 20 printed '', wanted '7 Ann'"),
        ({"result": None}, "execution 20 printed '', wanted '7 Ann'"),
    ],
)
def test_a_run_of_something_else(context: Context, platform: Any, result: Any, text: str) -> None:
    prepare(platform, [enforced()], [ran()], **result)
    with pytest.raises(AssertionError, match=text):
        judge(context, stdout="{n} {user[name]}")


def test_a_row_that_two_pages_show_counts_once(context: Context, platform: Any) -> None:
    prepare(platform, [enforced(), enforced()], [ran(), ran()])
    assert len(judge(context)) == 1


def test_a_member_that_the_payload_lacks_is_named(context: Context, platform: Any) -> None:
    prepare(platform, [enforced()], [ran()])
    with pytest.raises(BadInput, match="the event's payload has no 'm'"):
        judge(context, stdout="{m}")


@pytest.mark.parametrize(("events", "text"), [([], "events is empty"), ("1", "must be an event or a list of events")])
def test_no_events_are_refused(context: Context, platform: Any, events: Any, text: str) -> None:
    prepare(platform, [], [])
    with pytest.raises(BadInput, match=text):
        Runs(context).each_event_should_have_run_once("mine.r", events)
