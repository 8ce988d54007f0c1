"""Tasks of a workflow: which ran and how they ended, in which order, and what the tree below is."""

from typing import Any

import pytest

from AttuneLibrary.core.context import Context
from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.keywords.workflow_tasks import WorkflowTasks

LIST = "/api/v1/executions"


def task(number: int, name: str, status: str = "completed", parent: int = 7, **different: Any) -> dict[str, Any]:
    described = {"task_name": name, "task_index": None, "workflow_execution": parent}
    return {
        "id": number,
        "parent": parent,
        "status": status,
        "enforcement": 3,
        "executor": 1,
        "workflow_task": described,
        **different,
    }


def has(platform: Any, *executions: dict[str, Any]) -> None:
    def below(options: dict[str, Any]) -> list[dict[str, Any]]:
        return [one for one in executions if one["parent"] == options["params"]["parent"]]

    platform.answer("GET", LIST, below)
    for one in executions:
        platform.answer("GET", f"{LIST}/{one['id']}", one)


def history(platform: Any, number: int, **times: str) -> None:
    records = [{"time": f"2026-01-27T12:00:{at}Z", "new_values": {"status": word}} for word, at in times.items()]
    platform.answer("GET", f"{LIST}/{number}/history", records[::-1])


@pytest.fixture
def tree(platform: Any) -> None:
    root = {"id": 7, "parent": None, "status": "completed", "enforcement": 3, "executor": 1}
    has(platform, root, task(8, "middle"), task(9, "one", parent=8), task(10, "two", "failed", parent=8))
    history(platform, 7, requested="00.0", running="00.1", completed="09.0")
    history(platform, 8, requested="00.2", running="01.0", completed="08.0")
    history(platform, 9, requested="01.2", running="02.0", completed="04.0")
    history(platform, 10, requested="04.1", running="05.0", failed="07.0")


def test_a_workflow_is_made_of_texts_and_dictionaries(context: Context, platform: Any) -> None:
    platform.answer("POST", "/api/v1/workflows", lambda options: options["json"])
    made = WorkflowTasks(context).create_workflow_of_tasks(
        "{name: a, action: core.noop, next: [{do: [b]}]}",
        {"name": "b", "action": "core.noop"},
        output_map={"n": "{{ task.b.exit_code }}"},
        variables={"count": 0},
    )
    assert made.definition == {
        "version": "1.0.0",
        "tasks": [
            {"name": "a", "action": "core.noop", "next": [{"do": ["b"]}]},
            {"name": "b", "action": "core.noop"},
        ],
        "output_map": {"n": "{{ task.b.exit_code }}"},
        "vars": {"count": 0},
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [("{name: a", "task 2 is no YAML"), ("just words", "task 2 is 'just words'; it must be a dictionary or YAML")],
)
def test_a_task_that_is_none_is_refused_before_anything_is_sent(
    context: Context, platform: Any, text: str, told: str
) -> None:
    with pytest.raises(BadInput, match=told):
        WorkflowTasks(context).create_workflow_of_tasks("{name: a, action: core.noop}", text)
    assert platform.asked == []


def test_nested_workflows_run_one_another(context: Context, platform: Any) -> None:
    platform.answer("POST", "/api/v1/workflows", lambda options: options["json"])
    outer = WorkflowTasks(context).create_nested_workflows("core.noop", 2)
    inner = platform.asked[0].json
    assert [made["action"] for made in inner["definition"]["tasks"]] == ["core.noop"]
    assert outer.definition.tasks[0].action == inner["ref"]
    with pytest.raises(BadInput, match="levels is 0; it must be 1 or more"):
        WorkflowTasks(context).create_nested_workflows("core.noop", 0)


def ran(context: Context, wanted: Any) -> Any:
    return WorkflowTasks(context).tasks_should_have_run(7, wanted, settle=0, timeout=0.05)


def test_tasks_come_back_by_their_name(context: Context, platform: Any) -> None:
    has(platform, task(8, "a", "failed"), task(9, "b"), task(10, "a"))
    found = ran(context, "a:failed,completed b:completed")
    assert (found.a.id, found.b.id) == (10, 9)
    assert ran(context, {"a": "failed,completed", "b": "completed"}).b.id == 9


@pytest.mark.parametrize("wanted", ["a:completed b:failed", "a:failed c:completed", "a:failed,completed"])
def test_other_tasks_or_statuses_are_told(context: Context, platform: Any, wanted: str) -> None:
    has(platform, task(8, "a", "failed"), task(9, "b"))
    with pytest.raises(AssertionError, match=f"execution 7 ran a:failed b:completed, wanted {wanted}"):
        ran(context, wanted)


