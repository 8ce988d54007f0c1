"""Keys over time, by the handful, written at once, and refused."""

from datetime import timedelta
from typing import Any

import pytest

from AttuneLibrary.client import Invalid
from AttuneLibrary.core.context import Context
from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.keywords.key_checks import KeyChecks

PATH = "/api/v1/keys/mine.code"


def key(context: Context, *, ttl: int | None = 1, ends_in: float = 0.0, written: float = 0.0) -> dict[str, Any]:
    """A key whose end lies `ends_in` seconds ahead, written `written` seconds after what its ttl says."""
    end = context.clock.now() + timedelta(seconds=ends_in)
    begun = end - timedelta(seconds=(ttl or 0) - written)
    return {"ref": "mine.code", "ttl": ttl, "expires_at": end.isoformat(), "updated": begun.isoformat()}


@pytest.fixture(autouse=True)
def clock(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(context.clock), "offset", timedelta(0))


def test_a_key_that_goes_in_time(context: Context, platform: Any) -> None:
    assert "mine.code: found until" in KeyChecks(context).key_should_expire(key(context), 1)


@pytest.mark.parametrize("members", [{"ttl": None}, {"ttl": 2}, {"expires_at": None}])
def test_a_key_that_knows_of_no_end_is_told(context: Context, members: dict[str, Any]) -> None:
    with pytest.raises(AssertionError, match=r"key mine.code has no time to live of 1 s"):
        KeyChecks(context).key_should_expire(key(context) | members, 1)


def test_an_end_that_does_not_follow_from_the_ttl_is_told(context: Context) -> None:
    with pytest.raises(AssertionError, match=r"expires 6.00 s after it was written, wanted 9 s"):
        KeyChecks(context).key_should_expire(key(context, ttl=9, written=3), 9)


def test_a_key_that_stays_is_told(context: Context, platform: Any) -> None:
    platform.answer("GET", PATH, {"ref": "mine.code"})
    with pytest.raises(AssertionError, match=r"key mine.code is still found after"):
        KeyChecks(context).key_should_expire(key(context), 1, tolerance="50ms")


def test_a_key_that_goes_too_early_is_told(context: Context, platform: Any) -> None:
    with pytest.raises(AssertionError, match=r"was gone 5.0. s before the end of its ttl"):
        KeyChecks(context).key_should_expire(key(context, ttl=5, ends_in=5.05), 5, tolerance="50ms")


def test_a_refusal_has_to_be_the_right_one(context: Context, platform: Any) -> None:
    platform.answer("POST", "/api/v1/keys", Invalid("POST answered 422: key_ref_format", status=422, error="bad"))
    refused = KeyChecks(context).key_should_be_refused
    assert refused(422, "key_ref_format", {"ref": "a..b"}) == "bad"
    assert platform.last().json["ref"] == "a..b"
    with pytest.raises(AssertionError, match="wanted 422 with 'lowercase', but POST answered 422"):
        refused(422, "lowercase", {"ref": "a..b"})
    with pytest.raises(AssertionError, match="wanted 409 with 'key'"):
        refused(409, "key", {"ref": "a..b"})


def test_an_accepted_key_is_told_and_deleted_later(context: Context, platform: Any) -> None:
    platform.answer("POST", "/api/v1/keys", {"ref": "mine.x"})
    with pytest.raises(AssertionError, match="was accepted, wanted 422 with 'ttl'"):
        KeyChecks(context).key_should_be_refused(422, "ttl", {"ttl": 0})
    assert context.cleanup.made == 1


def test_keys_are_named_after_their_members(context: Context, platform: Any) -> None:
    platform.answer("POST", "/api/v1/keys", lambda options: options["json"])
    made = KeyChecks(context).create_keys({"host": "db", "port": 5432})
    assert [(one.name, one.value) for one in made] == [("host", "db"), ("port", 5432)]
    assert {one.owner_pack_ref for one in made} == {"mine"}
    assert len({one.ref for one in made}) == 2


def test_one_writer_is_not_at_once(context: Context) -> None:
    with pytest.raises(BadInput, match="values has 1 elements"):
        KeyChecks(context).update_key_at_once("mine.code", [1])
