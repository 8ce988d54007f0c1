"""Seeded defects of executions, workflows and inquiries: each shows, and only while it is on."""

import time

import pytest

from attune_emulator import clock

SECRET = "s3cr3t-0815"
NOOP = {"action": "core.noop"}


def result(shop, script: str = "echo out; echo err >&2; exit 3", **extra) -> dict:
    row = shop.script(script, **extra)
    return row["result"] | {"status": row["status"]}


def flow(shop, tasks: list[dict], parameters=None, **definition) -> dict:
    shop.workflow("flow", tasks, **definition)
    parent = shop.run("flow", parameters)
    return parent | {"children": shop.children(parent["id"])}


def attempts(shop, **retry) -> int:
    tasks = [{"name": "a", **NOOP, "input": {"exit_code": 1}, "retry": {"count": 1, "delay": 0} | retry}]
    return len(flow(shop, tasks)["children"])


def pause(shop) -> bool:
    tasks = [{"name": "a", **NOOP, "input": {"exit_code": 1}, "retry": {"count": 1, "delay": 0.5}}]
    first, second = flow(shop, tasks)["children"]
    return (clock.parse(second["started_at"]) - clock.parse(first["updated"])).total_seconds() >= 0.5


def most_at_once(shop, **extra) -> int:
    shop.shell("nap", "sleep 0.3")
    rows = flow(shop, [{"name": "a", "action": f"{shop.pack}.nap", "with_items": "{{ [1, 2, 3] }}", **extra}])[
        "children"
    ]
    return max(sum(o["started_at"] <= row["started_at"] < o["updated"] for o in rows) for row in rows)


def started_again(shop) -> int:
    shop.shell("bad", "exit 1")
    shop.run("bad")
    shop.run("core.noop")
    return len(shop.items("/api/v1/executions", action_ref=f"{shop.pack}.bad"))


def made_by_a_rule(shop) -> int:
    key = shop.webhook()
    shop.rule()
    (enforcement,) = shop.enforcements(shop.fire(key, {}))
    return len(shop.items("/api/v1/executions", enforcement=enforcement["id"]))


def order_of_join(shop) -> bool:
    tasks = [
        {"name": "a", **NOOP, "next": [{"do": ["c"]}]},
        {"name": "b", "action": "core.sleep", "input": {"seconds": 1}, "next": [{"do": ["c"]}]},
        {"name": "c", **NOOP, "join": 2},
    ]
    rows = {c["workflow_task"]["task_name"]: c for c in flow(shop, tasks)["children"]}
    return rows["c"]["created"] >= rows["b"]["updated"]


def early_parent(shop) -> bool:
    shop.shell("nap", "sleep 0.4")
    parent = flow(shop, [{"name": "a", **NOOP}, {"name": "b", "action": f"{shop.pack}.nap"}])
    return all(child["status"] == "completed" for child in parent["children"])


def cancelled(shop, script: str = "trap 'echo told; exit 1' TERM; echo on; while true; do sleep 0.05; done") -> dict:
    shop.shell("slow", script)
    execution = shop.execute("slow")
    shop.emulator.until(lambda: shop.log(execution, "stdout"))
    shop.emulator.call("POST", f"/api/v1/executions/{execution}/cancel")
    return shop.wait(execution)


def cancelled_children(shop) -> set[str]:
    shop.shell("nap", "sleep 0.8")
    shop.workflow("flow", [{"name": "a", "action": f"{shop.pack}.nap"}], cancellation_policy="cancel_running")
    parent = shop.execute("flow")
    shop.emulator.until(lambda: [c for c in shop.children(parent) if c["status"] == "running"])
    shop.emulator.call("POST", f"/api/v1/executions/{parent}/cancel")
    shop.wait(parent)
    return {shop.wait(child["id"])["status"] for child in shop.children(parent)}


def asked(shop, answer: bool = True, **extra) -> dict:
    """Run a workflow that asks and answer twice; tells what came of it."""
    ask = {"name": "ask", "action": "core.ask", "input": {"prompt": "?"}, "next": [{"do": ["b"]}], **extra}
    shop.workflow("gate", [ask, {"name": "b", **NOOP}], output_map={"got": "{{ task.ask.response }}"})
    parent = shop.execute("gate")
    (task,) = shop.emulator.until(lambda: shop.children(parent)[:1])
    (inquiry,) = shop.emulator.until(lambda: shop.items("/api/v1/inquiries", execution=task["id"]))
    paused = shop.get(task["id"])["status"] == "running"
    path = f"/api/v1/inquiries/{inquiry['id']}/respond"
    codes = (
        [shop.emulator.call("POST", path, json={"response": {"a": 1}}).status_code for _ in range(2)] if answer else []
    )
    return {"paused": paused, "codes": codes, "parent": parent, "inquiry": inquiry["id"]}


def answered(shop) -> object:
    return shop.wait(asked(shop)["parent"])["result"].get("got")


def times_out(shop) -> str:
    inquiry = asked(shop, answer=False, timeout=1)["inquiry"]
    time.sleep(2.3)
    return shop.emulator.data("GET", f"/api/v1/inquiries/{inquiry}")["status"]


