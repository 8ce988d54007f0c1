"""Events: put on record by sensors, listed, found."""

import pytest


@pytest.fixture(scope="module")
def sensor(emulator):
    """Return a function that posts an event as a sensor does."""
    body = {"sensor_ref": "core.timer_sensor", "trigger_types": ["core.alert"]}
    token = emulator.data("POST", "/auth/internal/sensor-token", token=None, json=body)["token"]

    def post(**event):
        return emulator.call("POST", "/api/v1/events", token=token, json=event)

    return post


def test_people_make_no_events(emulator) -> None:
    answer = emulator.call("POST", "/api/v1/events", json={"trigger_ref": "core.alert", "payload": {}})
    assert (answer.status_code, answer.json()["code"]) == (403, "FORBIDDEN")


def test_an_event_of_a_sensor_names_it(emulator, sensor) -> None:
    event = sensor(trigger_ref="core.alert", payload={"summary": "x"}, config={"c": 1}).json()["data"]
    timer_sensor = emulator.data("GET", "/api/v1/sensors/core.timer_sensor")
    assert (event["source"], event["source_ref"]) == (timer_sensor["id"], "core.timer_sensor")
    assert (event["payload"], event["config"], event["rule"]) == ({"summary": "x"}, {"c": 1}, None)
    assert emulator.data("GET", f"/api/v1/events/{event['id']}") == event


def test_an_event_meant_for_one_rule_sets_off_only_that(emulator, sensor, automate) -> None:
    auto = automate(emulator)
    auto.trigger()
    meant, other = auto.rule("meant"), auto.rule("other")
    event = sensor(trigger_type=f"{auto.pack}.hook", trigger_instance_id=f"rule_{meant['id']}").json()["data"]
    assert (event["rule"], event["rule_ref"], event["payload"]) == (meant["id"], meant["ref"], None)
    (enforcement,) = auto.enforcements(event["id"])
    assert enforcement["rule"] == meant["id"] != other["id"]


def test_a_rule_that_does_not_exist_is_no_rule(sensor) -> None:
    for instance in ("rule_99999999", "rule_x", "other_1"):
        assert sensor(trigger_ref="core.alert", trigger_instance_id=instance).json()["data"]["rule"] is None


def test_without_a_payload_every_condition_holds(emulator, sensor, automate) -> None:
    auto = automate(emulator)
    auto.trigger()
    auto.rule(conditions=[{"field": "a", "operator": "equals", "value": 1}])
    event = sensor(trigger_ref=f"{auto.pack}.hook").json()["data"]
    assert len(auto.enforcements(event["id"])) == 1
    listed = auto.items("/api/v1/events", trigger_ref=f"{auto.pack}.hook")
    assert [entry["has_payload"] for entry in listed] == [False]


def test_bad_events_are_refused(sensor) -> None:
    assert sensor(trigger_ref="core.none").json()["error"] == "Trigger 'core.none' not found"
    assert sensor(trigger_ref="").json()["error"].startswith("Invalid event request: trigger_ref")
    assert sensor(payload={}).status_code == 422


def test_events_are_listed_newest_first_and_filtered(emulator, automate) -> None:
    auto = automate(emulator)
    key = auto.webhook()
    events = [auto.fire(key, n) for n in range(5)]
    query = {"trigger_ref": f"{auto.pack}.hook"}
    assert [entry["id"] for entry in auto.items("/api/v1/events", **query)] == events[::-1]
    page = emulator.call(
        "GET", "/api/v1/events", params=query | {"page": 2, "per_page": 2, "include_total": "true"}
    ).json()
    assert [entry["id"] for entry in page["items"]] == events[2:0:-1]
    assert page["pagination"] == {
        "page": 2, "page_size": 2, "total_items": 5, "total_pages": 3, "has_previous": True, "has_next": True
    }  # fmt: skip
    last = emulator.call("GET", "/api/v1/events", params=query | {"page": 3, "per_page": 2}).json()["pagination"]
    assert last == {"page": 3, "page_size": 2, "has_previous": True, "has_next": False}
    trigger = emulator.data("GET", f"/api/v1/triggers/{auto.pack}.hook")
    assert len(auto.items("/api/v1/events", trigger=trigger["id"])) == 5
    assert auto.items("/api/v1/events", rule_ref="no.rule", **query) == []


def test_enforcements_are_filtered(emulator, automate) -> None:
    auto = automate(emulator)
    key = auto.webhook()
    rule = auto.rule()
    event = auto.fire(key, 1)
    (enforcement,) = auto.enforcements(event)
    for query in (
        {"rule": rule["id"]},
        {"rule_ref": rule["ref"]},
        {"trigger_ref": f"{auto.pack}.hook"},
        {"event": event},
    ):
        assert [entry["id"] for entry in auto.items("/api/v1/enforcements", **query)] == [enforcement["id"]]
        assert auto.items("/api/v1/enforcements", status="disabled", **query) == []
    refused = emulator.call("GET", "/api/v1/enforcements", params={"status": "sleeping"})
    assert (refused.status_code, refused.headers["content-type"]) == (400, "text/plain; charset=utf-8")
