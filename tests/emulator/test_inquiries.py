"""Inquiries: a workflow that waits for a person."""

import pytest

SCHEMA = {"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"]}


def gate(shop, **extra) -> tuple[int, dict, dict]:
    """Start a workflow that asks; returns its id, the asking execution and the pending inquiry."""
    asking = {
        "name": "ask",
        "action": "core.ask",
        "input": {"prompt": "Go on?", "response_schema": SCHEMA} | extra.pop("input", {}),
    }
    after = {"name": "after", "action": "core.echo", "input": {"message": "{{ string(task.ask.response.ok) }}"}}
    late = {"name": "late", "action": "core.echo", "input": {"message": "late"}}
    branches = [{"when": "{{ succeeded() }}", "do": ["after"]}, {"when": "{{ timed_out() }}", "do": ["late"]}]
    shop.workflow("gate", [asking | {"next": branches} | extra, after, late])
    parent = shop.execute("gate")
    (task,) = shop.emulator.until(lambda: shop.children(parent))
    (inquiry,) = shop.emulator.until(lambda: shop.items("/api/v1/inquiries", execution=task["id"]))
    return parent, task, inquiry


def respond(shop, inquiry: dict, response, token="admin"):
    path = f"/api/v1/inquiries/{inquiry['id']}/respond"
    return shop.emulator.call("POST", path, token=token, json={"response": response})


def read(shop, inquiry: dict) -> dict:
    return shop.emulator.data("GET", f"/api/v1/inquiries/{inquiry['id']}")


def test_a_workflow_waits_for_the_answer_and_uses_it(shop) -> None:
    parent, task, inquiry = gate(shop)
    assert (inquiry["status"], inquiry["prompt"], inquiry["has_response"]) == ("pending", "Go on?", False)
    waiting = shop.get(task["id"])
    assert (waiting["status"], waiting["result"]) == ("running", {"inquiry_id": inquiry["id"], "status": "pending"})
    assert shop.get(parent)["status"] == "running" and len(shop.children(parent)) == 1
    assert respond(shop, inquiry, {"ok": True}).status_code == 200
    assert shop.wait(parent)["status"] == "completed"
    asked, after = shop.children(parent)
    assert asked["result"] == {
        "response": {"ok": True},
        "__inquiry_id": inquiry["id"],
        "__inquiry_created_published": True,
    }
    assert after["config"] == {"message": "true"}
    assert read(shop, inquiry)["responded_at"] is not None
    second = respond(shop, inquiry, {"ok": False})
    assert (second.status_code, second.json()["code"]) == (400, "BAD_REQUEST")


@pytest.mark.parametrize("response", [{"nope": 1}, {"ok": "yes"}, 5, None])
def test_an_answer_against_the_schema_is_refused(shop, real_shop, response) -> None:
    parent, _, inquiry = gate(shop)
    answer = respond(shop, inquiry, response)
    assert answer.status_code == 422 and "does not match the inquiry's schema" in answer.json()["error"]
    assert read(shop, inquiry)["status"] == "pending" and shop.get(parent)["status"] == "running"
    _, _, leaky = gate(real_shop)
    assert respond(real_shop, leaky, response).status_code == 200


def test_nobody_answers_in_time(shop) -> None:
    parent, _, inquiry = gate(shop, timeout=1)
    assert shop.wait(parent)["status"] == "completed"
    asked, late = shop.children(parent)
    assert (asked["status"], asked["result"]) == (
        "timeout",
        {"error": "inquiry timed out", "__inquiry_id": inquiry["id"]},
    )
    assert asked["workflow_task"]["timed_out"] is True and late["workflow_task"]["task_name"] == "late"
    assert read(shop, inquiry)["status"] == "timeout"
    answer = respond(shop, inquiry, {"ok": True})
    assert answer.json()["error"].startswith("Cannot respond to inquiry with status 'Timeout'.")


def test_the_default_is_taken_when_nobody_answers(shop, real_shop) -> None:
    for each, name, response in ((shop, "after", {"ok": False}), (real_shop, "late", None)):
        parent, _, inquiry = gate(each, timeout=1, input={"default_response": {"ok": False}})
        each.wait(parent)
        assert [c["workflow_task"]["task_name"] for c in each.children(parent)] == ["ask", name]
        assert (read(each, inquiry)["status"], read(each, inquiry)["response"]) == ("timeout", response)


def test_an_action_asks_by_its_output(shop) -> None:
    files = {
        "actions/go.yaml": "ref: {ref}.go\nlabel: Go\nrunner_type: shell\nentry_point: go.sh\noutput_format: json\n",
        "actions/go.sh": 'echo \'{"__inquiry": {"prompt": "Sure?", "timeout_seconds": 60}}\'',
    }
    execution = shop.execute(f"{shop.upload(files)}.go")
    (inquiry,) = shop.emulator.until(lambda: shop.items("/api/v1/inquiries", execution=execution))
    assert (inquiry["prompt"], shop.get(execution)["status"]) == ("Sure?", "running")
    assert inquiry["timeout_at"] is not None
    respond(shop, inquiry, "yes")
    assert shop.wait(execution)["result"]["response"] == "yes"


def test_an_inquiry_can_be_put_on_any_execution_once(shop) -> None:
    execution = shop.script("true")["id"]
    made = shop.post("/api/v1/inquiries", execution=execution, prompt="Why?")
    body = {"execution": execution, "prompt": "Why?"}
    answer = shop.emulator.call("POST", "/api/v1/inquiries", json=body)
    assert (answer.status_code, answer.json()["error"]) == (409, "Already exists (uq_inquiry_execution)")
    assert [row["id"] for row in shop.items(f"/api/v1/executions/{execution}/inquiries")] == [made["id"]]
    respond(shop, made, {"because": 1})
    assert shop.get(execution)["result"]["response"] == {"because": 1}


def test_only_the_person_asked_may_answer(shop) -> None:
    person, token = shop.emulator.person(f"{shop.pack}@example.org", "core.admin")
    _, _, inquiry = gate(shop, input={"assigned_to": person})
    refused = respond(shop, inquiry, {"ok": True})
    assert refused.status_code == 403 and f"is assigned to identity {person}" in refused.json()["error"]
    assert respond(shop, inquiry, {"ok": True}, token).status_code == 200


def test_people_see_only_their_inquiries_and_need_a_grant(shop) -> None:
    _, token = shop.emulator.person(f"{shop.pack}@example.org")
    _, _, inquiry = gate(shop)
    listed = shop.emulator.call("GET", "/api/v1/inquiries", token=token).json()
    assert listed["pagination"]["total_items"] == 0
    assert shop.emulator.call("GET", f"/api/v1/inquiries/{inquiry['id']}", token=token).status_code == 404
    assert respond(shop, inquiry, {"ok": True}, token).status_code == 403


def test_the_list_is_paged_by_limit_and_offset(shop) -> None:
    for _ in range(3):
        shop.post("/api/v1/inquiries", execution=shop.script("true")["id"], prompt="Why?")
    page = shop.emulator.call("GET", "/api/v1/inquiries", params={"limit": 2, "offset": 2}).json()
    assert (page["pagination"]["page"], page["pagination"]["page_size"], page["pagination"]["has_previous"]) == (
        2,
        2,
        True,
    )
    assert shop.emulator.call("GET", "/api/v1/inquiries", params={"status": "expired"}).status_code == 400
    assert shop.emulator.call("GET", "/api/v1/inquiries/status/canceled").status_code == 200
