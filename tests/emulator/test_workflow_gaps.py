"""Where the platform leaves workflows hanging, and what the plan promises in their place."""

import time

import pytest

SUCCEEDED = {"when": "{{ succeeded() }}"}


def hangs(shop, execution: int, status: str) -> bool:
    shop.wait(execution, status)
    time.sleep(0.6)
    return shop.get(execution)["status"] == status


def missing_name(shop) -> list[dict]:
    return [{"name": "a", "action": "core.echo", "input": {"message": "{{ parameters.nope }}"}}]


def missing_action(shop) -> list[dict]:
    return [{"name": "a", "action": f"{shop.pack}.nope"}]


def impossible_join(shop) -> list[dict]:
    return [
        {"name": "a", "action": "core.noop", "input": {"exit_code": 1}, "next": [{"do": ["c"]}]},
        {"name": "b", "action": "core.noop", "next": [{"do": ["c"]}]},
        {"name": "c", "action": "core.noop", "join": 2},
    ]


def empty_list(shop) -> list[dict]:
    return [
        {"name": "a", "action": "core.noop", "with_items": "{{ [] }}", "next": [{"do": ["b"]}]},
        {"name": "b", "action": "core.noop"},
    ]


@pytest.mark.parametrize(
    ("tasks", "words"),
    [
        (missing_name, ["a: {{ parameters.nope }}: no field 'nope'"]),
        (missing_action, ["task 'a'", ".nope' not found"]),
        (impossible_join, ["1 task(s) failed: a", "task 'c' cannot start: join 2"]),
    ],
)
def test_what_cannot_go_on_fails_and_says_why(shop, real_shop, tasks, words) -> None:
    shop.workflow("flow", tasks(shop))
    row = shop.run("flow")
    assert row["status"] == "failed" and all(word in row["result"]["error"] for word in words)
    real_shop.workflow("flow", tasks(real_shop))
    assert hangs(real_shop, real_shop.execute("flow"), "running")


def test_an_empty_list_completes_its_task(shop, real_shop) -> None:
    shop.workflow("flow", empty_list(shop))
    row = shop.run("flow")
    assert row["status"] == "completed"
    assert [c["workflow_task"]["task_name"] for c in shop.children(row["id"])] == ["b"]
    real_shop.workflow("flow", empty_list(real_shop))
    assert hangs(real_shop, real_shop.execute("flow"), "running")


NOOP = {"name": "a", "action": "core.noop"}
BROKEN = {
    "missing field 'version'": {"version": None, "tasks": [NOOP]},
    "version: expected a text": {"version": 1, "tasks": [NOOP]},
    "vars: expected a map": {"vars": [], "tasks": [NOOP]},
    "missing field 'tasks'": {"tasks": None},
    "tasks[0]: missing field 'name'": {"tasks": [{"action": "core.noop"}]},
    "task 'a': missing field 'action'": {"tasks": [{"name": "a"}]},
    "task 'a': next: do: expected a list": {"tasks": [NOOP | {"next": [{"do": "b"}]}]},
    "leads to 'zz', which does not exist": {"tasks": [NOOP | {"next": [{"do": ["zz"]}]}]},
    "task 'a': retry: missing field 'delay'": {"tasks": [NOOP | {"retry": {"count": 1}}]},
    "retry: backoff: 'random' is none of constant, linear, exponential": {
        "tasks": [NOOP | {"retry": {"count": 1, "delay": 0, "backoff": "random"}}]
    },
    "task 'a': with_items: expected a text": {"tasks": [NOOP | {"with_items": [1]}]},
    "task 'a': timeout: expected a whole number": {"tasks": [NOOP | {"timeout": "5"}]},
    "output_map.n: expected a text": {"tasks": [NOOP], "output_map": {"n": 5}},
    "type 'parallel' is not supported": {"tasks": [{"name": "a", "type": "parallel", "tasks": [NOOP]}]},
    "cancellation_policy: 'never' is none of": {"tasks": [NOOP], "cancellation_policy": "never"},
}


@pytest.mark.parametrize("words", BROKEN)
def test_a_bad_definition_fails_and_names_the_place(shop, words) -> None:
    shop.workflow("flow", **BROKEN[words])
    row = shop.run("flow")
    assert row["status"] == "failed" and row["result"]["error"].startswith("Invalid workflow definition: ")
    assert words in row["result"]["error"]


def test_on_the_platform_it_stays_requested(real_shop) -> None:
    real_shop.workflow("flow", [NOOP | {"next": [{"do": "b"}]}])
    assert hangs(real_shop, real_shop.execute("flow"), "requested")


@pytest.mark.parametrize("where", ["definition", "action"])
def test_a_timeout_of_a_workflow_ends_its_tasks(shop, where) -> None:
    shop.shell("nap", "sleep 30")
    shop.workflow(
        "flow", [{"name": "a", "action": f"{shop.pack}.nap"}], **({"timeout": 1} if where == "definition" else {})
    )
    if where == "action":
        shop.emulator.data("PUT", f"/api/v1/actions/{shop.pack}.flow", json={"timeout": 1})
    row = shop.run("flow")
    assert (row["status"], row["result"]["error"]) == ("failed", "Workflow timed out after 1 seconds")
    (child,) = shop.children(row["id"])
    assert shop.wait(child["id"])["result"]["exit_code"] == -1


def test_a_timeout_of_an_action_is_a_promise_only(shop, real_shop) -> None:
    row = shop.script("sleep 30", timeout=1)
    assert (row["status"], row["result"]["error"]) == ("failed", "Execution timed out after 1 seconds")
    assert real_shop.script("sleep 1.3", timeout=1)["status"] == "completed"


def test_rules_of_the_language_differ_by_the_gap(shop, real_shop) -> None:
    graph = [{"name": "a", "action": "core.noop"}]
    output = {
        "filter": "{{ 'x' | upper }}",
        "choice": "{{ 1 if true else 2 }}",
        "half": "{{ 8 / 2 }}",
        "s": "{{ string(5) }}",
    }
    for each, wanted in (
        (shop, {"filter": "X", "choice": 1, "half": 4, "s": "5"}),
        (real_shop, {"half": 4, "s": "5"}),
    ):
        each.workflow("flow", graph, output_map=output)
        assert each.run("flow")["result"] == {"succeeded": True} | wanted
