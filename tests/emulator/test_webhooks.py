"""Webhooks: keys, bodies, what they demand of their callers."""

import hashlib
import hmac
import json

import pytest

PAYLOADS = [
    {"a": {"b": {"c": [1, "two", None, 1.5, True]}}},
    [],
    {},
    "text",
    0,
    False,
    None,
    {"é": "ü", "n": 10**15},
]


@pytest.fixture(scope="module")
def hook(emulator):
    """Return a function that makes a webhook in a pack of its own: (trigger ref, key)."""
    from itertools import count

    numbers = count()

    def make() -> tuple[str, str]:
        pack = f"hooks_{next(numbers)}"
        emulator.data("POST", "/api/v1/packs", json={"ref": pack, "label": pack, "version": "1.0.0"})
        emulator.data("POST", "/api/v1/triggers", json={"ref": f"{pack}.hook", "pack_ref": pack, "label": "Hook"})
        trigger = emulator.data("POST", f"/api/v1/triggers/{pack}.hook/webhooks/enable")
        return trigger["ref"], trigger["webhook_key"]

    return make


def send(emulator, key, body, **headers):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return emulator.call("POST", f"/api/v1/webhooks/{key}", token=None, data=raw, headers=headers)


@pytest.mark.parametrize("payload", PAYLOADS, ids=repr)
def test_the_event_carries_the_payload_as_it_was_sent(emulator, hook, payload) -> None:
    ref, key = hook()
    answer = send(emulator, key, {"payload": payload, "headers": {"x": "y"}, "source_ip": "1.2.3.4"}).json()["data"]
    assert answer.keys() == {"event_id", "trigger_ref", "received_at", "message"}
    event = emulator.data("GET", f"/api/v1/events/{answer['event_id']}")
    assert event["payload"] == payload
    assert type(event["payload"]) is type(payload)
    assert (event["trigger_ref"], event["source_ref"], event["created"]) == (ref, "webhook", answer["received_at"])
    assert event["config"]["headers"] == {"x": "y"}
    assert "source_ip" not in event["config"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "EOF while parsing a value"),
        (b"{nope", "expected value"),
        (b"[1]", "invalid type"),
        (b'{"a": 1}', "missing field `payload`"),
        (b'{"payload": 1, "user_agent": 5}', "invalid type: integer `5`"),
    ],
)
def test_a_body_that_is_not_wrapped_is_refused_and_makes_no_event(emulator, hook, body, reason) -> None:
    ref, key = hook()
    answer = send(emulator, key, body)
    assert (answer.status_code, answer.json()["code"]) == (400, "BAD_REQUEST")
    assert answer.json()["error"].startswith(f"Invalid JSON payload: {reason}")
    assert emulator.call("GET", "/api/v1/events", params={"trigger_ref": ref}).json()["items"] == []


def test_keys_come_stay_change_and_go(emulator, hook) -> None:
    ref, key = hook()
    again = emulator.data("POST", f"/api/v1/triggers/{ref}/webhooks/enable")
    assert again["webhook_key"] == key
    new = emulator.data("POST", f"/api/v1/triggers/{ref}/webhooks/regenerate")["webhook_key"]
    assert new != key
    assert (send(emulator, key, {"payload": 1}).status_code, send(emulator, new, {"payload": 1}).status_code) == (
        404,
        200,
    )
    assert "webhook_key" not in emulator.data("POST", f"/api/v1/triggers/{ref}/webhooks/disable")
    assert send(emulator, new, {"payload": 1}).json()["error"] == "Invalid webhook key"


def configure(emulator, ref, **config) -> None:
    emulator.data("PUT", f"/_emulator/triggers/{ref}/webhook-config", json=config)


def test_a_signature_is_demanded_and_judged(emulator, hook) -> None:
    ref, key = hook()
    configure(emulator, ref, hmac={"enabled": True, "secret": "s3cret", "algorithm": "sha256"})
    raw = b'{"payload": {"a": 1}}'
    good = hmac.new(b"s3cret", raw, hashlib.sha256).hexdigest()
    tries = {
        "Signature required": {},
        "Invalid webhook signature": {"X-Webhook-Signature": "00" * 32},
        "Signature verification failed: Invalid hex signature: Invalid character 'i' at position 0": {
            "X-Webhook-Signature": "invalid"
        },
    }
    for message, headers in tries.items():
        answer = send(emulator, key, raw, **headers)
        assert (answer.status_code, answer.json()["error"]) == (401, message)
    for headers in ({"X-Webhook-Signature": f"sha256={good}"}, {"X-Hub-Signature-256": good}):
        event = emulator.data("GET", f"/api/v1/events/{send(emulator, key, raw, **headers).json()['data']['event_id']}")
        assert event["config"]["hmac_verified"] is True


def test_only_listed_addresses_may_call(emulator, hook) -> None:
    ref, key = hook()
    configure(emulator, ref, ip_whitelist={"enabled": True, "ips": ["10.0.0.0/8", "192.168.1.5"]})
    statuses = {ip: send(emulator, key, {"payload": 1}, **{"X-Forwarded-For": ip}).status_code for ip in
                ("10.1.2.3", "192.168.1.5", "192.168.1.6", "nonsense")}  # fmt: skip
    assert statuses == {"10.1.2.3": 200, "192.168.1.5": 200, "192.168.1.6": 403, "nonsense": 403}


def test_the_rate_is_limited_by_address_and_says_when_to_come_back(emulator, hook) -> None:
    ref, key = hook()
    configure(emulator, ref, rate_limit={"enabled": True, "requests": 2, "window_seconds": 60})
    answers = [send(emulator, key, {"payload": n}, **{"X-Real-IP": "10.0.0.1"}) for n in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].json()["error"] == "Rate limit exceeded. Maximum 2 requests per 60 seconds"
    assert 58 <= int(answers[2].headers["Retry-After"]) <= 60
    assert send(emulator, key, {"payload": 4}, **{"X-Real-IP": "10.0.0.2"}).status_code == 200


def test_a_long_body_is_refused(emulator, hook) -> None:
    ref, key = hook()
    configure(emulator, ref, payload_size_limit_kb=1)
    answer = send(emulator, key, {"payload": "x" * 1024})
    assert (answer.status_code, answer.json()["error"]) == (400, "Payload too large. Maximum size: 1 KB")


@pytest.mark.parametrize(
    ("config", "complaint"),
    [
        ({"colour": "red"}, "any of hmac, ip_whitelist"),
        ({"rate_limit": {"requests": 0}}, "requests"),
        ({"hmac": {"algorithm": "md5"}}, "hmac.algorithm: unknown variant `md5`"),
    ],
)
def test_a_bad_configuration_is_refused(emulator, hook, config, complaint) -> None:
    ref, _ = hook()
    answer = emulator.call("PUT", f"/_emulator/triggers/{ref}/webhook-config", json=config)
    assert answer.status_code == 400
    assert complaint in answer.json()["error"]
    assert emulator.data("GET", f"/_emulator/triggers/{ref}/webhook-config") == {}
