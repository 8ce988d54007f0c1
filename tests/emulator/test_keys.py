"""Keys: owners, values, encryption, time to live, delivery."""

import sqlite3
import time
import uuid

import pytest

VALUES = [30, 1.25, True, None, "", "héé✓", [1, "a", None], {"a": {"b": [1, 2]}}]


def name() -> str:
    return f"key_{uuid.uuid4().hex[:10]}"


def make(emulator, token="admin", **extra):
    ref = extra.pop("ref", None) or name()
    body = {"ref": ref, "name": ref, "owner_type": "system", "value": "v"} | extra
    return emulator.call("POST", "/api/v1/keys", token=token, json=body)


def made(emulator, **extra):
    answer = make(emulator, **extra)
    assert answer.status_code == 201, answer.text
    return answer.json()["data"]


@pytest.mark.parametrize("value", VALUES, ids=repr)
@pytest.mark.parametrize("encrypted", [False, True])
def test_a_value_comes_back_as_it_was(emulator, value, encrypted) -> None:
    key = made(emulator, value=value, encrypted=encrypted)
    again = emulator.data("GET", f"/api/v1/keys/{key['ref']}")
    assert (key["value"], again["value"], type(again["value"])) == (value, value, type(value))
    emulator.data("PUT", f"/api/v1/keys/{key['ref']}", json={"value": ["changed"]})
    assert emulator.data("GET", f"/api/v1/keys/{key['ref']}")["value"] == ["changed"]


def test_an_encrypted_value_is_nowhere_in_the_store(emulator) -> None:
    secret = uuid.uuid4().hex
    key = made(emulator, value={"password": secret}, encrypted=True)
    with sqlite3.connect(emulator.directory / "data" / "attune.db") as db:
        (stored,) = db.execute("SELECT value FROM key WHERE ref = ?", (key["ref"],)).fetchone()
        assert "password" not in stored
        assert not [line for line in db.iterdump() if secret in line]


def test_without_the_grant_to_decrypt_there_is_no_value(emulator) -> None:
    key = made(emulator, encrypted=True)
    open_key = made(emulator)
    _, token = emulator.person(f"{name()}@example.org", "core.viewer")
    assert emulator.data("GET", f"/api/v1/keys/{key['ref']}", token=token)["value"] is None
    assert emulator.data("GET", f"/api/v1/keys/{open_key['ref']}", token=token)["value"] == "v"
    denied = emulator.call("PUT", f"/api/v1/keys/{key['ref']}", token=token, json={"value": 1})
    assert denied.json()["error"] == "Insufficient permissions: keys:update"


def test_every_owner_has_its_columns(emulator, automate) -> None:
    auto = automate(emulator)
    action = auto.shell("act", "true")
    sensor = {"runtime_ref": "core.python", "trigger_ref": "core.alert", "entrypoint": "s.py", "label": "S"}
    auto.post("/api/v1/sensors", ref=f"{auto.pack}.sens", pack_ref=auto.pack, **sensor)
    pack = emulator.data("GET", f"/api/v1/packs/{auto.pack}")
    by_pack = made(emulator, owner_type="pack", owner_pack_ref=auto.pack)
    assert (by_pack["owner"], by_pack["owner_pack"]) == (str(pack["id"]), pack["id"])
    by_action = made(emulator, owner_type="action", owner_action_ref=f"{auto.pack}.act")
    assert (by_action["owner_action"], by_action["owner_pack"]) == (action["id"], None)
    by_sensor = made(emulator, owner_type="sensor", owner_sensor_ref=f"{auto.pack}.sens")
    assert by_sensor["owner_sensor_ref"] == f"{auto.pack}.sens"
    assert made(emulator, owner_type="identity", owner_identity=1)["owner"] == "1"
    assert made(emulator)["owner"] == "system"


@pytest.mark.parametrize(
    ("owner", "status", "message"),
    [
        ({"owner_type": "pack"}, 400, "Exactly one owner field must be set for owner_type pack"),
        ({"owner_type": "system", "owner_identity": 1}, 400, "System owner cannot have specific owner fields set"),
        ({"owner_type": "pack", "owner_identity": 1}, 400, "owner_pack must be set for owner_type pack"),
        ({"owner_type": "pack", "owner_pack_ref": "nowhere"}, 400, "Pack with ref 'nowhere' not found"),
        (
            {"owner_type": "action", "owner_action": 10**9},
            422,
            "Referenced entity does not exist (key_owner_action_fkey)",
        ),
    ],
)
def test_an_owner_that_does_not_fit_is_refused(emulator, owner, status, message) -> None:
    answer = make(emulator, **owner)
    assert (answer.status_code, answer.json()["error"]) == (status, message)


