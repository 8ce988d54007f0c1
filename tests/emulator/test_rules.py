"""Rules: made, changed, listed, judged."""

import pytest

TIMER = {"trigger": "core.intervaltimer", "enabled": False}


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        (
            TIMER | {"trigger_params": {"unit": "fortnights", "interval": 1}},
            'Invalid parameters for trigger \'core.intervaltimer\': "fortnights" is not one of "seconds", "minutes" or'
            ' "hours" at /unit',
        ),
        (
            TIMER,
            "Invalid parameters for trigger 'core.intervaltimer': \"interval\" is a required property,"
            ' "unit" is a required property',
        ),
        (
            {"action": "core.sleep", "action_params": {"seconds": "soon"}},
            'Invalid parameters for action \'core.sleep\': "soon" is not of type "integer" at /seconds',
        ),
        (
            {"action": "core.sleep", "action_params": {"seconds": 5000}},
            "Invalid parameters for action 'core.sleep': 5000 is greater than the maximum of 3600 at /seconds",
        ),
    ],
)
def test_parameters_are_judged_against_the_schemas(emulator, automate, extra, message) -> None:
    auto = automate(emulator)
    auto.trigger()
    body = {
        "ref": f"{auto.pack}.r",
        "pack_ref": auto.pack,
        "label": "R",
        "action_ref": extra.get("action", "core.noop"),
    }
    body |= {"trigger_ref": extra.get("trigger", f"{auto.pack}.hook")}
    answer = emulator.call("POST", "/api/v1/rules", json=body | extra)
    assert (answer.status_code, answer.json()) == (422, {"error": message, "code": "VALIDATION_ERROR"})
    assert auto.items(f"/api/v1/packs/{auto.pack}/rules") == []


def test_a_template_passes_for_any_type(emulator, automate) -> None:
    auto = automate(emulator)
    auto.trigger()
    rule = auto.rule(action="core.sleep", action_params={"seconds": "{{ event.payload.n }}"})
    assert rule["action_params"] == {"seconds": "{{ event.payload.n }}"}


def test_what_a_rule_links_to_must_exist(emulator, automate) -> None:
    auto = automate(emulator)
    auto.trigger()
    good = {"pack_ref": auto.pack, "label": "R", "action_ref": "core.noop", "trigger_ref": f"{auto.pack}.hook"}
    for wrong, message in (
        ({"pack_ref": "nowhere"}, "Pack 'nowhere' not found"),
        ({"action_ref": "core.none"}, "Action 'core.none' not found"),
        ({"trigger_ref": "core.none"}, "Trigger 'core.none' not found"),
    ):
        answer = emulator.call("POST", "/api/v1/rules", json=good | {"ref": f"{auto.pack}.r"} | wrong)
        assert (answer.status_code, answer.json()["error"]) == (404, message)


def test_an_update_changes_what_it_names(emulator, automate) -> None:
    auto = automate(emulator)
    auto.trigger()
    before = auto.rule(conditions={"expression": "true"}, permission_set_refs=["core.viewer"])
    path = f"/api/v1/rules/{before['ref']}"
    after = emulator.data("PUT", path, json={"label": "New", "action_ref": "core.echo", "permission_set_refs": None})
    changed = {"label": "New", "action_ref": "core.echo", "permission_set_refs": None}
    assert {name: after[name] for name in changed} == changed
    assert after["action"] != before["action"]
    assert after["conditions"] == {"expression": "true"}
    assert emulator.data("GET", path) == after


def test_nobody_hands_on_more_than_it_holds(emulator, automate) -> None:
    _, token = emulator.person("editor_of_rules@example.org", "core.editor")
    auto = automate(emulator, token)
    emulator.data("POST", "/api/v1/triggers", json={"ref": f"{auto.pack}.hook", "pack_ref": auto.pack, "label": "H"})
    body = {"ref": f"{auto.pack}.r", "pack_ref": auto.pack, "label": "R", "action_ref": "core.noop"}
    body |= {"trigger_ref": f"{auto.pack}.hook", "permission_set_refs": ["core.admin"]}
    answer = emulator.call("POST", "/api/v1/rules", token=token, json=body)
    assert answer.status_code == 403
    assert answer.json()["error"] == "Cannot create rule with execution permission sets beyond current access"
    assert (
        emulator.call("POST", "/api/v1/rules", token=token, json=body | {"permission_set_refs": []}).status_code == 201
    )


def test_rules_are_listed_by_pack_action_trigger_and_state(emulator, automate) -> None:
    auto = automate(emulator)
    auto.trigger()
    auto.shell("act", "true")
    auto.rule("b", action=f"{auto.pack}.act")
    auto.rule("a", enabled=False)
    refs = {
        path: [
            rule["ref"].rpartition(".")[2] for rule in auto.items(path, page_size=100) if rule["pack_ref"] == auto.pack
        ]
        for path in (
            f"/api/v1/packs/{auto.pack}/rules",
            f"/api/v1/actions/{auto.pack}.act/rules",
            f"/api/v1/triggers/{auto.pack}.hook/rules",
            "/api/v1/rules/enabled",
        )
    }
    assert list(refs.values()) == [["a", "b"], ["b"], ["a", "b"], ["b"]]


def test_a_rule_says_whether_it_announces_itself_only_where_the_promise_is_kept(
    emulator, platform_like, automate
) -> None:
    for one, known in ((emulator, True), (platform_like, False)):
        auto = automate(one)
        auto.trigger()
        rule = auto.rule(notify_on_trigger=True)
        assert ("notify_on_trigger" in rule) is known


def test_enabling_needs_its_grant_only_where_the_promise_is_kept(emulator, platform_like, automate) -> None:
    for one, status in ((emulator, 403), (platform_like, 200)):
        auto = automate(one)
        auto.trigger()
        ref = auto.rule()["ref"]
        _, token = one.person("viewer_of_rules@example.org", "core.viewer")
        assert one.call("POST", f"/api/v1/rules/{ref}/disable", token=token).status_code == status
        assert one.data("GET", f"/api/v1/rules/{ref}")["enabled"] is (status == 403)
