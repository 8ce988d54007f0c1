"""Work queues: definitions, items, dispatch and acknowledgement."""

import io
import json
import tarfile

import pytest

# Prints what it is told to acknowledge.
ACKNOWLEDGE = "import json, sys\nprint(json.load(sys.stdin)['ack'])\n"


@pytest.fixture(scope="module")
def pack(emulator) -> str:
    """A pack whose action `ack` prints the text of its parameter `ack`, read as JSON."""
    ref = "queue_pack"
    action = "runner_type: python\nentry_point: ack.py\nparameter_format: json\noutput_format: json\nparameters: {}\n"
    queue = "label: Filed\ndispatch_action: queue_pack.ack\nenabled: false\nupdate_strategy: merge_patch\n"
    files = {
        "pack.yaml": f"ref: {ref}\nname: Queues\nversion: 1.0.0\n",
        "actions/ack.yaml": f"ref: {ref}.ack\nlabel: Ack\n{action}",
        "actions/ack.py": ACKNOWLEDGE,
        "queues/filed.yaml": f"ref: {ref}.filed\n{queue}",
        "queues/odd.yaml": f"ref: {ref}.odd\ncolour: red\n{queue}",
    }
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, text in files.items():
            info = tarfile.TarInfo(name)
            info.size, info.mode = len(text.encode()), 0o755
            archive.addfile(info, io.BytesIO(text.encode()))
    upload = {"pack": ("pack.tar.gz", buffer.getvalue(), "application/gzip")}
    emulator.data("POST", "/api/v1/packs/upload", files=upload)
    return ref


@pytest.fixture
def queue(emulator, pack, request):
    """Return a function that makes a queue of its own and gives back its path."""
    ref = "q_" + request.node.name.replace("[", "_").replace("]", "").lower()[:80].rstrip("-_.")
    made = []

    def make(**extra) -> str:
        body = {"ref": f"{ref}{len(made)}", "label": "Q", "dispatch_action_ref": f"{pack}.ack", "enabled": False}
        made.append(emulator.data("POST", "/api/v1/queues", json=body | extra))
        return f"/api/v1/queues/{made[-1]['ref']}"

    yield make
    for one in made:
        emulator.call("DELETE", f"/api/v1/queues/{one['ref']}")


def test_a_queue_has_its_defaults(emulator, queue) -> None:
    path = queue()
    found = emulator.data("GET", path)
    expected = {
        "pack_ref": None,
        "is_adhoc": True,
        "accepting_new_items": True,
        "default_priority": 0,
        "allow_pending_update": False,
        "update_strategy": "replace",
        "batch_mode": "single",
        "item_schema": {},
        "config": {},
        "resolved_dispatch_tuning": {"concurrency": 1, "batch_size": 1},
    }
    assert {name: found[name] for name in expected} == expected
    assert "resolved_dispatch_tuning" not in emulator.data("PUT", path, json={"label": "New"})


TUNABLE = "config.dispatch.concurrency requires"


@pytest.mark.parametrize(
    ("config", "complaint"),
    [
        ({"nope": 1}, "unknown field `nope`, expected `dispatch` or `ack_contract`"),
        ({"dispatch": {"concurrency": 3}}, "invalid type: integer `3`, expected struct WorkQueueTunableValue"),
        ({"dispatch": {"concurrency": {"source": "literal"}}}, f"{TUNABLE} a literal value"),
        (
            {"dispatch": {"concurrency": {"source": "keystore"}}},
            f"{TUNABLE} a non-empty 'key_ref' when source=keystore",
        ),
        ({"dispatch": {"concurrency": {"source": "magic"}}}, "unknown variant `magic`, expected one of `literal`"),
        ({"dispatch": {"retry_limit": -1}}, "invalid value: integer `-1`, expected u32"),
        ({"ack_contract": {}}, "config.ack_contract.version must be >= 1"),
    ],
)
def test_a_config_is_read_strictly(emulator, pack, config, complaint) -> None:
    body = {"ref": "q_strict", "label": "Q", "dispatch_action_ref": f"{pack}.ack", "config": config}
    answer = emulator.call("POST", "/api/v1/queues", json=body)
    assert answer.status_code == 422
    assert answer.json()["error"].startswith("Validation failed: config: Validation error: ")
    assert complaint in answer.json()["error"]
    assert emulator.call("GET", "/api/v1/queues/q_strict").status_code == 404