def cordoned(shop) -> str:
    worker = shop.items("/api/v1/workers")[0]["id"]
    shop.emulator.call("POST", f"/api/v1/workers/{worker}/cordon", json={})
    execution = shop.execute("core.noop")
    time.sleep(0.6)
    status = shop.get(execution)["status"]
    shop.emulator.call("POST", f"/api/v1/workers/{worker}/uncordon")
    return status


def pages(shop) -> int:
    shop.shell("ok", "true")
    for _ in range(4):
        shop.run("ok")
    found = [shop.items("/api/v1/executions", pack_name=shop.pack, per_page=2, page=n) for n in (1, 2)]
    return len({row["id"] for page in found for row in page})


SECRETS = {"pw": {"type": "string", "secret": True}}

DEFECTS = {
    "swallowed-exit-code": (lambda shop: result(shop)["status"], "failed", "completed"),
    "failed-shown-completed": (lambda shop: result(shop)["status"], "failed", "completed"),
    "exit-code-flattened": (lambda shop: result(shop)["exit_code"], 3, 1),
    "lost-stderr": (lambda shop: result(shop)["error"], "err\n", "Command exited with code 3"),
    "output-lost": (lambda shop: result(shop).get("stdout"), "out\n", None),
    "retry-after-failure": (started_again, 1, 2),
    "duplicate-execution": (made_by_a_rule, 1, 2),
    "parameters-as-text": (
        lambda shop: shop.script('echo "$n|$b"', {"n": 1, "b": True})["result"]["stdout"],
        "1|true\n",
        "1|True\n",
    ),
    "history-step-lost": (lambda shop: "scheduling" in shop.transitions(shop.script("true")["id"]), True, False),
    "secret-shown": (
        lambda shop: shop.script("true", {"pw": SECRET}, param_schema=SECRETS)["config"]["pw"] == SECRET,
        False,
        True,
    ),
    "secret-not-masked": (
        lambda shop: SECRET in shop.log(shop.script("echo $pw", {"pw": SECRET}, param_schema=SECRETS)["id"], "stdout"),
        False,
        True,
    ),
    "cancel-does-nothing": (lambda shop: cancelled(shop, "echo on; sleep 0.8")["status"], "cancelled", "completed"),
    "cancel-kills-at-once": (lambda shop: cancelled(shop)["result"]["stdout"], "on\ntold\n", "on\n"),
    "cancel-spares-children": (cancelled_children, {"cancelled"}, {"completed"}),
    "timeout-ignored": (
        lambda shop: flow(shop, [{"name": "a", "action": "core.sleep", "input": {"seconds": 2}, "timeout": 1}])[
            "status"
        ],
        "failed",
        "completed",
    ),
    "with-items-child-lost": (
        lambda shop: len(flow(shop, [{"name": "a", **NOOP, "with_items": "{{ [1, 2, 3] }}"}])["children"]),
        3,
        2,
    ),
    "with-items-unlimited": (most_at_once, 1, 3),
    "with-items-one-by-one": (lambda shop: most_at_once(shop, concurrency=3), 3, 1),
    "parent-completes-early": (early_parent, True, False),
    "child-failure-ignored": (
        lambda shop: flow(shop, [{"name": "a", **NOOP, "input": {"exit_code": 1}}])["status"],
        "failed",
        "completed",
    ),
    "join-too-early": (order_of_join, True, False),
    "branch-condition-ignored": (
        lambda shop: len(
            flow(
                shop, [{"name": "a", **NOOP, "next": [{"when": "{{ failed() }}", "do": ["b"]}]}, {"name": "b", **NOOP}]
            )["children"]
        ),
        1,
        2,
    ),
    "publish-lost": (
        lambda shop: flow(
            shop, [{"name": "a", **NOOP, "next": [{"publish": [{"x": 1}]}]}], output_map={"x": "{{ workflow.x }}"}
        )["result"].get("x"),
        1,
        None,
    ),
    "retry-lost": (attempts, 2, 1),
    "retry-once-more": (attempts, 2, 3),
    "retry-without-delay": (pause, True, False),
    "inquiry-does-not-pause": (lambda shop: asked(shop)["paused"], True, False),
    "inquiry-answer-lost": (answered, {"a": 1}, {}),
    "inquiry-answered-twice": (lambda shop: asked(shop)["codes"], [200, 400], [200, 200]),
    "inquiry-never-times-out": (times_out, "timeout", "pending"),
    "cordon-ignored": (cordoned, "requested", "completed"),
    "pages-overlap": (pages, 4, 3),
}


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_shows_and_only_while_it_is_on(work_emulator, open_shop, name) -> None:
    look, sound, broken = DEFECTS[name]
    assert look(open_shop(work_emulator)) == sound
    work_emulator.data("PUT", "/_emulator/defects", json={"on": [name]})
    try:
        assert look(open_shop(work_emulator)) == broken
    finally:
        work_emulator.data("PUT", "/_emulator/defects", json={"off": [name]})
