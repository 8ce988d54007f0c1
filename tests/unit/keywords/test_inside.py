"""What actions are told to ask about keys: whole requests, and nothing that nobody could answer."""

from typing import Any

import pytest
from robot.api.types import Secret

from AttuneLibrary.core.context import Context
from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.keywords.inside import Inside

EXECUTE = "/api/v1/executions/execute"


def run(platform: Any, status: str = "completed", **data: Any) -> None:
    execution = {"id": 7, "status": status, "action_ref": "mine.write", "result": {"data": data}}
    platform.answer("POST", EXECUTE, execution)
    platform.answer("GET", "/api/v1/executions/7", execution)


def sent(platform: Any) -> list[Any]:
    return [asked.json["parameters"] for asked in platform.asked if asked.path == EXECUTE]


def test_a_created_key_belongs_to_the_suites_pack_and_is_deleted_later(context: Context, platform: Any) -> None:
    run(platform, answers=[{"status": 201}])
    answers = Inside(context).use_keys_from_inside("mine.write", '{"do": "create", "ref": "code", "value": 7}')
    assert answers == [{"status": 201}]
    owner = {"owner_type": "pack", "owner_pack_ref": "mine"}
    (parameters,) = sent(platform)
    assert parameters == {"requests": [{"do": "create", "ref": "mine.code", "name": "mine.code", "value": 7} | owner]}
    assert context.cleanup.made == 2  # the key and the execution


def test_a_secret_goes_beside_the_requests(context: Context, platform: Any) -> None:
    run(platform, answers=[])
    request = {"do": "update", "ref": "mine.code", "encrypted": True}
    Inside(context).use_keys_from_inside("mine.write", request, secret=Secret("hush"))
    assert sent(platform) == [{"requests": [request], "secret": "hush"}]


def test_each_value_has_a_run_of_its_own(context: Context, platform: Any) -> None:
    run(platform, answers=[{"status": 200}])
    answers = Inside(context).use_keys_from_inside_at_once("mine.write", {"do": "update", "ref": "code"}, [1, None])
    assert answers == [{"status": 200}] * 2
    assert [one["requests"][0]["value"] for one in sent(platform)] == [1, None]


@pytest.mark.parametrize(
    ("requests", "message"),
    [
        ([], "requests are not given"),
        (["code"], "request 1 is 'code'; it must be an object with do and ref"),
        ([{"do": "read"}], "request 1 is .* must be an object with do and ref"),
        ([{"do": "read", "ref": "a"}, {"do": "raed", "ref": "a"}], r"request 2: unknown do 'raed' .*'read'"),
        ([{"do": "create", "ref": "a", "encrypted": True}], "secret is not given, but a request is to be encrypted"),
    ],
)
def test_what_cannot_be_asked_is_told_before_anything_is_sent(
    context: Context, platform: Any, requests: list[Any], message: str
) -> None:
    with pytest.raises(BadInput, match=message):
        Inside(context).use_keys_from_inside("mine.write", *requests)
    assert not platform.asked and context.cleanup.made == 0


def test_one_value_is_not_at_once(context: Context) -> None:
    with pytest.raises(BadInput, match="values has 1 elements; at once means 2 or more"):
        Inside(context).use_keys_from_inside_at_once("mine.write", {"do": "read", "ref": "a"}, [1])
