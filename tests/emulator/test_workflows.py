"""Workflows: what follows what, with which values, and how the whole ends."""

import pytest

from attune_emulator import clock

SUCCEEDED, FAILED = {"when": "{{ succeeded() }}"}, {"when": "{{ failed() }}"}


@pytest.fixture
def flows(shop):
    """A workshop with an action that succeeds, one that fails, and one that says a word."""
    shop.shell("ok", "echo fine")
    shop.shell("bad", "echo broken >&2; exit 1")
    shop.shell("say", 'echo "$word"', param_schema={"word": {}})
    return shop


def task(flows, name: str, action: str, **extra) -> dict:
    return {"name": name, "action": action if "." in action else f"{flows.pack}.{action}", **extra}


def ran(flows, parent: dict) -> list[tuple[str, str]]:
    return [(c["workflow_task"]["task_name"], c["status"]) for c in flows.children(parent["id"])]


CASES = {
    "a success goes on": ("ok", [SUCCEEDED | {"do": ["b"]}], "completed", ["a", "b"]),
    "a failure does not": ("bad", [SUCCEEDED | {"do": ["b"]}], "failed", ["a"]),
    "a handled failure": ("bad", [FAILED | {"do": ["b"]}], "completed", ["a", "b"]),
    "always": ("bad", [{"do": ["b"]}], "completed", ["a", "b"]),
    "a condition that holds": ("ok", [{"when": "parameters.n > 2", "do": ["b"]}], "completed", ["a", "b"]),
    "a condition that does not": ("ok", [{"when": "{{ parameters.n < 2 }}", "do": ["b"]}], "completed", ["a"]),
    "a condition without a value counts as success": (
        "ok",
        [{"when": "nothing.at.all", "do": ["b"]}],
        "completed",
        ["a", "b"],
    ),
    "words decide, not the rest": ("ok", [{"when": "{{ not failed() }}", "do": ["b"]}], "completed", ["a"]),
    "nothing handles it": ("bad", [FAILED | {"publish": [{"x": 1}]}, SUCCEEDED | {"do": ["b"]}], "failed", ["a"]),
}


@pytest.mark.parametrize("case", CASES)
def test_transitions_follow_their_conditions(flows, case) -> None:
    action, transitions, status, names = CASES[case]
    flows.workflow("flow", [task(flows, "a", action, next=transitions), task(flows, "b", "ok")])
    parent = flows.run("flow", {"n": 3})
    assert (parent["status"], [name for name, _ in ran(flows, parent)]) == (status, names)
    if status == "failed":
        assert parent["result"] == {"error": "Workflow failed: 1 task(s) failed: a", "succeeded": False}


def test_a_parent_is_never_scheduled_and_has_no_worker(flows) -> None:
    flows.workflow("flow", [task(flows, "a", "ok")])
    parent = flows.run("flow")
    assert flows.transitions(parent["id"]) == ["requested", "scheduling", "running", "completed"]
    assert parent["worker"] is None and "started_at" not in parent


def test_branches_join_after_both(flows) -> None:
    tasks = [
        task(flows, "a", "ok", next=[{"do": ["b", "c"]}]),
        task(flows, "b", "ok", next=[{"do": ["d"]}]),
        task(flows, "c", "core.sleep", input={"seconds": 1}, next=[{"do": ["d"]}]),
        task(flows, "d", "ok", join=2),
    ]
    flows.workflow("flow", tasks)
    parent = flows.run("flow")
    rows = {c["workflow_task"]["task_name"]: c for c in flows.children(parent["id"])}
    assert rows.keys() == set("abcd") and rows["d"]["created"] >= rows["c"]["updated"]


def test_values_pass_from_task_to_task_and_out(flows) -> None:
    tasks = [
        task(
            flows, "a", "say", input={"word": "{{ parameters.word }}"},
            next=[SUCCEEDED | {"publish": [{"got": "{{ result().stdout }}"}, "whole"], "do": ["b"]}],
        ),
        task(flows, "b", "say", input={"word": {"deep": ["{{ workflow.got }}", "{{ parameters.n }}"]}}),
    ]  # fmt: skip
    output = {
        "final": "{{ got }}",
        "typed": "{{ parameters.n }}",
        "text": "n={{ parameters.n }}",
        "lost": "{{ nothing }}",
    }
    flows.workflow("flow", tasks, params={"n": {"type": "integer", "default": 7}}, output_map=output, vars={"v": 1})
    parent = flows.run("flow", {"word": "pearl"})
    assert parent["result"] == {"succeeded": True, "final": "pearl\n", "typed": 7, "text": "n=7"}
    assert flows.children(parent["id"])[1]["config"] == {"word": {"deep": ["pearl\n", 7]}}