def test_numbers_come_from_the_pack_or_a_key(emulator, queue) -> None:
    emulator.data(
        "POST", "/api/v1/keys", json={"ref": "queue_tuning", "name": "queue_tuning", "owner_type": "system", "value": 4}
    )
    by_key = {"source": "keystore", "key_ref": "queue_tuning"}
    absent = {"source": "pack_config", "path": "a.b", "fallback": 7}
    path = queue(batch_mode="batch", config={"dispatch": {"concurrency": by_key, "batch_size": absent}})
    assert emulator.data("GET", path)["resolved_dispatch_tuning"] == {"concurrency": 4, "batch_size": 7}


def test_a_pack_s_files_manage_its_queues(emulator, pack) -> None:
    listed = emulator.call("GET", f"/api/v1/packs/{pack}/queues").json()["items"]
    assert [entry["ref"] for entry in listed] == [f"{pack}.filed"]
    path = f"/api/v1/queues/{pack}.filed"
    assert emulator.data("GET", path)["update_strategy"] == "merge_patch"
    refused = emulator.call("PUT", path, json={"label": "x"})
    assert refused.json()["error"] == "Pack-managed queues may only change operational flags through the API"
    assert emulator.data("PUT", path, json={"accepting_new_items": False})["accepting_new_items"] is False
    assert emulator.call("POST", f"{path}/items", json={"payload": {}}).status_code == 409
    gone = emulator.call("DELETE", path)
    assert (gone.status_code, gone.json()["code"]) == (403, "FORBIDDEN")


def test_items_are_judged_and_guarded(emulator, queue) -> None:
    path = queue(item_schema={"n": {"type": "integer", "required": True}}, default_priority=3)
    refused = emulator.call("POST", f"{path}/items", json={"payload": {"n": "x"}})
    assert refused.status_code == 422
    assert refused.json()["error"].endswith('"x" is not of type "integer" at /n')
    empty = emulator.call("POST", f"{path}/items", json={"payload": {"n": 1}, "item_key": ""})
    assert empty.json()["error"] == "Validation failed: item_key: item_key cannot be empty"
    item = emulator.data("POST", f"{path}/items", json={"payload": {"n": 1}, "item_key": "k"})
    assert (item["status"], item["priority"], item["requested_by_identity"]) == ("queued", 3, 1)
    changed = emulator.data(
        "PUT", f"{path}/items/{item['id']}", json={"item_key": {"op": "clear"}, "payload": {"n": 2}}
    )
    assert (changed["item_key"], changed["payload"]) == (None, {"n": 2})
    assert (
        emulator.data("DELETE", f"{path}/items/{item['id']}")["message"]
        == f"Queue item '{item['id']}' deleted successfully"
    )
    assert emulator.call("DELETE", f"{path}/items/{item['id']}").status_code == 404


@pytest.mark.parametrize(
    ("strategy", "status", "payload", "metadata", "priority"),
    [
        ("immutable", 409, {"a": 1, "o": {"x": 1}}, {"m": 1}, 5),
        ("replace", 200, {"b": 2, "o": {"y": 2}}, {}, 0),
        ("merge_patch", 200, {"a": 1, "b": 2, "o": {"x": 1, "y": 2}}, {"m": 1}, 5),
    ],
)
def test_an_item_of_the_same_key_meets_the_one_that_waits(
    emulator, queue, strategy, status, payload, metadata, priority
) -> None:
    path = queue(allow_pending_update=True, update_strategy=strategy)
    first = {"item_key": "k", "payload": {"a": 1, "o": {"x": 1}}, "metadata": {"m": 1}, "priority": 5}
    emulator.data("POST", f"{path}/items", json=first)
    second = emulator.call("POST", f"{path}/items", json={"item_key": "k", "payload": {"b": 2, "o": {"y": 2}}})
    assert second.status_code == status
    (item,) = emulator.call("GET", f"{path}/items").json()["items"]
    assert (item["payload"], item["metadata"], item["priority"]) == (payload, metadata, priority)


def test_without_pending_updates_items_of_one_key_stand_beside_each_other(emulator, queue) -> None:
    path = queue()
    for number in range(2):
        assert (
            emulator.call("POST", f"{path}/items", json={"item_key": "k", "payload": {"n": number}}).status_code == 201
        )
    found = emulator.call("GET", f"{path}/items", params={"statuses": "queued,retry", "item_key": "k"}).json()
    assert (len(found["items"]), found["pagination"]["total_items"]) == (2, 2)
    refused = emulator.call("GET", f"{path}/items", params={"statuses": "skipped"})
    assert (refused.status_code, "invalid work queue item status 'skipped'" in refused.text) == (400, True)


