"""From an event to an execution: conditions, templates, and what becomes of enforcements."""

import pytest


def outcome(auto, event):
    """Return the one execution that came of an event, once it is over."""
    (enforcement,) = auto.enforcements(event)

    def over():
        found = auto.items("/api/v1/executions", enforcement=enforcement["id"])
        return found[0] if found and found[0]["status"] in ("completed", "failed") else None

    found = auto.emulator.until(over)
    return auto.emulator.data("GET", f"/api/v1/executions/{found['id']}")


def test_an_event_becomes_an_execution_with_its_values(emulator, automate) -> None:
    auto = automate(emulator)
    key = auto.webhook()
    auto.shell("say", 'printf %s "$word"', param_schema={"word": {"type": "string"}})
    rule = auto.rule(action=f"{auto.pack}.say", action_params={"word": "{{ event.payload.user.name }}"})
    event = auto.fire(key, {"user": {"name": "ann"}})
    execution = outcome(auto, event)
    assert (execution["status"], execution["config"], execution["result"]["stdout"]) == (
        "completed",
        {"word": "ann"},
        "ann",
    )
    (listed,) = auto.items("/api/v1/executions", enforcement=execution["enforcement"])
    assert (listed["rule_ref"], listed["trigger_ref"]) == (rule["ref"], f"{auto.pack}.hook")
    enforcement = emulator.data("GET", f"/api/v1/enforcements/{execution['enforcement']}")
    assert (enforcement["status"], enforcement["rule"], enforcement["event"]) == ("processed", rule["id"], event)
    assert enforcement["resolved_at"] >= enforcement["created"]


def test_every_rule_is_set_off_once_and_a_broken_one_is_no_other_s_failure(emulator, automate) -> None:
    auto = automate(emulator)
    key = auto.webhook()
    for name in ("one", "two"):
        auto.rule(name)
    auto.rule("off", enabled=False)
    auto.rule("odd", conditions={"expression": "event.payload.none > 1"})
    event = auto.fire(key, {})
    found = auto.enforcements(event, 2)
    assert sorted(entry["rule_ref"] for entry in found) == [f"{auto.pack}.one", f"{auto.pack}.two"]


@pytest.mark.parametrize(
    ("conditions", "payload", "holds"),
    [
        ([], {}, True),
        ([{"field": "a.b", "operator": "equals", "value": 1}], {"a": {"b": 1}}, True),
        ([{"field": "a.b", "operator": "equals", "value": 1}], {"a": {"b": 1.0}}, False),
        ([{"field": "a.b", "operator": "equals", "value": 1}], {"a": {"b": True}}, False),
        ([{"field": "a", "operator": "not_equals", "value": 1}], {"a": "1"}, True),
        ([{"field": "a", "operator": "not_equals", "value": 1}], {}, False),
        ([{"field": "a", "operator": "contains", "value": "b"}], {"a": "abc"}, True),
        ([{"field": "a", "operator": "contains", "value": "b"}], {"a": ["b"]}, False),
        ([{"field": "a", "operator": "gt", "value": 1}], {"a": 2}, False),
        ({"all": []}, {}, False),
        ({"expression": "event.payload.n > 100 and event.payload.s == 'x'"}, {"n": 101, "s": "x"}, True),
        ({"expression": "event.payload.n >"}, {"n": 101}, False),
    ],
)
def test_conditions_in_all_their_forms(emulator, automate, conditions, payload, holds) -> None:
    auto = automate(emulator)
    key = auto.webhook()
    auto.rule("judged", conditions=conditions)
    auto.rule("always")
    found = auto.enforcements(auto.fire(key, payload), 1 + holds)
    assert (f"{auto.pack}.judged" in {entry["rule_ref"] for entry in found}) is holds


PAYLOAD = {"s": "text", "n": 42, "l": [1, {"x": 2}], "o": {"k": None}}
TEMPLATES = {
    "{{ event.payload.n }}": 42,
    "{{event.payload.l}}": [1, {"x": 2}],
    "{{ event.payload.l.1.x }}": 2,
    "n={{ event.payload.n }} o={{ event.payload.o }}": 'n=42 o={"k":null}',
    "<{{ event.payload.none }}>": "<>",
    "{{ event.payload.none }}": None,
    "{{ pack.config.colour }}": "red",
    "{{ nothing.at.all }}": None,
}


def rendered(auto, template):
    key = auto.webhook()
    auto.shell("take", "cat")
    auto.rule(action=f"{auto.pack}.take", action_params={"v": [template]})
    event = auto.fire(key, PAYLOAD)
    return auto.config(event)["v"][0]


@pytest.mark.parametrize(("template", "value"), TEMPLATES.items(), ids=TEMPLATES)
def test_paths_mean_the_same_in_both_languages(emulator, platform_like, automate, template, value) -> None:
    assert [rendered(automate(one), template) for one in (emulator, platform_like)] == [value, value]