def test_a_publication_with_a_missing_name_publishes_nothing(flows) -> None:
    publish = [{"one": "{{ 1 }}"}, {"two": "{{ nothing }}"}]
    flows.workflow("flow", [task(flows, "a", "ok", next=[{"publish": publish}])], output_map={"one": "{{ one }}"})
    assert flows.run("flow")["result"] == {"succeeded": True}


def test_data_stands_beside_the_result_for_later_tasks(flows) -> None:
    flows.shell("json", 'echo \'{"n": 41, "who": {"name": "ann"}}\'')
    after = task(flows, "b", "say", input={"word": "{{ task.a.who.name }}{{ task.a.n + 1 }}"})
    flows.workflow("flow", [task(flows, "a", "json", next=[{"do": ["b"]}]), after])
    parent = flows.run("flow")
    assert flows.children(parent["id"])[1]["config"] == {"word": "ann42"}


@pytest.mark.parametrize("words", [["apple", "banana", "cherry"], ["one"], [1, True, None, {"k": "v"}, [1, 2], 2.5]])
def test_every_item_has_its_execution(flows, words) -> None:
    each = task(flows, "each", "say", with_items="{{ parameters.words }}", concurrency=3, input={"word": "{{ item }}"})
    flows.workflow("flow", [each])
    parent = flows.run("flow", {"words": words})
    rows = sorted(flows.children(parent["id"]), key=lambda c: c["workflow_task"]["task_index"])
    assert [row["config"]["word"] for row in rows] == words
    assert [row["workflow_task"]["task_index"] for row in rows] == list(range(len(words)))
    assert parent["status"] == "completed"


@pytest.mark.parametrize(("limit", "most"), [(None, 1), (2, 2), (5, 4)])
def test_only_so_many_items_run_at_a_time(flows, limit, most) -> None:
    flows.shell("nap", "sleep 0.3")
    extra = {"concurrency": limit} if limit else {}
    flows.workflow("flow", [task(flows, "each", "nap", with_items="{{ [1, 2, 3, 4] }}", **extra)])
    parent = flows.run("flow")
    spans = [(row["started_at"], row["updated"]) for row in flows.children(parent["id"])]
    assert max(sum(start <= moment < end for start, end in spans) for moment, _ in spans) == most


def test_one_failed_item_fails_the_task_when_all_are_over(flows) -> None:
    flows.shell("odd", "exit $((n % 2))")
    flows.workflow("flow", [task(flows, "each", "odd", with_items="{{ [0, 1, 2] }}", input={"n": "{{ item }}"})])
    parent = flows.run("flow")
    assert parent["result"]["error"] == "Workflow failed: 1 task(s) failed: each"
    assert [row["status"] for row in flows.children(parent["id"])] == ["completed", "failed", "completed"]


def test_a_workflow_runs_in_a_workflow(flows) -> None:
    flows.workflow(
        "inner",
        [task(flows, "i", "say", input={"word": "{{ parameters.w }}"})],
        output_map={"o": "{{ task.i.stdout }}"},
    )
    flows.workflow("outer", [task(flows, "o", "inner", input={"w": "deep"})], output_map={"out": "{{ task.o.o }}"})
    parent = flows.run("outer")
    (inner,) = flows.children(parent["id"])
    assert parent["result"] == {"succeeded": True, "out": "deep\n"}
    assert [row["config"] for row in flows.children(inner["id"])] == [{"word": "deep"}]


