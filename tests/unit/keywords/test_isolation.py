"""Who finds what, and what was done to it."""

from typing import Any

import pytest

from AttuneLibrary.client import Forbidden
from AttuneLibrary.core.context import Context
from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.keywords.isolation import Isolation

RULE = {"id": 3, "ref": "anns.rule", "pack_ref": "anns", "label": "mine"}
EVENT = {"id": 8, "trigger_ref": "anns.hook"}


def test_what_is_nowhere_is_hidden(context: Context, platform: Any) -> None:
    platform.answer("GET", "/api/v1/rules", [{"id": 4}])
    Isolation(context).should_be_hidden("rule", RULE, session="bob")
    assert [asked.path for asked in platform.asked] == [
        "/api/v1/rules/anns.rule",
        "/api/v1/rules",
        "/api/v1/packs/anns/rules",
    ]


@pytest.mark.parametrize(
    ("path", "answer", "told"),
    [
        ("/api/v1/rules/anns.rule", RULE, "GET /api/v1/rules/anns.rule answered 200, wanted 404"),
        ("/api/v1/rules/anns.rule", Forbidden("no", status=403), "answered 403, wanted 404"),
        ("/api/v1/rules", [{"id": 4}, {"id": 3}], "GET /api/v1/rules lists it"),
        ("/api/v1/packs/anns/rules", [{"id": 3}], "GET /api/v1/packs/anns/rules lists it"),
    ],
)
def test_every_way_of_finding_it_is_told(context: Context, platform: Any, path: str, answer: Any, told: str) -> None:
    platform.answer("GET", path, answer)
    with pytest.raises(AssertionError, match=f"rule anns.rule is not hidden from fake: .*{told}"):
        Isolation(context).should_be_hidden("rule", RULE, session="bob")


def test_records_are_looked_for_where_they_came_from(context: Context, platform: Any) -> None:
    platform.answer("GET", "/api/v1/events", [{"id": 8}])
    with pytest.raises(AssertionError, match=r"GET /api/v1/events\?trigger_ref=anns.hook lists it"):
        Isolation(context).should_be_hidden("event", EVENT, session="bob")
    assert platform.last().options["params"] == {"trigger_ref": "anns.hook"}


def test_what_lies_below_an_execution_is_asked_for_too(context: Context, platform: Any) -> None:
    platform.answer("GET", "/api/v1/executions/9/artifacts", [])
    platform.answer("GET", "/api/v1/executions/9/history", [{}, {}])
    with pytest.raises(AssertionError, match=r"fake: GET /api/v1/executions/9/history has 2 elements$"):
        Isolation(context).should_be_hidden("execution", {"id": 9, "action_ref": "anns.run"}, session="bob")


def test_what_one_has_is_there_in_both_ways(context: Context, platform: Any) -> None:
    platform.answer("GET", "/api/v1/rules/anns.rule", RULE)
    platform.answer("GET", "/api/v1/rules", [{"id": 4}])
    with pytest.raises(AssertionError, match=r"rule anns.rule is missing from GET /api/v1/rules of fake"):
        Isolation(context).should_be_visible("rule", RULE, session="ann")
    platform.answer("GET", "/api/v1/rules", [{"id": 3}])
    Isolation(context).should_be_visible("rule", RULE, session="ann")


def test_an_unknown_kind_is_told(context: Context) -> None:
    with pytest.raises(BadInput, match=r"unknown kind 'rulez' \(did you mean 'rule'\?\)"):
        Isolation(context).should_be_hidden("rulez", RULE, session="bob")
    with pytest.raises(BadInput, match="unknown kind 'event'"):
        Isolation(context).create_one("event")


def test_a_change_is_told_with_its_place(context: Context, platform: Any) -> None:
    platform.answer("GET", "/api/v1/rules/anns.rule", {**RULE, "label": "taken over"})
    with pytest.raises(AssertionError, match=r"rule anns.rule was changed:\n.*label: is 'taken over'"):
        Isolation(context).should_be_unchanged("rule", RULE)


@pytest.mark.parametrize("status", ["canceling", "cancelled"])
def test_a_cancelled_execution_was_not_left_alone(context: Context, platform: Any, status: str) -> None:
    platform.answer("GET", "/api/v1/executions/9", {"id": 9, "status": status})
    with pytest.raises(AssertionError, match=f"execution 9 is {status}"):
        Isolation(context).should_be_unchanged("execution", {"id": 9, "status": "running"})


def test_an_execution_that_went_on_was_left_alone(context: Context, platform: Any) -> None:
    platform.answer("GET", "/api/v1/executions/9", {"id": 9, "status": "completed"})
    Isolation(context).should_be_unchanged("execution", {"id": 9, "status": "running"})
