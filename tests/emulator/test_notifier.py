"""The notifier and the stream of executions: who may connect, what is asked for, who hears what."""

import json
import time
from typing import ClassVar

import pytest
import requests
import websocket


@pytest.fixture(scope="module")
def emulator(start_emulator):
    """An emulator of this file's own: whoever asks for everything hears of other files' timers as well."""
    return start_emulator()


@pytest.fixture(autouse=True)
def _closed():
    """Sockets end with their test, so that the next one counts its own."""
    yield
    while Socket.opened:
        Socket.opened.pop().close()


class Socket:
    """A WebSocket to an emulator's notifier."""

    opened: ClassVar[list[websocket.WebSocket]] = []

    def __init__(self, emulator, token, *filters, **options) -> None:
        options = options or {"header": [f"Authorization: Bearer {token}"]}
        self.socket = websocket.create_connection(emulator.ws_url, timeout=10, **options)
        self.opened.append(self.socket)
        self.welcome = json.loads(self.socket.recv())
        for text in filters:
            self.send(type="subscribe", filter=text)
        # Subscribing is not acknowledged; an order that is answered tells that those before it were obeyed.
        self.complaint(type="subscribe", filter="nonsense")

    def send(self, **order) -> None:
        self.socket.send(json.dumps(order))

    def receive(self, timeout: float = 10):
        self.socket.settimeout(timeout)
        return json.loads(self.socket.recv())

    def complaint(self, **order) -> str:
        """Send an order and return what it is answered with, whatever else is announced meanwhile."""
        self.send(**order)
        while (frame := self.receive())["type"] != "error":
            pass
        return frame["message"]

    def until(self, **wanted) -> list[dict]:
        """Return the frames up to the first that has all of `wanted` in it or in its payload."""
        frames = []
        while not frames or not wanted.items() <= (frames[-1]["payload"] | frames[-1]).items():
            frames.append(self.receive())
        return frames

    def quiet(self, seconds: float = 0.5) -> bool:
        try:
            self.receive(seconds)
        except websocket.WebSocketTimeoutException:
            return True
        return False


def refusal(emulator, **options) -> tuple[int, str]:
    with pytest.raises(websocket.WebSocketBadStatusException) as caught:
        websocket.create_connection(emulator.ws_url, timeout=10, **options)
    return caught.value.status_code, json.loads(caught.value.resp_body)["error"]


def bearer(token) -> dict:
    return {"header": [f"Authorization: Bearer {token}"]}


def sensor_token(emulator) -> str:
    body = {"sensor_ref": "core.timer_sensor", "trigger_types": ["core.alert"]}
    return emulator.data("POST", "/auth/internal/sensor-token", token=None, json=body)["token"]


def test_who_may_not_connect(emulator) -> None:
    pair = emulator.data(
        "POST", "/auth/login", token=None, json={"login": "test@attune.local", "password": "TestPass123!"}
    )
    assert refusal(emulator) == (401, "missing_token")
    assert refusal(emulator, subprotocols=["attune.v1"]) == (401, "missing_token")
    assert refusal(emulator, **bearer("garbage")) == (401, "invalid_or_expired_token")
    assert refusal(emulator, **bearer(pair["refresh_token"])) == (401, "refresh_tokens_not_allowed")
    assert refusal(emulator, **bearer(sensor_token(emulator))) == (401, "sensor_tokens_not_allowed")


def test_a_token_comes_in_the_header_or_as_a_subprotocol(emulator) -> None:
    token = emulator.admin_token()
    by_header = Socket(emulator, token)
    by_protocol = Socket(emulator, token, subprotocols=["attune.v1", f"attune.jwt.{token}"])
    assert by_protocol.socket.getsubprotocol() == "attune.v1"
    for one in (by_header, by_protocol):
        assert one.welcome["type"] == "welcome"
        assert one.welcome["message"] == "Connected to Attune Notifier"
    assert by_header.welcome["client_id"] != by_protocol.welcome["client_id"]