def test_grants_decide_who_reaches_a_queue(emulator, queue) -> None:
    path = queue()
    _, nobody = emulator.person("nobody@queues.org")
    _, viewer = emulator.person("viewer@queues.org", "core.viewer")
    assert (
        emulator.call("GET", "/api/v1/queues", token=nobody).json()["error"] == "Insufficient permissions: queues:read"
    )
    assert emulator.call("GET", path, token=nobody).status_code == 404
    assert emulator.call("GET", path, token=viewer).status_code == 200
    denied = emulator.call("POST", f"{path}/items", token=viewer, json={"payload": {}})
    assert denied.json()["error"] == "Insufficient permissions: queues:create"


def acknowledgement(status: str, **extra) -> str:
    """Return a template for what the action prints of the one item it is given."""
    body = {"queue_ack": {"version": 1, "items": [{"id": "ID", "status": status} | extra]}}
    return json.dumps(body).replace('"ID"', "{{ queue_item.id }}")


def settled(emulator, path, count: int) -> list[dict]:
    def look():
        items = emulator.call("GET", f"{path}/items").json()["items"]
        return items if sum(item["status"] in ("completed", "failed", "skipped") for item in items) == count else None

    return emulator.until(look, timeout=30)


def test_what_an_execution_acknowledges_becomes_of_its_items(emulator, queue) -> None:
    words = {
        "completed": acknowledgement("completed", summary={"done": True}),
        "failed": acknowledgement("failed", error="bad thing"),
        "skipped": acknowledgement("skipped"),
        "retry": acknowledgement("retry", error={"why": "later"}),
        "odd": acknowledgement("weird"),
        "silent": '{"other": 1}',
    }
    many = {"dispatch": {"concurrency": {"source": "literal", "value": 2}}}
    paths = {name: queue(action_params={"ack": text}, config=many) for name, text in words.items()}
    for path in paths.values():
        emulator.data("POST", f"{path}/items", json={"payload": {}})
        emulator.data("PUT", path, json={"enabled": True})
    items = {name: settled(emulator, path, 1)[0] for name, path in paths.items()}
    assert {name: item["status"] for name, item in items.items()} == {
        "completed": "completed",
        "failed": "failed",
        "skipped": "skipped",
        "retry": "failed",
        "odd": "failed",
        "silent": "failed",
    }
    assert {(item["lease_token"], item["leased_execution"], item["attempt_count"]) for item in items.values()} == {
        (None, None, 1)
    }
    assert items["completed"]["ack_summary"] == {"status": "completed", "summary": {"done": True}}
    assert items["failed"]["last_error"] == "bad thing"
    assert items["retry"]["last_error"]["code"] == "queue_dispatch_retry_limit_exhausted"
    assert items["odd"]["last_error"]["code"] == "queue_ack_malformed"
    assert items["silent"]["last_error"]["code"] == "queue_ack_missing"
    execution = emulator.data("GET", f"/api/v1/executions/{items['silent']['last_error']['execution_id']}")
    assert (execution["status"], execution["result"]["queue_ack_error"]["code"]) == ("failed", "queue_ack_missing")
    events = emulator.call("GET", "/api/v1/events", params={"trigger_ref": "core.queue_empty", "per_page": 100}).json()
    payloads = [emulator.data("GET", f"/api/v1/events/{entry['id']}")["payload"] for entry in events["items"]]
    assert {payload["queue_id"] for payload in payloads} >= {item["queue"] for item in items.values()}


def test_batches_follow_priority_and_groups(emulator, queue) -> None:
    grouped = {"enabled": True, "group_by_path": "g"}
    size = {"source": "literal", "value": 2}
    plain = queue(batch_mode="batch", config={"dispatch": {"batch_size": size}})
    coalesced = queue(batch_mode="batch", config={"dispatch": {"batch_size": size, "coalescing": grouped}})
    for path in (plain, coalesced):
        for number, group in enumerate("abab"):
            emulator.data(
                "POST", f"{path}/items", json={"payload": {"n": number, "g": group}, "priority": int(path == plain)}
            )
        emulator.data("PUT", path, json={"enabled": True})
    batches = []
    for path in (plain, coalesced):
        items = settled(emulator, path, 4)
        executions = sorted({item["last_error"]["execution_id"] for item in items})
        configs = [emulator.data("GET", f"/api/v1/executions/{number}")["config"]["items"] for number in executions]
        batches.append([[entry["n"] for entry in config] for config in configs])
    assert batches == [[[0, 1], [2, 3]], [[0, 2], [1, 3]]]
