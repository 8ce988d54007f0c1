"""Webhooks: who posts, with which key, and what exactly goes out."""

from typing import Any

import pytest
from robot.api.types import Secret

from AttuneLibrary.core.context import Context
from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.keywords.events import Events
from AttuneLibrary.keywords.webhooks import Webhooks

KEY = "wh_0123456789abcdef0123456789abcdef"
RECEIVER = f"/api/v1/webhooks/{KEY}"


@pytest.fixture
def receiving(platform: Any) -> Any:
    platform.answer("GET", "/api/v1/triggers/mine.t", {"ref": "mine.t", "webhook_key": KEY})
    platform.answer("POST", RECEIVER, {"event_id": 5, "trigger_ref": "mine.t"})
    return platform


@pytest.mark.parametrize("payload", [{}, {"a": [1, None]}, [], None, 0, "text", True])
def test_any_json_value_is_wrapped_and_goes_out_without_a_token(context: Context, receiving: Any, payload: Any) -> None:
    assert Webhooks(context).fire_webhook("mine.t", payload).event_id == 5
    assert receiving.last().json == {"payload": payload}
    assert receiving.last().options["anonymous"] is True


def test_a_text_that_is_an_object_is_posted_as_the_object(context: Context, receiving: Any) -> None:
    Webhooks(context).fire_webhook("mine.t", '{"a": [true, null]}')
    assert receiving.last().json == {"payload": {"a": [True, None]}}


def test_without_a_payload_it_is_an_empty_object(context: Context, receiving: Any) -> None:
    Webhooks(context).fire_webhook("mine.t")
    assert receiving.last().json == {"payload": {}}


@pytest.mark.parametrize("trigger", [Secret(KEY), {"ref": "mine.t", "webhook_key": Secret(KEY)}])
def test_a_known_key_is_used_without_asking_for_it(context: Context, receiving: Any, trigger: Any) -> None:
    Webhooks(context).fire_webhook(trigger)
    assert [asked.path for asked in receiving.asked] == [RECEIVER]


def test_a_trigger_without_webhook_is_refused_by_name(context: Context, platform: Any) -> None:
    platform.answer("GET", "/api/v1/triggers/mine.t", {"ref": "mine.t"})
    with pytest.raises(BadInput, match=r"trigger mine\.t has no webhook; use Enable Webhook first"):
        Webhooks(context).fire_webhook("mine.t")


def test_a_raw_body_goes_out_byte_by_byte(context: Context, receiving: Any) -> None:
    Webhooks(context).post_raw_webhook("mine.t", '{"payload":', headers={"X-Sent": "1"}, expected_status=400)
    options = receiving.last().options
    assert options["data"] == b'{"payload":'
    assert options["headers"] == {"X-Sent": "1", "Content-Type": "application/json"}
    assert (options["expected"], options["anonymous"]) == (400, True)


def test_the_answer_to_a_webhook_is_taken_as_its_event(context: Context, receiving: Any) -> None:
    receiving.answer("GET", "/api/v1/events/5", {"id": 5, "payload": {}, "config": {"webhook_key": KEY}})
    fired = Webhooks(context).fire_webhook("mine.t")
    event = Events(context).get_event(fired)
    assert event.id == 5
    assert isinstance(event.config.webhook_key, Secret)


OTHER = "wh_fedcba9876543210fedcba9876543210"


def with_key(key: str) -> dict[str, Any]:
    return {"ref": "mine.t", "webhook_key": Secret(key)}


def test_keys_that_differ(context: Context) -> None:
    Webhooks(context).webhook_keys_should_differ(with_key(KEY), with_key(OTHER))


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ((KEY, OTHER, KEY), r"the keys of triggers number \[3\] are those of earlier ones"),
        ((KEY, "wh_7"), r"the keys of triggers number \[2\] are not wh_"),
    ],
)
def test_keys_that_are_the_same_or_weak_are_not_shown(context: Context, keys: tuple[str, ...], text: str) -> None:
    with pytest.raises(AssertionError, match=text) as failure:
        Webhooks(context).webhook_keys_should_differ(*map(with_key, keys))
    assert not any(key in str(failure.value) for key in keys)


def test_one_key_cannot_differ(context: Context) -> None:
    with pytest.raises(BadInput, match="two at least can differ"):
        Webhooks(context).webhook_keys_should_differ(with_key(KEY))


def test_fewer_than_two_payloads_are_not_at_once(context: Context, receiving: Any) -> None:
    with pytest.raises(BadInput, match="payloads has 1 elements; at once means 2 or more"):
        Webhooks(context).fire_webhook_at_once("mine.t", [{"n": 1}])
    assert receiving.asked == []