def test_a_task_too_many_fails(context: Context, platform: Any) -> None:
    has(platform, task(8, "a"), task(9, "b"))
    with pytest.raises(AssertionError, match=r"are 2 after .*, wanted == 1"):
        ran(context, "a:completed")


def test_a_status_that_is_none_is_named(context: Context) -> None:
    with pytest.raises(BadInput, match="unknown execution status 'complete'"):
        ran(context, "a:complete")
    with pytest.raises(BadInput, match="wanted is 5"):
        ran(context, 5)


def test_an_order_is_judged_by_end_and_request(context: Context, platform: Any, tree: None) -> None:
    keyword = WorkflowTasks(context).tasks_should_be_in_order
    assert keyword(8, "one", "two") == "execution 8: one (2.00 s) > two (2.00 s)"
    history(platform, 10, requested="03.9", running="05.0", failed="07.0")
    with pytest.raises(AssertionError, match=r"'two' was asked for at .*, 'one' ended at"):
        keyword(8, "one", "two")
    with pytest.raises(AssertionError, match="'three' did not run; one, two did"):
        keyword(8, "one", "three")
    with pytest.raises(BadInput, match="there are 1 steps"):
        keyword(8, "one two")


def test_the_executions_of_a_tree_come_back(context: Context, tree: None) -> None:
    found = WorkflowTasks(context).execution_tree_should_be(7, "{middle completed: {one completed, two failed}}")
    assert [one.id for one in found] == [8, 9, 10]


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ("{middle completed: {one completed}}", "two failed: is .*, wanted to be absent"),
        ("{middle completed: {one completed, two completed}}", "two completed: is missing"),
        ("{one completed}", "one completed: is missing"),
    ],
)
def test_another_tree_is_told(context: Context, tree: None, wanted: str, told: str) -> None:
    with pytest.raises(AssertionError, match=told):
        WorkflowTasks(context).execution_tree_should_be(7, wanted)


def test_a_tree_whose_links_or_times_are_wrong_is_told(context: Context, platform: Any, tree: None) -> None:
    keyword = WorkflowTasks(context).execution_tree_should_be
    wanted = "{middle completed: {one completed, two failed}}"
    platform.answer("GET", f"{LIST}/9", task(9, "one", parent=8, enforcement=4))
    with pytest.raises(AssertionError, match="execution 9 has the enforcement 4, its parent 3"):
        keyword(7, wanted)
    platform.answer("GET", f"{LIST}/9", task(9, "one", parent=8))
    history(platform, 8, requested="00.2", running="01.0", completed="06.0")
    with pytest.raises(AssertionError, match=r"child 10 ended at .*, after its parent"):
        keyword(7, wanted)


def test_items_and_twins_have_labels_of_their_own(context: Context, platform: Any) -> None:
    item = {"task_name": "each", "task_index": 1, "workflow_execution": 7}
    root = {"id": 7, "parent": None, "status": "completed", "enforcement": 3, "executor": 1}
    has(platform, root, task(8, "a"), task(9, "a"), task(10, "each", workflow_task=item))
    for number in (7, 8, 9, 10):
        history(platform, number, requested="01.0", running="01.0", completed="02.0")
    WorkflowTasks(context).execution_tree_should_be(
        7, {"a completed": None, "a completed again": {}, "each[1] completed": {}}
    )


def test_how_long_it_ran_is_held_to_both_bounds(context: Context, tree: None) -> None:
    keyword = WorkflowTasks(context).execution_should_have_lasted
    assert keyword(8, at_least="6s", at_most=8) == 7.0
    with pytest.raises(AssertionError, match=r"execution 8 ended 7\.00 s after it was running, wanted 8 s or more"):
        keyword(8, at_least=8)
    with pytest.raises(AssertionError, match=r"ended 7\.00 s after it was running, wanted 0 to 6 s"):
        keyword(8, at_most="6s")


def test_it_is_counted_from_any_status_and_forgiven_a_moment(context: Context, tree: None) -> None:
    keyword = WorkflowTasks(context).execution_should_have_lasted
    assert keyword(8, at_least=7.05) == 7.0
    with pytest.raises(AssertionError, match=r"wanted 7\.06 s or more"):
        keyword(8, at_least=7.06)
    with pytest.raises(AssertionError, match=r"execution 8 has not run to an end \(from canceling\)"):
        keyword(8, since="canceling")
    with pytest.raises(BadInput, match="unknown execution status 'runing'"):
        keyword(8, since="runing")


def test_a_policy_that_does_not_exist_is_told(context: Context) -> None:
    with pytest.raises(BadInput, match=r"unknown cancellation_policy 'never'.*allowed: allow_finish, cancel_running"):
        WorkflowTasks(context).create_workflow_of_tasks("{name: a}", cancellation_policy="never")
