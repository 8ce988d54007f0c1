"""Workflows over lists: what is asked for, and what of the children counts."""

from typing import Any

import pytest

from AttuneLibrary.core.context import Context
from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.keywords.with_items import WithItems

LIST = "/api/v1/executions"


def child(number: int, index: int, item: Any, **different: Any) -> dict[str, Any]:
    return {
        "id": number,
        "parent": 7,
        "status": "completed",
        "config": {"message": item},
        "result": {"exit_code": 0},
        "workflow_task": {"task_name": "each", "task_index": index},
        **different,
    }


def has(platform: Any, *children: dict[str, Any]) -> None:
    platform.answer("GET", LIST, list(children))
    for one in children:
        platform.answer("GET", f"{LIST}/{one['id']}", one)


def judged(context: Context, items: list[Any], **options: Any) -> list[Any]:
    return WithItems(context).each_item_should_have_run(7, items, settle=0, timeout=0.05, **options)


def test_a_workflow_over_a_list_is_one_task(context: Context, platform: Any) -> None:
    platform.answer("POST", "/api/v1/workflows", lambda options: options["json"])
    made = WithItems(context).create_with_items_workflow("mine.echo", concurrency=2)
    assert made.definition.tasks == [
        {
            "name": "each",
            "action": "mine.echo",
            "with_items": "{{ parameters.items }}",
            "input": {"message": "{{ item }}", "position": "{{ index }}"},
            "concurrency": 2,
        }
    ]


def test_without_a_concurrency_none_is_sent(context: Context, platform: Any) -> None:
    platform.answer("POST", "/api/v1/workflows", lambda options: options["json"])
    made = WithItems(context).create_with_items_workflow("mine.echo", task_input={"item": "{{ item }}"})
    assert "concurrency" not in made.definition.tasks[0]
    assert made.definition.tasks[0].input == {"item": "{{ item }}"}


def test_children_come_back_by_their_index(context: Context, platform: Any) -> None:
    has(platform, child(9, 0, "a"), child(8, 1, 2))
    assert [one.id for one in judged(context, ["a", 2])] == [9, 8]


def test_no_items_mean_no_children(context: Context, platform: Any) -> None:
    has(platform)
    assert judged(context, []) == []


@pytest.mark.parametrize(
    ("children", "told"),
    [
        ([child(8, 0, "a", parent=6), child(9, 1, 2)], "child 8 has the parent 6"),
        ([child(8, 0, "a"), child(9, 0, 2)], r"the indexes are \[0, 0\], wanted 0 to 1"),
        ([child(8, 0, "a"), child(9, 1, "2")], r"child 9 of index 1 got '2' \(string\) as message, wanted 2"),
        (
            [child(8, 0, "a"), child(9, 1, 2, status="failed", result={"error": "boom"})],
            r"is failed, wanted completed \(boom\)",
        ),
        ([child(8, 0, "a"), child(9, 1, 2, config=None)], r"got null \(null\) as message"),
    ],
)
def test_what_is_wrong_with_a_child_is_told(context: Context, platform: Any, children: list[Any], told: str) -> None:
    has(platform, *children)
    with pytest.raises(AssertionError, match=told):
        judged(context, ["a", 2])


def test_a_child_too_many_fails_at_once(context: Context, platform: Any) -> None:
    has(platform, child(8, 0, "a"), child(9, 1, "a"))
    with pytest.raises(AssertionError, match=r"are 2 after .*, wanted == 1"):
        judged(context, ["a"])


def test_no_child_is_awaited_of_a_workflow_that_is_over(
    context: Context, platform: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("AttuneLibrary.keywords.with_items.NO_MORE_COME", 0.05)
    has(platform, child(8, 0, "a"))
    platform.answer("GET", f"{LIST}/7", {"id": 7, "status": "completed"})
    with pytest.raises(AssertionError, match=r"are 1 after .*, wanted == 2 \(timeout 0.05 s\)"):
        WithItems(context).each_item_should_have_run(7, ["a", "b"], settle=0)


def test_each_item_may_have_its_own_end(context: Context, platform: Any) -> None:
    has(platform, child(8, 0, "a"), child(9, 1, "b", status="failed"))
    assert judged(context, ["a", "b"], expect=["completed", "failed"])
    with pytest.raises(AssertionError, match="child 8 of index 0 is completed, wanted failed"):
        judged(context, ["a", "b"], expect=["failed", "failed"])
    with pytest.raises(BadInput, match="expect has 1 statuses for 2 items"):
        judged(context, ["a", "b"], expect=["failed"])


def test_a_text_is_no_list(context: Context) -> None:
    with pytest.raises(BadInput, match="items is 'ab'; it must be a list"):
        judged(context, "ab")  # type: ignore[arg-type]  # why: that is what the test is about


def history(platform: Any, number: int, **times: str) -> None:
    records = [{"time": f"2026-01-27T12:00:{at}Z", "new_values": {"status": word}} for word, at in times.items()]
    platform.answer("GET", f"{LIST}/{number}/history", records[::-1])


@pytest.fixture
def two_children(platform: Any) -> None:
    has(platform, child(8, 0, "a"), child(9, 1, "b"))
    history(platform, 7, requested="00.0", running="00.1", completed="05.0")
    history(platform, 8, requested="00.2", running="01.0", completed="03.0")
    history(platform, 9, requested="00.2", running="02.0", completed="04.5")


def test_a_parent_and_its_children_are_told_with_times(context: Context, two_children: None) -> None:
    line = WithItems(context).parent_should_enclose_its_children(7)
    assert line == "execution 7 ran 4.90 s and ended 0.500 s after the last of 2 children"


def test_a_parent_that_ends_first_fails(context: Context, platform: Any, two_children: None) -> None:
    history(platform, 7, requested="00.0", running="00.1", completed="04.0")
    with pytest.raises(AssertionError, match=r"child 9 ended at .*, after its parent"):
        WithItems(context).parent_should_enclose_its_children(7)


def test_a_parent_without_children_encloses_nothing(context: Context, platform: Any, two_children: None) -> None:
    has(platform)
    with pytest.raises(AssertionError, match="execution 7 has no children"):
        WithItems(context).parent_should_enclose_its_children(7)


def test_an_overlap_is_held_to_both_bounds(context: Context, two_children: None) -> None:
    keyword = WithItems(context).children_should_overlap
    assert keyword(7, at_most=2, at_least=2, in_order=True) == "execution 7: of 2 children at most 2 ran at once"
    with pytest.raises(AssertionError, match="wanted 1 to 1"):
        keyword(7, at_most=1)
    with pytest.raises(AssertionError, match="wanted 3 to 4"):
        keyword(7, at_most=4, at_least=3)


def test_an_overlap_may_be_that_of_one_task(context: Context, platform: Any, two_children: None) -> None:
    has(platform, child(8, 0, "a"), child(9, 0, "b", workflow_task={"task_name": "other", "task_index": 0}))
    line = WithItems(context).children_should_overlap(7, task="other", at_most=1)
    assert line == "execution 7: of 1 children at most 1 ran at once"


def test_children_out_of_order_are_told(context: Context, platform: Any, two_children: None) -> None:
    history(platform, 8, requested="00.2", running="02.5", completed="03.0")
    with pytest.raises(AssertionError, match="did not begin in their order"):
        WithItems(context).children_should_overlap(7, at_most=2, in_order=True)