@pytest.mark.parametrize(
    ("order", "complaint"),
    [
        ({"type": "x"}, "Malformed message: unknown variant `x`, expected one of `subscribe`, `unsubscribe`, `ping`"),
        ({}, "Malformed message: missing field `type`"),
        ({"type": "subscribe"}, "Malformed message: missing field `filter`"),
        ({"type": "subscribe", "filter": 5}, "Malformed message: invalid type: integer `5`, expected a string"),
        ({"type": "subscribe", "filter": "foo"}, "Invalid filter 'foo': Invalid filter format: foo"),
        ({"type": "unsubscribe", "filter": "zz:1"}, "Invalid filter 'zz:1': Unknown filter type: zz"),
        (
            {"type": "subscribe", "filter": "entity:execution:abc"},
            "Invalid filter 'entity:execution:abc': Invalid entity ID",
        ),
        (
            {"type": "subscribe", "filter": "user:99999"},
            "Unauthorized to subscribe to user filter for another identity",
        ),
    ],
)
def test_orders_that_are_none_are_answered_and_the_connection_stays(emulator, order, complaint) -> None:
    socket = Socket(emulator, emulator.admin_token())
    assert socket.complaint(**order).startswith(complaint)
    assert socket.complaint(**order).startswith(complaint)


def test_a_chain_is_announced_step_by_step_and_once(emulator, automate) -> None:
    auto = automate(emulator)
    key = auto.webhook()
    rule = auto.rule()
    socket = Socket(emulator, emulator.admin_token(), "all", "entity_type:event")
    event = auto.fire(key, {"a": 1})
    heard = socket.until(status="completed", trigger_ref=f"{auto.pack}.hook")
    frames = [frame for frame in heard if frame["payload"].get("trigger_ref") == f"{auto.pack}.hook"]
    assert [(frame["notification_type"], frame["payload"].get("status")) for frame in frames] == [
        ("event_created", None),
        ("enforcement_created", "created"),
        ("execution_created", "requested"),
        ("enforcement_status_changed", "processed"),
        ("execution_status_changed", "scheduling"),
        ("execution_status_changed", "scheduled"),
        ("execution_status_changed", "running"),
        ("execution_status_changed", "completed"),
    ]
    assert frames[0]["entity_id"] == event
    assert frames[0].keys() == {
        "type", "notification_type", "entity_type", "entity_id", "user_id", "payload", "timestamp"
    }  # fmt: skip
    assert frames[1]["payload"]["rule"] == rule["id"]
    assert frames[3]["payload"]["old_status"] == "created"
    assert frames[0]["payload"]["created"].endswith("+00:00")


def test_filters_narrow_and_are_taken_back(emulator, automate) -> None:
    auto = automate(emulator)
    key = auto.webhook()
    socket = Socket(emulator, emulator.admin_token(), "notification_type:event_created")
    first = auto.fire(key, 1)
    assert socket.receive()["entity_id"] == first
    socket.send(type="unsubscribe", filter="notification_type:event_created")
    socket.send(type="ping")
    socket.complaint(type="subscribe", filter="nonsense")
    auto.fire(key, 2)
    assert socket.quiet()


def test_a_filter_may_name_one_thing(emulator, automate) -> None:
    auto = automate(emulator)
    auto.shell("nap", "sleep 30")
    order = {"action_ref": f"{auto.pack}.nap"}
    one, other = (emulator.data("POST", "/api/v1/executions/execute", json=order)["id"] for _ in range(2))
    socket = Socket(emulator, emulator.admin_token(), f"entity:execution:{one}")
    for execution in (other, one):
        emulator.data("POST", f"/api/v1/executions/{execution}/cancel")
    assert {frame["entity_id"] for frame in socket.until(status="cancelled")} == {one}


def test_people_hear_of_what_they_may_see_where_the_promise_is_kept(emulator, platform_like, automate) -> None:
    heard = []
    for one in (emulator, platform_like):
        _, owner = one.person("owner_of_hook@example.org", "core.admin")
        _, stranger = one.person("stranger_to_hook@example.org", "core.viewer")
        auto = automate(one, owner)
        key = auto.webhook()
        sockets = [Socket(one, token, "entity_type:event") for token in (owner, stranger)]
        auto.fire(key, 1)
        heard.append([not socket.quiet(1) for socket in sockets])
    assert heard == [[True, False], [True, True]]