EXPRESSIONS = {
    "{{ event.payload.n + 1 }}": 43,
    "{{ event.payload.l[1].x }}": 2,
    "{{ event.payload.s | upper }}": "TEXT",
    "{{ event.payload.none | default('d') }}": "d",
    "{{ 'big' if event.payload.n > 40 else 'small' }}": "big",
    "{{ length(event.payload.l) }}": 2,
}


@pytest.mark.parametrize(("template", "value"), EXPRESSIONS.items(), ids=EXPRESSIONS)
def test_expressions_are_evaluated_only_where_the_promise_is_kept(
    emulator, platform_like, automate, template, value
) -> None:
    assert [rendered(automate(one), template) for one in (emulator, platform_like)] == [value, None]


def test_the_key_store_is_read_by_name_and_its_secrets_are_not_shown(emulator, automate) -> None:
    auto = automate(emulator)
    for name, encrypted in (("plain", False), ("sealed", True)):
        ref = f"{auto.pack}.{name}"
        body = {"ref": ref, "name": name, "owner_type": "pack", "owner_pack_ref": auto.pack}
        auto.post("/api/v1/keys", value=f"value of {name}", encrypted=encrypted, **body)
    key = auto.webhook()
    auto.shell("take", 'printf "%s" "${#b}"')
    auto.rule(action=f"{auto.pack}.take", action_params={"a": "{{ keystore.plain }}", "b": "{{ keystore.sealed }}"})
    event = auto.fire(key, {})
    assert auto.config(event) == {"a": "value of plain", "b": "[REDACTED]"}
    assert outcome(auto, event)["result"]["stdout"] == str(len("value of sealed"))


@pytest.mark.parametrize(
    "template", ["{{ event.payload.s ", "{{ 1 + }}", "{{ nope(1) }}", "x {{ event.payload.n / 0 }}"]
)
def test_a_broken_template_fails_naming_it_where_the_promise_is_kept(
    emulator, platform_like, automate, template
) -> None:
    auto = automate(emulator)
    key = auto.webhook()
    auto.rule(action_params={"message": template})
    execution = outcome(auto, auto.fire(key, PAYLOAD))
    assert (execution["status"], execution["result"]["succeeded"]) == ("failed", False)
    inside = template.partition("{{")[2].removesuffix("}}").strip()
    assert inside in execution["result"]["error"]
    assert outcome_status(automate(platform_like), template) == "completed"


def outcome_status(auto, template):
    key = auto.webhook()
    auto.rule(action_params={"message": template})
    return outcome(auto, auto.fire(key, PAYLOAD))["status"]


def test_secret_parameters_are_redacted_and_delivered(emulator, automate) -> None:
    auto = automate(emulator)
    key = auto.webhook()
    auto.shell("use", 'printf "%s" "${#token}"', param_schema={"token": {"type": "string", "secret": True}})
    auto.rule(action=f"{auto.pack}.use", action_params={"token": "{{ event.payload.t }}"})
    event = auto.fire(key, {"t": "s3cr3t-token"})
    assert auto.config(event) == {"token": {"$attune_secret": True, "redacted": True}}
    assert outcome(auto, event)["result"]["stdout"] == "12"
    (enforcement,) = auto.enforcements(event)
    path = f"/api/v1/enforcements/{enforcement['id']}?include_secret_values=true"
    assert emulator.call("GET", path).json()["error"] == "Insufficient permissions: enforcements:decrypt"


def test_a_secret_of_the_pack_does_not_reach_an_open_parameter(emulator, automate) -> None:
    auto = automate(emulator)
    schema, config = {"token": {"type": "string", "secret": True}}, {"token": "pack-secret", "colour": "red"}
    emulator.data("PUT", f"/api/v1/packs/{auto.pack}", json={"conf_schema": schema, "config": config})
    key = auto.webhook()
    auto.rule("leaks", action_params={"message": "{{ pack.config.token }}"})
    auto.rule("fine", action_params={"message": "{{ pack.config.colour }}"})
    assert [entry["rule_ref"] for entry in auto.enforcements(auto.fire(key, {}))] == [f"{auto.pack}.fine"]


def test_without_its_action_a_rule_is_enforced_in_vain(emulator, automate) -> None:
    auto = automate(emulator)
    key = auto.webhook()
    auto.shell("gone", "true")
    auto.rule(action=f"{auto.pack}.gone")
    emulator.data("DELETE", f"/api/v1/actions/{auto.pack}.gone")
    (enforcement,) = auto.enforcements(auto.fire(key, {}))
    assert enforcement["status"] == "disabled"
    assert auto.items("/api/v1/executions", enforcement=enforcement["id"]) == []
