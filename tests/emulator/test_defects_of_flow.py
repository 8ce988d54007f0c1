"""Seeded defects of the flow of a workflow: each shows, and only while it is on."""

import pytest

from attune_emulator import clock

NOOP, FAILS = {"action": "core.noop"}, {"action": "core.noop", "input": {"exit_code": 1}}


def flow(shop, tasks: list[dict], **definition) -> dict:
    shop.workflow("flow", tasks, **definition)
    parent = shop.run("flow")
    return parent | {"children": shop.children(parent["id"])}


def output(shop) -> object:
    found = flow(shop, [{"name": "a", **NOOP}], output_map={"code": "{{ task.a.exit_code }}"})
    return found["result"].get("code")


def inherited(shop) -> bool:
    shop.workflow("flow", [{"name": "a", **NOOP}])
    key = shop.webhook()
    shop.rule(action=f"{shop.pack}.flow")
    (enforcement,) = shop.enforcements(shop.fire(key, {}))
    (parent,) = shop.items("/api/v1/executions", enforcement=enforcement["id"], top_level_only="true")
    shop.wait(parent["id"], "completed")
    return [child.get("enforcement") for child in shop.children(parent["id"])] == [enforcement["id"]]


def handled(shop) -> str:
    return flow(shop, [{"name": "a", **FAILS, "next": [{"do": ["b"]}]}, {"name": "b", **NOOP}])["status"]


def led(shop) -> list:
    found = flow(shop, [{"name": "a", **NOOP, "next": [{"do": ["b"]}]}, {"name": "b", **NOOP}])["children"]
    return [child["workflow_task"].get("triggered_by") for child in found]


def attempts(shop, **retry) -> list[dict]:
    return flow(shop, [{"name": "a", **FAILS, "retry": {"count": 2} | retry}])["children"]


def lineage(shop) -> list[bool]:
    return ["original_execution" in one for one in attempts(shop, delay=0)]


def pauses(shop, **retry) -> list[int]:
    rows = attempts(shop, delay=0.5, backoff="exponential", **retry)
    ends = [clock.parse(row["updated"]) for row in rows]
    starts = [clock.parse(row["started_at"]) for row in rows]
    return [int((start - end).total_seconds() / 0.5) for end, start in zip(ends, starts[1:], strict=False)]


DEFECTS = {
    "output-map-lost": (output, 0, None),
    "enforcement-not-inherited": (inherited, True, False),
    "handled-failure-counts": (handled, "completed", "failed"),
    "tasks-all-at-once": (led, [None, "a"], [None, None]),
    "retry-lineage-lost": (lineage, [False, True, True], [False, False, False]),
    "retry-backoff-ignored": (pauses, [1, 2], [1, 1]),
    "retry-limit-ignored": (lambda shop: pauses(shop, max_delay=0.5), [1, 1], [1, 2]),
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