def test_a_rule_announces_itself_when_asked_to(emulator, automate) -> None:
    auto = automate(emulator)
    key = auto.webhook()
    loud = auto.rule("loud", notify_on_trigger=True)
    auto.rule("still")
    socket = Socket(emulator, emulator.admin_token(), "notification_type:rule_triggered")
    event = auto.fire(key, 1)
    frame = socket.receive()
    assert (frame["entity_type"], frame["entity_id"]) == ("rule", loud["id"])
    assert (frame["payload"]["ref"], frame["payload"]["event"]) == (loud["ref"], event)
    auto.enforcements(event, 2)
    assert socket.quiet()


def test_a_connection_ends_with_its_token(start_emulator) -> None:
    emulator = start_emulator("--token-ttl", "2")
    socket = Socket(emulator, emulator.admin_token())
    code, reason = None, b""
    end = time.monotonic() + 30
    while code is None and time.monotonic() < end:
        opcode, frame = socket.socket.recv_data_frame(True)[0:2]
        if opcode == websocket.ABNF.OPCODE_CLOSE:
            code, reason = int.from_bytes(frame.data[:2], "big"), frame.data[2:]
    assert (code, reason) == (4401, b"token expired")


def test_the_notifier_counts_its_clients(emulator) -> None:
    base = emulator.ws_url.replace("ws://", "http://").removesuffix("/ws")

    def stats() -> tuple[int, int]:
        found = requests.get(f"{base}/stats", timeout=10).json()
        return found["connected_clients"], found["total_subscriptions"]

    emulator.until(lambda: stats() == (0, 0))
    socket = Socket(emulator, emulator.admin_token(), "all", "entity_type:event")
    assert stats() == (1, 2)
    socket.socket.close()
    emulator.until(lambda: stats() == (0, 0))
    assert requests.get(f"{base}/health", timeout=10).json() == {"status": "ok"}


def stream(emulator, token, **query):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return requests.get(
        f"{emulator.url}/api/v1/executions/stream", headers=headers, params=query, stream=True, timeout=10
    )


def frames_of(answer, execution: int) -> list[dict]:
    """Return the frames up to the one by which an execution is completed."""
    frames = []
    for line in answer.iter_lines(decode_unicode=True):
        if line.startswith("data:"):
            frames.append(json.loads(line.removeprefix("data:")))
            if (frames[-1]["id"], frames[-1]["status"]) == (execution, "completed"):
                return frames
    return frames


def test_the_stream_shows_every_status_of_an_execution(emulator) -> None:
    with stream(emulator, emulator.admin_token()) as answer:
        assert answer.headers["content-type"] == "text/event-stream"
        execution = emulator.data("POST", "/api/v1/executions/execute", json={"action_ref": "core.noop"})
        frames = [frame for frame in frames_of(answer, execution["id"]) if frame["id"] == execution["id"]]
    assert [(frame.get("old_status"), frame["status"]) for frame in frames] == [
        (None, "requested"),
        ("requested", "scheduling"),
        ("scheduling", "scheduled"),
        ("scheduled", "running"),
        ("running", "completed"),
    ]


def test_the_stream_follows_one_execution(emulator, automate, tmp_path) -> None:
    auto = automate(emulator)
    go = tmp_path / "go"
    auto.shell("wait", f"until [ -e {go} ]; do sleep 0.05; done")
    order = {"action_ref": f"{auto.pack}.wait"}
    followed = emulator.data("POST", "/api/v1/executions/execute", json=order)["id"]
    with stream(emulator, emulator.admin_token(), execution_id=followed) as answer:
        emulator.data("POST", "/api/v1/executions/execute", json=order)
        go.touch()
        assert {frame["id"] for frame in frames_of(answer, followed)} == {followed}


def test_who_may_not_follow_the_stream(emulator) -> None:
    missing = stream(emulator, None)
    assert (missing.status_code, missing.json()) == (
        401,
        {"error": "Missing authentication token", "code": "UNAUTHORIZED"},
    )
    assert stream(emulator, sensor_token(emulator)).json()["error"] == "Invalid authentication token"
