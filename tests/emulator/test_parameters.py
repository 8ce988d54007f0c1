"""Parameters are judged before anything runs, where the promise is kept."""

import pytest

SCHEMA = {"url": {"type": "string", "required": True}, "n": {"type": "integer", "minimum": 1, "default": 5}}
WRONG = [
    ({}, '"url" is a required property'),
    ({"url": 5}, '5 is not of type "string" at /url'),
    ({"url": "x", "n": "many"}, '"many" is not of type "integer" at /n'),
    ({"url": "x", "n": 0}, "0 is less than the minimum of 1 at /n"),
]


@pytest.mark.parametrize(("parameters", "words"), WRONG)
def test_wrong_parameters_are_refused(shop, real_shop, parameters, words) -> None:
    for each in (shop, real_shop):
        each.shell("go", 'echo "$url"', param_schema=SCHEMA)
    body = {"action_ref": f"{shop.pack}.go", "parameters": parameters}
    answer = shop.emulator.call("POST", "/api/v1/executions/execute", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "VALIDATION_ERROR")
    assert answer.json()["error"] == f"Invalid parameters for action '{shop.pack}.go': {words}"
    assert not shop.items("/api/v1/executions", pack_name=shop.pack)
    assert real_shop.run("go", parameters)["status"] == "completed"


def test_more_than_the_schema_knows_is_delivered(shop) -> None:
    shop.shell("go", 'echo "$url $extra $n"', param_schema=SCHEMA)
    assert shop.run("go", {"url": "u", "extra": "e"})["result"]["stdout"] == "u e 5\n"


def test_a_task_with_wrong_parameters_fails_before_any_worker_hears_of_it(shop) -> None:
    shop.shell("go", "true", param_schema=SCHEMA)
    shop.workflow("flow", [{"name": "a", "action": f"{shop.pack}.go", "input": {"url": "{{ 5 }}"}}])
    parent = shop.run("flow")
    (child,) = shop.children(parent["id"])
    assert (
        child["result"]["error"]
        == f"Invalid parameters for action '{shop.pack}.go': 5 is not of type \"string\" at /url"
    )
    assert child["worker"] is None and "started_at" not in child
    assert shop.transitions(child["id"]) == ["requested", "scheduling", "failed"]
