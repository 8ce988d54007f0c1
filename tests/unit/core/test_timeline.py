"""A chain as a picture."""

from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

from AttuneLibrary.core import timeline

SVG = "{http://www.w3.org/2000/svg}"
BEGIN = datetime(2026, 5, 1, 12, tzinfo=UTC)


def at(seconds: float) -> str:
    return (BEGIN + timedelta(seconds=seconds)).isoformat()


def chain(**parts: Any) -> dict[str, Any]:
    return {"trigger": "p.hook", "events": [], "enforcements": [], "executions": [], **parts}


def execution(number: int, status: str, *transitions: tuple[float, str], **more: Any) -> dict[str, Any]:
    steps = [{"time": at(seconds), "status": word} for seconds, word in transitions]
    return {"id": number, "action_ref": "p.run", "status": status, "transitions": steps, **more}


def drawn(found: dict[str, Any], now: float = 10) -> ElementTree.Element:
    return ElementTree.fromstring(timeline.picture(found, BEGIN + timedelta(seconds=now)))


def widths(element: ElementTree.Element) -> list[float]:
    return [float(bar.get("width", 0)) for bar in element.findall(f"{SVG}rect")[1:]]


def labels(element: ElementTree.Element) -> list[str]:
    return [title.text or "" for title in element.iterfind(f"{SVG}text/{SVG}title")]


def test_each_hop_has_its_row() -> None:
    event = {"id": 1, "trigger_ref": "p.hook", "created": at(0)}
    made = {"id": 2, "rule_ref": "p.rule", "status": "processed", "created": at(0.1)}
    child = {
        "id": 4, "status": "completed", "created": at(1), "updated": at(2), "workflow_task": {"task_name": "each"},
    }  # fmt: skip
    inquiry = {"id": 5, "status": "responded", "created": at(1), "responded_at": at(3)}
    parent = execution(3, "completed", (0.2, "running"), (3, "completed"), children=[child], inquiries=[inquiry])
    picture = drawn(chain(events=[event], enforcements=[made], executions=[parent]))
    assert labels(picture) == [
        "event 1 of p.hook", "enforcement 2 of p.rule: processed", "execution 3 p.run: completed",
        "execution 4 task each: completed", "inquiry 5: responded",
    ]  # fmt: skip


def test_bars_are_as_long_as_their_times() -> None:
    bars = widths(
        drawn(chain(executions=[execution(3, "completed", (0, "requested"), (1, "running"), (4, "completed"))]))
    )
    assert bars[1] / bars[0] == 3


def test_what_still_runs_is_drawn_up_to_now() -> None:
    bars = widths(drawn(chain(executions=[execution(3, "running", (0, "requested"), (1, "running"))]), now=5))
    assert bars[1] / bars[0] == 4


def test_texts_are_no_markup() -> None:
    found = execution(3, "completed", (0, "requested"), action_ref="<b>&")
    assert labels(drawn(chain(executions=[found]))) == ["execution 3 <b>&: completed"]


def test_a_long_chain_shows_its_end() -> None:
    events = [{"id": number, "trigger_ref": "p.hook", "created": at(number)} for number in range(100)]
    shown = labels(drawn(chain(events=events)))
    assert (len(shown), shown[-1]) == (timeline.MOST_ROWS, "event 99 of p.hook")


def test_a_chain_without_a_moment_has_no_picture() -> None:
    assert timeline.picture(chain(), BEGIN) == ""
