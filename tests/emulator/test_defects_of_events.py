"""Seeded defects of webhooks, rules, keys, timers and notifications: each shows, and only while it is on."""

import json
import time

import pytest
import websocket


def webhook_events(auto) -> list[dict]:
    auto.fire(auto.webhook(), {"n": 1, "deep": {"x": 1}})
    listed = auto.items("/api/v1/events", trigger_ref=f"{auto.pack}.hook")
    return [auto.emulator.data("GET", f"/api/v1/events/{entry['id']}")["payload"] for entry in listed]


def enforced(auto, **rule) -> int:
    """Return how many enforcements a rule comes to, beside another that shows that all are there."""
    key = auto.webhook()
    auto.rule(**rule)
    auto.rule("last")
    found = auto.enforcements(auto.fire(key, {"n": 1}))
    auto.emulator.until(lambda: found)
    time.sleep(0.2)
    event = found[0]["event"]
    return len([e for e in auto.items("/api/v1/enforcements", event=event) if e["rule_ref"] == f"{auto.pack}.rule"])


def make_key(auto, **extra) -> str:
    ref = f"{auto.pack}.key"
    body = {"ref": ref, "name": auto.pack, "owner_type": "pack", "owner_pack_ref": auto.pack, "value": "v"}
    auto.post("/api/v1/keys", **body | extra)
    return f"/api/v1/keys/{ref}"


def key_after(auto, method: str, **body) -> object:
    path = make_key(auto)
    auto.emulator.call(method, path, json=body)
    answer = auto.emulator.call("GET", path)
    return answer.json()["data"]["value"] if answer.ok else answer.status_code


def read_by_viewer(auto, **extra) -> object:
    path = make_key(auto, **extra)
    _, token = auto.emulator.person(f"{auto.pack}@example.org", "core.viewer")
    answer = auto.emulator.call("GET", path, token=token)
    return answer.json()["data"]["value"] if answer.ok else answer.status_code


def expired(auto) -> int:
    path = make_key(auto, ttl=1)
    time.sleep(1.1)
    return auto.emulator.call("GET", path).status_code


def old_key(auto, change: str) -> int:
    key = auto.webhook()
    auto.emulator.data("POST", f"/api/v1/triggers/{auto.pack}.hook/webhooks/{change}")
    return auto.emulator.call("POST", f"/api/v1/webhooks/{key}", token=None, json={"payload": 1}).status_code


def wrongly_signed(auto) -> int:
    key = auto.webhook()
    config = {"hmac": {"enabled": True, "secret": "s"}}
    auto.emulator.data("PUT", f"/_emulator/triggers/{auto.pack}.hook/webhook-config", json=config)
    headers = {"X-Webhook-Signature": "00" * 32}
    url = f"/api/v1/webhooks/{key}"
    return auto.emulator.call("POST", url, token=None, json={"payload": 1}, headers=headers).status_code


def seen_by_stranger(auto) -> int:
    event = auto.fire(auto.webhook(), 1)
    _, token = auto.emulator.person(f"{auto.pack}@example.org", "core.viewer")
    return auto.emulator.call("GET", f"/api/v1/events/{event}", token=token).status_code


def heard(auto, token: str | None = None) -> list[str]:
    """Return the notifications of three events that somebody hears of."""
    key = auto.webhook()
    header = [f"Authorization: Bearer {token or auto.emulator.admin_token()}"]
    socket = websocket.create_connection(auto.emulator.ws_url, timeout=0.7, header=header)
    socket.send(json.dumps({"type": "subscribe", "filter": "entity_type:event"}))
    socket.send(json.dumps({"type": "subscribe", "filter": "nonsense"}))
    frames = [socket.recv(), socket.recv()]
    for number in range(3):
        auto.fire(key, number)
    try:
        while True:
            frames.append(socket.recv())
    except websocket.WebSocketTimeoutException:
        socket.close()
    return [json.loads(frame)["type"] for frame in frames[2:]]


def heard_by_stranger(auto) -> list[str]:
    _, token = auto.emulator.person(f"{auto.pack}@example.org", "core.viewer")
    return heard(auto, token)


