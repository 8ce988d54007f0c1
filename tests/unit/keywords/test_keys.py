"""Keys: owners, absence, updates that honour every argument, secrets that are never shown."""

from typing import Any

import pytest
from assertionengine import AssertionOperator
from robot.api.types import Secret

from AttuneLibrary.client import Forbidden, ServerError
from AttuneLibrary.core.context import Context
from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.keywords.keys import Keys
from AttuneLibrary.keywords.secrets import Secrets

EQUAL = AssertionOperator["=="]


def stored(value: Any, encrypted: bool = False) -> dict[str, Any]:
    return {"ref": "mine.k", "value": value, "encrypted": encrypted}


def test_a_value_belongs_to_the_suites_pack_unless_told_otherwise(context: Context, platform: Any) -> None:
    platform.answer("POST", "/api/v1/keys", stored(1))
    Keys(context).create_key("k", 1)
    assert platform.last().json == {
        "ref": "mine.k",
        "name": "mine.k",
        "value": 1,
        "encrypted": False,
        "owner_type": "pack",
        "owner_pack_ref": "mine",
    }


def test_an_identity_owns_its_own_keys_by_default(context: Context, platform: Any) -> None:
    platform.answer("POST", "/api/v1/keys", stored(1))
    platform.answer("GET", "/auth/me", {"id": 12})
    Keys(context).create_key("k", 1, owner_type="identity")
    assert platform.last().json["owner_identity"] == 12


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"owner_type": "world"}, "must be one of system, identity, pack, action, sensor"),
        ({"owner_type": "system", "owner": "x"}, "a system key has no owner"),
        ({"owner_type": "action"}, "needs the action that owns the key"),
    ],
)
def test_an_impossible_owner_is_refused(context: Context, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        Keys(context).create_key("k", 1, **arguments)


def test_null_is_a_value(context: Context, platform: Any) -> None:
    platform.answer("POST", "/api/v1/keys", stored(None))
    Keys(context).create_key("k", None)
    assert platform.last().json["value"] is None


def test_setting_an_existing_key_honours_encrypted_and_ttl(context: Context, platform: Any) -> None:
    platform.answer("PUT", "/api/v1/keys/mine.k", stored("v2", encrypted=True))
    Keys(context).datastore_set("k", "v2", encrypted=True, ttl=60)
    assert platform.last().json == {"value": "v2", "encrypted": True, "ttl": 60}


def test_setting_an_absent_key_creates_it_with_the_same(context: Context, platform: Any) -> None:
    platform.answer("POST", "/api/v1/keys", stored("v", encrypted=True))
    Keys(context).datastore_set("k", "v", encrypted=True, ttl=60)
    sent = platform.last().json
    assert (sent["ref"], sent["encrypted"], sent["ttl"], sent["owner_pack_ref"]) == ("mine.k", True, 60, "mine")


def test_only_404_is_absent(context: Context, platform: Any) -> None:
    assert Keys(context).datastore_get("k") is None
    assert Keys(context).datastore_get("k", default="none") == "none"
    for failure in (Forbidden("no", status=403), ServerError("oops", status=500)):
        platform.answer("GET", "/api/v1/keys/mine.k", failure)
        with pytest.raises(type(failure)):
            Keys(context).datastore_get("k")


def test_an_encrypted_value_is_judged_without_being_shown(context: Context, platform: Any) -> None:
    platform.answer("GET", "/api/v1/keys/mine.k", stored("hidden-value", encrypted=True))
    keys = Keys(context)
    value = keys.get_key_value("k", EQUAL, "hidden-value")
    assert isinstance(value, Secret)
    with pytest.raises(AssertionError) as failure:
        keys.get_key_value("k", EQUAL, Secret("hidden-other"))
    assert "hidden-" not in str(failure.value)


def test_an_encrypted_value_is_masked_from_then_on(context: Context, platform: Any) -> None:
    platform.answer("GET", "/api/v1/keys/mine.k", stored("hidden-value", encrypted=True))
    Keys(context).get_key("k")
    assert context.masker.text("it is hidden-value") == "it is ***"


def test_a_plain_value_that_differs_is_shown(context: Context, platform: Any) -> None:
    platform.answer("GET", "/api/v1/keys/mine.k", stored("eu-west"))
    with pytest.raises(AssertionError, match=r"eu-west.*eu-central"):
        Keys(context).get_key_value("k", EQUAL, "eu-central")


def test_a_secret_is_a_secret_however_it_is_stored(context: Context, platform: Any) -> None:
    platform.answer("GET", "/api/v1/keys/mine.k", stored("in the clear"))
    found = Secrets(context).get_secret("k")
    assert isinstance(found, Secret)
    assert found.value == "in the clear"


def test_a_withheld_secret_says_so(context: Context, platform: Any) -> None:
    platform.answer("GET", "/api/v1/keys/mine.k", stored(None, encrypted=True))
    with pytest.raises(AssertionError, match="may not decrypt"):
        Secrets(context).get_secret("k")


def test_changing_encryption_needs_the_value(context: Context) -> None:
    with pytest.raises(BadInput, match="encrypted needs the value"):
        Keys(context).update_key("k", encrypted=True)


def test_a_ref_with_a_dot_and_an_object_are_taken_as_they_are(context: Context, platform: Any) -> None:
    platform.answer("GET", "/api/v1/keys/theirs.k", stored(1))
    keys = Keys(context)
    assert keys.get_key("theirs.k").value == 1
    assert keys.get_key({"ref": "theirs.k"}).value == 1