@pytest.mark.parametrize(
    ("retry", "delays"),
    [
        ({"count": 2, "delay": 0}, [0, 0]),
        ({"count": 2, "delay": 0.3, "backoff": "exponential"}, [0.3, 0.6]),
        ({"count": 3, "delay": 0.2, "backoff": "linear", "max_delay": 0.4}, [0.2, 0.4, 0.4]),
    ],
)
def test_a_failed_task_is_tried_again_after_its_pause(flows, retry, delays) -> None:
    flows.workflow("flow", [task(flows, "a", "bad", retry=retry)])
    parent = flows.run("flow")
    rows = flows.children(parent["id"])
    assert parent["status"] == "failed" and len(rows) == retry["count"] + 1
    assert [row["workflow_task"]["retry_count"] for row in rows] == list(range(len(rows)))
    assert [row.get("original_execution") for row in rows] == [None, *[rows[0]["id"]] * retry["count"]]
    for before, after, delay in zip(rows, rows[1:], delays, strict=False):
        pause = clock.parse(after["started_at"]) - clock.parse(before["updated"])
        assert delay <= pause.total_seconds() < delay + 1


def test_a_success_ends_the_retries(flows, tmp_path) -> None:
    flows.shell("flaky", f"echo x >> {tmp_path}/tries; test $(wc -l < {tmp_path}/tries) -ge 3")
    flows.workflow("flow", [task(flows, "a", "flaky", retry={"count": 5, "delay": 0})])
    parent = flows.run("flow")
    assert [row["status"] for row in flows.children(parent["id"])] == ["failed", "failed", "completed"]
    assert parent["status"] == "completed"


def test_a_task_that_takes_too_long_is_ended(flows) -> None:
    flows.shell("nap", "echo begun; sleep 30")
    tasks = [
        task(flows, "a", "nap", timeout=1, next=[{"when": "{{ timed_out() }}", "do": ["b"]}, FAILED | {"do": ["c"]}]),
        task(flows, "b", "ok"),
        task(flows, "c", "ok"),
    ]
    flows.workflow("flow", tasks)
    parent = flows.run("flow")
    first = flows.children(parent["id"])[0]
    assert (first["status"], first["result"]["exit_code"]) == ("failed", -1)
    assert (first["result"]["error"], first["result"]["stdout"]) == ("Execution timed out after 1 seconds", "begun\n")
    assert [name for name, _ in ran(flows, parent)] == ["a", "c"]


def test_the_action_of_a_workflow_follows_it(flows) -> None:
    flows.workflow("flow", [task(flows, "a", "ok")])
    path = f"/api/v1/workflows/{flows.pack}.flow"
    flows.emulator.data("PUT", path, json={"label": "New", "param_schema": {"x": {"type": "string"}}})
    action = flows.emulator.data("GET", f"/api/v1/actions/{flows.pack}.flow")
    assert (action["label"], action["entrypoint"], action["param_schema"]) == (
        "New",
        "workflow",
        {"x": {"type": "string"}},
    )
    assert flows.emulator.call("DELETE", path).json()["success"] is True
    assert flows.emulator.call("GET", f"/api/v1/actions/{flows.pack}.flow").status_code == 404


def test_a_workflow_can_be_kept_as_files(flows) -> None:
    body = {"name": "filed", "label": "Filed", "version": "1.0.0", "pack_ref": flows.pack}
    made = flows.post(
        f"/api/v1/packs/{flows.pack}/workflow-files",
        definition={"version": "1", "tasks": [task(flows, "a", "ok")]},
        **body,
    )
    assert made["ref"] == f"{flows.pack}.filed"
    folder = flows.emulator.directory / "data" / "packs" / flows.pack / "actions"
    assert (folder / "filed.yaml").is_file() and (folder / "workflows" / "filed.workflow.yaml").is_file()
    assert flows.run("filed")["status"] == "completed"


def test_older_keys_are_understood_in_files(flows) -> None:
    graph = (
        "version: 1.0.0\ntasks:\n"
        "  - {name: a, action: core.noop, input: {exit_code: 1}, on_success: b, on_failure: c}\n"
        "  - {name: b, action: core.noop}\n  - {name: c, action: core.noop}\n"
    )
    files = {
        "actions/old.yaml": "ref: {ref}.old\nlabel: Old\nworkflow_file: workflows/old.workflow.yaml\n",
        "actions/workflows/old.workflow.yaml": graph,
    }
    parent = flows.run(f"{flows.upload(files)}.old")
    assert [name for name, _ in ran(flows, parent)] == ["a", "c"]