SIGHTINGS = {
    "duplicate-event": (lambda auto: len(webhook_events(auto)), 1, 2),
    "lost-nested-field": (lambda auto: webhook_events(auto)[0]["deep"], {"x": 1}, {}),
    "payload-types-lost": (lambda auto: webhook_events(auto)[0]["n"], 1, "1"),
    "duplicate-enforcement": (enforced, 1, 2),
    "rule-ignores-condition": (lambda auto: enforced(auto, conditions={"expression": "false"}), 0, 1),
    "disabled-rule-fires": (lambda auto: enforced(auto, enabled=False), 0, 1),
    "key-update-lost": (lambda auto: key_after(auto, "PUT", value="new"), "new", "v"),
    "key-delete-lost": (lambda auto: key_after(auto, "DELETE"), 404, "v"),
    "key-never-expires": (expired, 404, 200),
    "decrypt-not-checked": (
        lambda auto: read_by_viewer(auto, encrypted=True, owner_type="system", owner_pack_ref=None),
        None,
        "v",
    ),
    "foreign-key-readable": (
        lambda auto: read_by_viewer(auto, owner_type="identity", owner_identity=1, owner_pack_ref=None),
        404,
        "v",
    ),
    "webhook-key-survives": (lambda auto: old_key(auto, "disable"), 404, 200),
    "webhook-key-kept": (lambda auto: old_key(auto, "regenerate"), 404, 200),
    "webhook-signature-unchecked": (wrongly_signed, 401, 200),
    "event-visible-to-stranger": (seen_by_stranger, 404, 200),
    "notification-lost": (lambda auto: len(heard(auto)), 3, 2),
    "stranger-notified": (heard_by_stranger, [], ["notification"] * 3),
}


@pytest.mark.parametrize("defect", SIGHTINGS)
def test_a_defect_shows_while_it_is_on(emulator, automate, switched, defect) -> None:
    look, sound, broken = SIGHTINGS[defect]
    assert look(automate(emulator)) == sound
    switched(defect)
    assert look(automate(emulator)) == broken


def test_an_encrypted_key_is_returned_sealed(emulator, automate, switched) -> None:
    path = make_key(automate(emulator), encrypted=True)
    switched("encrypted-key-returned-sealed")
    assert len(emulator.data("GET", path)["value"]) > 30


def ticks(auto, trigger: str, params: dict, seconds: float) -> list[dict]:
    auto.rule(trigger=trigger, trigger_params=params)
    time.sleep(seconds)
    auto.emulator.data("POST", f"/api/v1/rules/{auto.pack}.rule/disable")
    return auto.events("rule")


EVERY_SECOND = ("core.intervaltimer", {"unit": "seconds", "interval": 1})


def test_a_timer_fires_twice(emulator, automate, switched) -> None:
    switched("timer-fires-twice")
    counts = [event["payload"]["execution_count"] for event in ticks(automate(emulator), *EVERY_SECOND, 1.5)]
    assert counts == [1, 1]


def test_a_timer_is_late(emulator, automate, switched) -> None:
    switched("timer-late")
    auto = automate(emulator)
    assert ticks(auto, *EVERY_SECOND, 1.5) == []


def test_a_date_timer_repeats(emulator, automate, switched) -> None:
    switched("date-timer-repeats")
    auto = automate(emulator)
    assert len(ticks(auto, "core.datetimetimer", {"fire_at": "2020-01-01T00:00:00Z"}, 2.5)) == 2


def test_cron_is_off_by_one(emulator, automate, switched) -> None:
    switched("cron-off-by-one")
    events = ticks(automate(emulator), "core.crontimer", {"expression": "*/2 * * * * *"}, 3.1)
    assert {int(event["payload"]["fired_at"][17:19]) % 2 for event in events} == {1}


def test_a_disabled_timer_goes_on(emulator, automate, switched) -> None:
    switched("timer-survives-disable")
    auto = automate(emulator)
    before = len(ticks(auto, *EVERY_SECOND, 1.2))
    emulator.until(lambda: len(auto.events("rule")) > before)
    emulator.data("PUT", "/_emulator/defects", json={"off": ["timer-survives-disable"]})
    emulator.data("DELETE", f"/api/v1/rules/{auto.pack}.rule")