def test_ref_and_name_are_unique(emulator) -> None:
    key = made(emulator)
    assert make(emulator, ref=key["ref"]).json()["error"] == f"Key with ref '{key['ref']}' already exists"
    again = make(emulator, name=key["name"])
    assert (again.status_code, again.json()["code"]) == (409, "CONFLICT")


def test_an_identity_s_key_is_its_own(emulator) -> None:
    _, token = emulator.person(f"{name()}@example.org", "core.editor")
    _, other = emulator.person(f"{name()}@example.org", "core.editor")
    key = made(emulator, owner_type="identity", owner_identity=1, encrypted=True)
    assert emulator.data("GET", f"/api/v1/keys/{key['ref']}")["value"] == "v"
    for stranger in (token, other):
        assert emulator.call("GET", f"/api/v1/keys/{key['ref']}", token=stranger).status_code == 404
    listed = emulator.call(
        "GET", "/api/v1/keys", token=token, params={"owner_type": "identity", "per_page": 100}
    ).json()
    assert (listed["items"], listed["pagination"]["total_items"]) == ([], 0)


def test_who_owns_keys_is_not_deleted(emulator, automate) -> None:
    auto = automate(emulator)
    key = made(emulator, owner_type="pack", owner_pack_ref=auto.pack)
    answer = emulator.call("DELETE", f"/api/v1/packs/{auto.pack}")
    assert (answer.status_code, answer.json()["error"]) == (
        422,
        "Referenced entity does not exist (key_owner_pack_fkey)",
    )
    emulator.data("DELETE", f"/api/v1/keys/{key['ref']}")
    assert emulator.call("DELETE", f"/api/v1/packs/{auto.pack}").status_code == 200


def test_an_action_takes_its_keys_with_it(emulator, automate) -> None:
    auto = automate(emulator)
    auto.shell("act", "true")
    key = made(emulator, owner_type="action", owner_action_ref=f"{auto.pack}.act")
    emulator.data("DELETE", f"/api/v1/actions/{auto.pack}.act")
    assert emulator.call("GET", f"/api/v1/keys/{key['ref']}").status_code == 404


def test_a_time_to_live_ends(emulator) -> None:
    key = made(emulator, ttl=1)
    assert (key["ttl"], key["expires_at"] > key["created"]) == (1, True)
    emulator.data("PUT", f"/api/v1/keys/{key['ref']}", json={"value": "still there"})
    time.sleep(1.1)
    assert emulator.call("GET", f"/api/v1/keys/{key['ref']}").status_code == 404
    listed = emulator.call("GET", "/api/v1/keys", params={"per_page": 100}).json()["items"]
    assert key["ref"] not in [entry["ref"] for entry in listed]
    assert make(emulator, ref=key["ref"]).status_code == 201


def test_an_expired_key_does_not_keep_its_pack(emulator, automate) -> None:
    auto = automate(emulator)
    made(emulator, ttl=1, owner_type="pack", owner_pack_ref=auto.pack)
    assert emulator.call("DELETE", f"/api/v1/packs/{auto.pack}").status_code == 422
    time.sleep(1.1)
    assert emulator.call("DELETE", f"/api/v1/packs/{auto.pack}").status_code == 200


@pytest.mark.parametrize("ttl", [0, -1, 1.5, "10", True])
def test_a_time_to_live_is_whole_seconds(emulator, ttl) -> None:
    answer = make(emulator, ttl=ttl)
    assert (answer.status_code, answer.json()["code"]) == (422, "VALIDATION_ERROR")
    assert "at least 1" in answer.json()["error"]


def test_the_platform_knows_no_time_to_live(platform_like) -> None:
    key = made(platform_like, ttl=0)
    assert not key.keys() & {"ttl", "expires_at"}


def test_actions_are_given_their_keys_by_name(emulator, automate) -> None:
    auto = automate(emulator)
    auto.shell("use", 'printf "%s|%s" "$own" "$shared"')
    word = f"shared_{auto.pack}"
    for owner in ({"owner_type": "pack", "owner_pack_ref": auto.pack},
                  {"owner_type": "action", "owner_action_ref": f"{auto.pack}.use"}):  # fmt: skip
        made(emulator, name="shared", value=owner["owner_type"], **owner)
    made(emulator, name="own", value="o", owner_type="pack", owner_pack_ref=auto.pack)
    made(emulator, name=word, value="x", owner_type="identity", owner_identity=1)
    execution = auto.post("/api/v1/executions/execute", action_ref=f"{auto.pack}.use")

    def over():
        found = emulator.data("GET", f"/api/v1/executions/{execution['id']}")
        return found if found["status"] in ("completed", "failed") else None

    assert emulator.until(over)["result"]["stdout"] == "o|action"
