"""Logging in, tokens, and one's own account."""

import time

import pytest

PASSWORD = "Sup3rSecret!"


def register(emulator, login: str) -> dict:
    return emulator.data("POST", "/auth/register", token=None, json={"login": login, "password": PASSWORD})


def refused(emulator, path: str, **body) -> tuple[int, str]:
    answer = emulator.call("POST", path, token=None, json=body)
    return answer.status_code, answer.json()["error"]


def test_registering_answers_200_and_grants_nothing(emulator) -> None:
    answer = emulator.call("POST", "/auth/register", token=None, json={"login": "plain", "password": PASSWORD})
    assert answer.status_code == 200
    me = emulator.data("GET", "/auth/me", token=answer.json()["data"]["access_token"])
    assert (me["login"], me["effective_permissions"], me["assigned_permission_set_refs"]) == ("plain", [], [])


@pytest.mark.parametrize(("login", "password"), [("wrongpass", "nope"), ("nobody_here", PASSWORD)])
def test_wrong_credentials_do_not_say_which_was_wrong(emulator, login, password) -> None:
    if login == "wrongpass":
        register(emulator, login)
    assert refused(emulator, "/auth/login", login=login, password=password) == (401, "Invalid login or password")


def test_a_new_password_replaces_the_old_one(emulator) -> None:
    token = register(emulator, "changer")["access_token"]
    body = {"current_password": PASSWORD, "new_password": "An0therSecret!"}
    emulator.data("POST", "/auth/change-password", token=token, json=body)
    assert refused(emulator, "/auth/login", login="changer", password=PASSWORD)[0] == 401
    assert emulator.login("changer", "An0therSecret!")


def test_refreshing_takes_only_refresh_tokens_and_the_old_one_stays_good(emulator) -> None:
    tokens = register(emulator, "refresher")
    old = tokens["refresh_token"]
    first = emulator.data("POST", "/auth/refresh", token=None, json={"refresh_token": old})
    assert "user" not in first and emulator.data("GET", "/auth/me", token=first["access_token"])["login"] == "refresher"
    assert emulator.call("POST", "/auth/refresh", token=None, json={"refresh_token": old}).ok
    wrong = refused(emulator, "/auth/refresh", refresh_token=tokens["access_token"])
    assert wrong == (401, "Invalid token type")
    assert refused(emulator, "/auth/refresh", refresh_token="x") == (401, "Invalid or expired refresh token")


def test_a_refresh_token_opens_nothing_else(emulator) -> None:
    token = register(emulator, "sneaker")["refresh_token"]
    answer = emulator.call("GET", "/api/v1/packs", token=token)
    assert answer.json() == {"error": {"code": 401, "message": "Invalid authentication token"}}


def test_a_frozen_identity_cannot_log_in_but_its_token_lives_on(emulator) -> None:
    tokens = register(emulator, "frosty")
    emulator.data("POST", f"/api/v1/identities/{tokens['user']['id']}/freeze")
    frozen = (403, "Identity is frozen and cannot authenticate")
    assert refused(emulator, "/auth/login", login="frosty", password=PASSWORD) == frozen
    assert refused(emulator, "/auth/refresh", refresh_token=tokens["refresh_token"]) == frozen
    assert emulator.call("GET", "/auth/me", token=tokens["access_token"]).status_code == 403
    assert emulator.call("GET", "/api/v1/packs", token=tokens["access_token"]).status_code == 200
    emulator.data("POST", f"/api/v1/identities/{tokens['user']['id']}/unfreeze")
    assert emulator.login("frosty", PASSWORD)


def test_a_short_token_life_can_be_seen_to_end(start_emulator) -> None:
    emulator = start_emulator("--token-ttl", "1")
    tokens = register(emulator, "mayfly")
    assert tokens["expires_in"] == 1
    assert emulator.call("GET", "/api/v1/packs", token=tokens["access_token"]).ok
    time.sleep(2.1)
    answer = emulator.call("GET", "/api/v1/packs", token=tokens["access_token"])
    assert answer.json() == {"error": {"code": 401, "message": "Authentication token expired"}}
    assert emulator.call("POST", "/auth/refresh", token=None, json={"refresh_token": tokens["refresh_token"]}).ok


def test_integration_tokens_log_in_until_they_are_revoked(emulator) -> None:
    person = register(emulator, "integrator")["user"]["id"]
    path = f"/api/v1/identities/{person}/integration-tokens"
    made = emulator.data("POST", path, json={"label": "ci"})
    secret, token = made["token"], made["integration_token"]
    assert secret.startswith("attune_it_") and secret.startswith(token["token_prefix"])
    session = emulator.data("POST", "/auth/token-login", token=None, json={"token": secret})
    assert session["user"]["login"] == "integrator"
    listed = emulator.data("GET", path)
    assert [item["label"] for item in listed] == ["ci"] and secret not in str(listed)
    revoked = emulator.data("POST", f"{path}/{token['id']}/revoke", json={"reason": "done"})
    assert (revoked["active"], revoked["revocation_reason"]) == (False, "done")
    assert refused(emulator, "/auth/token-login", token=secret) == (401, "Invalid token")
    assert refused(emulator, "/auth/refresh", refresh_token=session["refresh_token"])[0] == 401
    assert emulator.call("GET", "/api/v1/packs", token=session["access_token"]).ok


def test_a_sensor_token_needs_no_credentials_and_skips_grants(emulator) -> None:
    body = {"sensor_ref": "tests.sensor", "trigger_types": ["core.intervaltimer"]}
    token = emulator.data("POST", "/auth/internal/sensor-token", token=None, json=body)["token"]
    assert emulator.call("GET", "/api/v1/identities", token=token).status_code == 200
    assert (
        emulator.call("POST", "/auth/internal/sensor-token", token=None, json=body | {"ttl_seconds": 1}).status_code
        == 422
    )
