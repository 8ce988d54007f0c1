"""Workflows that are made by number, and the judgement of their runs."""

from typing import Any

import pytest

from AttuneLibrary.core.context import Context
from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.keywords.large_workflows import LargeWorkflows


@pytest.fixture
def large(context: Context, platform: Any) -> LargeWorkflows:
    platform.answer("POST", "/api/v1/workflows", {"id": 1, "ref": "mine.w"})
    return LargeWorkflows(context)


def definition(platform: Any) -> Any:
    return platform.last().json["definition"]


def test_a_chain_leads_from_each_task_to_the_next(large: LargeWorkflows, platform: Any) -> None:
    large.create_chain_of_tasks("mine.echo", 3, ref="mine.w")
    tasks = definition(platform)["tasks"]
    assert [task["name"] for task in tasks] == ["task_001", "task_002", "task_003"]
    assert [task.get("next", [{}])[0].get("do") for task in tasks] == [["task_002"], ["task_003"], None]
    assert definition(platform)["vars"] == {"reached": 0}


def test_a_fan_is_closed_by_a_join_of_all_its_branches(large: LargeWorkflows, platform: Any) -> None:
    large.create_fan_of_tasks("mine.echo", 2, ref="mine.w")
    split, one, two, close = definition(platform)["tasks"]
    assert split["next"] == [{"do": ["task_001", "task_002"]}]
    assert [one["next"], two["next"]] == [[{"do": ["close"]}]] * 2
    assert close["join"] == 2


def test_numbers_that_make_nothing_are_refused(large: LargeWorkflows, platform: Any) -> None:
    for attempt in (
        lambda: large.create_chain_of_tasks("mine.echo", 0),
        lambda: large.create_fan_of_tasks("mine.echo", 0),
        lambda: large.run_at_once("mine.echo", 0),
    ):
        with pytest.raises(BadInput, match=r"(count|times) is 0; it must be 1 or more"):
            attempt()
    with pytest.raises(BadInput, match="slack is 'some'; it must be a time"):
        large.chain_should_keep_its_pace(7, slack="some")
    assert not platform.asked


def test_runs_whose_children_have_anothers_number_are_named(large: LargeWorkflows, platform: Any) -> None:
    platform.answer("GET", "/api/v1/executions", [{"id": 8}])
    platform.answer("GET", "/api/v1/executions/8", {"id": 8, "status": "completed", "config": {"message": 1}})
    runs = [large.dotted({"id": 7}), large.dotted({"id": 9})]
    assert large.each_run_should_have_its_number(runs[:1], 1) == "1 runs with 1 children each"
    with pytest.raises(AssertionError, match=r"run 2, execution 9: its children are \[\('completed', '1'\)\]"):
        large.each_run_should_have_its_number(runs, 1)
