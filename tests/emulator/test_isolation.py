"""Who sees whose triggers, rules, events and enforcements."""

import pytest


@pytest.fixture(scope="module")
def scene(emulator):
    """Two people; what one of them made and set off."""
    owner_id, owner = emulator.person("owner@isolation.org", "core.editor")
    _, stranger = emulator.person("stranger@isolation.org", "core.editor")
    made = {"pack": "isolated_pack"}

    def post(path, **body):
        return emulator.data("POST", path, token=owner, json=body)

    # An administrator while making, nobody special afterwards.
    rights = {"identity_id": owner_id, "permission_set_ref": "core.admin"}
    assignment = emulator.data("POST", "/api/v1/permissions/assignments", json=rights)
    post("/api/v1/packs", ref=made["pack"], label="Mine", version="1.0.0")
    made["trigger"] = post("/api/v1/triggers", ref="isolated_pack.hook", pack_ref=made["pack"], label="Hook")["ref"]
    key = post(f"/api/v1/triggers/{made['trigger']}/webhooks/enable")["webhook_key"]
    rule = {"ref": "isolated_pack.rule", "pack_ref": made["pack"], "label": "Rule", "action_ref": "core.noop"}
    made["rule"] = post("/api/v1/rules", **rule, trigger_ref=made["trigger"])["ref"]
    made["event"] = emulator.data("POST", f"/api/v1/webhooks/{key}", token=None, json={"payload": 1})["event_id"]

    def enforcement():
        found = emulator.call("GET", "/api/v1/enforcements", params={"event": made["event"]}).json()["items"]
        return found[0]["id"] if found else None

    made["enforcement"] = emulator.until(enforcement)
    emulator.data("DELETE", f"/api/v1/permissions/assignments/{assignment['id']}")
    return made | {"owner": owner, "stranger": stranger}


def paths(scene) -> dict[str, str]:
    return {
        "trigger": f"/api/v1/triggers/{scene['trigger']}",
        "rule": f"/api/v1/rules/{scene['rule']}",
        "event": f"/api/v1/events/{scene['event']}",
    }


NOTHING = {"trigger": "no.where", "rule": "no.where", "event": "99999999"}
LISTS = {
    "trigger": "/api/v1/triggers?page_size=100",
    "rule": "/api/v1/rules?page_size=100",
    "event": "/api/v1/events?per_page=100&include_total=true",
    "enforcement": "/api/v1/enforcements?per_page=100&include_total=true",
}


@pytest.mark.parametrize("kind", ["trigger", "rule", "event"])
def test_a_stranger_finds_nothing_where_the_owner_does(emulator, scene, kind) -> None:
    path = paths(scene)[kind]
    answers = [emulator.call("GET", path, token=scene[who]) for who in ("owner", "stranger")]
    assert [answer.status_code for answer in answers] == [200, 404]
    nothing = emulator.call("GET", path.rpartition("/")[0] + "/" + NOTHING[kind], token=scene["stranger"])
    assert nothing.json()["error"].replace(NOTHING[kind], path.rpartition("/")[2]) == answers[1].json()["error"]


@pytest.mark.parametrize("kind", LISTS)
def test_lists_leave_out_what_is_not_to_be_seen_and_do_not_count_it(emulator, scene, kind) -> None:
    def seen(token):
        body = emulator.call("GET", LISTS[kind], token=token).json()
        assert body["pagination"]["total_items"] == len(body["items"])
        return {entry.get("ref", entry["id"]) for entry in body["items"]}

    assert scene[kind] in seen(scene["owner"])
    hidden = seen(scene["stranger"])
    assert scene[kind] not in hidden
    if kind == "trigger":
        assert "core.intervaltimer" in hidden


def test_a_stranger_changes_nothing(emulator, scene) -> None:
    path = paths(scene)["rule"]
    assert emulator.call("PUT", path, token=scene["stranger"], json={"label": "Mine now"}).status_code == 404
    assert emulator.call("POST", f"{path}/disable", token=scene["stranger"]).status_code == 404
    # Without the grant the answer is the same for what exists and what does not.
    for ref in (scene["rule"], "nowhere.rule"):
        answer = emulator.call("DELETE", f"/api/v1/rules/{ref}", token=scene["stranger"])
        assert answer.json()["error"] == "Insufficient permissions: rules:delete"
    rule = emulator.data("GET", path)
    assert (rule["label"], rule["enabled"]) == ("Rule", True)


def test_the_platform_shows_everything_to_everybody(platform_like, automate) -> None:
    auto = automate(platform_like)
    key = auto.webhook()
    auto.rule()
    event = auto.fire(key, 1)
    auto.enforcements(event)
    _, stranger = platform_like.person("stranger@platform.org")
    for path in (f"/api/v1/triggers/{auto.pack}.hook", f"/api/v1/rules/{auto.pack}.rule", f"/api/v1/events/{event}"):
        assert platform_like.call("GET", path, token=stranger).status_code == 200
    found = platform_like.call("GET", "/api/v1/enforcements", token=stranger, params={"event": event}).json()["items"]
    assert len(found) == 1
