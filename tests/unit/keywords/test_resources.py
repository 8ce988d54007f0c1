"""What all resource keywords share: addressing, registering for deletion, the shape of requests and results."""

from typing import Any

import pytest
from robot.api.types import Secret
from robot.utils import DotDict

from AttuneLibrary.client import Conflict, Forbidden, NotFound, PlatformUnreachable, ServerError
from AttuneLibrary.core.context import Context
from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.keywords.actions import Actions
from AttuneLibrary.keywords.packs import Packs, patched
from AttuneLibrary.keywords.resources import given, plain
from AttuneLibrary.keywords.rules import Rules, conditions_of
from AttuneLibrary.keywords.triggers import Triggers
from AttuneLibrary.keywords.workflows import definition_of


def registered(context: Context) -> list[str]:
    return [str(made) for scope in context.cleanup._scopes for made in scope]


def test_a_request_holds_plain_data_with_secrets_opened() -> None:
    value = DotDict(a=(1, Secret("x")), b=DotDict(c=None))
    assert plain(value) == {"a": [1, "x"], "b": {"c": None}}
    assert type(plain(value)) is dict


def test_none_means_not_given_and_nothing_else_does() -> None:
    assert given(a=None, b=0, c="", d=False, e=[]) == {"b": 0, "c": "", "d": False, "e": []}


def test_an_empty_text_clears_and_another_one_sets() -> None:
    assert patched(a="", b="x", c=None) == {"a": {"op": "clear"}, "b": {"op": "set", "value": "x"}}


@pytest.mark.parametrize("action", ["mine.run", {"ref": "mine.run", "id": 7}, DotDict(ref="mine.run", id=7)])
def test_a_ref_and_an_object_address_the_same(context: Context, platform: Any, action: Any) -> None:
    platform.answer("GET", "/api/v1/actions/mine.run", {"ref": "mine.run"})
    assert Actions(context).get_action(action).ref == "mine.run"


@pytest.mark.parametrize("action", [7, "7"])
def test_a_number_is_looked_up_where_the_platform_wants_a_ref(context: Context, platform: Any, action: Any) -> None:
    platform.answer("GET", "/api/v1/actions", [{"id": 3, "ref": "mine.other"}, {"id": 7, "ref": "mine.run"}])
    platform.answer("GET", "/api/v1/actions/mine.run", {"ref": "mine.run"})
    assert Actions(context).get_action(action).ref == "mine.run"


@pytest.mark.parametrize("action", [None, "", True, 1.5, {"id": 7}, []])
def test_what_means_no_action_is_refused_in_one_line(context: Context, action: Any) -> None:
    with pytest.raises(BadInput, match=r"^action\b.*") as refusal:
        Actions(context).get_action(action)
    assert "\n" not in str(refusal.value)


def test_creation_registers_before_the_request_goes_out(context: Context, platform: Any) -> None:
    platform.answer("POST", "/api/v1/packs", lambda _: {"ref": "x1", "known": registered(context)})
    assert Packs(context).create_pack("x1").known == ["pack x1"]


@pytest.mark.parametrize("refusal", [Conflict("taken", status=409), Forbidden("no", status=403)])
def test_a_refused_name_is_not_deleted_since_it_may_be_somebody_elses(
    context: Context, platform: Any, refusal: Exception
) -> None:
    platform.answer("POST", "/api/v1/packs", refusal)
    with pytest.raises(type(refusal)):
        Packs(context).create_pack("core")
    assert registered(context) == []


@pytest.mark.parametrize("failure", [PlatformUnreachable("reset"), ServerError("oops", status=500)])
def test_an_unknown_outcome_is_deleted(context: Context, platform: Any, failure: Exception) -> None:
    platform.answer("POST", "/api/v1/packs", failure)
    with pytest.raises(type(failure)):
        Packs(context).create_pack("x1")
    assert registered(context) == ["pack x1"]


def test_a_second_refused_creation_leaves_the_first_registered(context: Context, platform: Any) -> None:
    platform.answer("POST", "/api/v1/packs", {"ref": "x1"})
    Packs(context).create_pack("x1")
    platform.answer("POST", "/api/v1/packs", Conflict("taken", status=409))
    with pytest.raises(Conflict):
        Packs(context).create_pack("x1")
    assert registered(context) == ["pack x1"]


def test_what_a_test_deletes_is_not_deleted_again(context: Context, platform: Any) -> None:
    platform.answer("POST", "/api/v1/packs", {"ref": "x1"})
    platform.answer("DELETE", "/api/v1/packs/x1", None)
    pack = Packs(context).create_pack("x1")
    Packs(context).delete_pack(pack)
    assert registered(context) == []


def test_an_update_of_nothing_is_refused(context: Context) -> None:
    with pytest.raises(BadInput, match="nothing was given that could change the action"):
        Actions(context).update_action("mine.run")


def test_an_unknown_argument_is_an_error(context: Context) -> None:
    with pytest.raises(TypeError, match="action_parameters"):
        Rules(context).create_rule("t.t", "a.a", action_parameters={"message": "lost"})


@pytest.mark.parametrize("name", ["conditions", "criteria"])
def test_conditions_and_criteria_are_the_same(context: Context, platform: Any, name: str) -> None:
    platform.answer("POST", "/api/v1/rules", {"ref": "mine.r"})
    Rules(context).create_rule("t.t", "a.a", **{name: "event.payload.n > 3"})
    assert platform.last().json["conditions"] == {"expression": "event.payload.n > 3"}


def test_an_object_of_conditions_goes_as_it_is() -> None:
    listed = [{"field": "n", "operator": "equals", "value": 1}]
    assert conditions_of(listed, None) == listed
    assert conditions_of(None, None) is None


@pytest.mark.parametrize(
    "text", ['{"expression": "a == true"}', "{'expression': 'a == true'}", ' {"expression": "a == true"}']
)
def test_a_text_that_is_an_object_of_conditions_is_that_object(text: str) -> None:
    assert conditions_of(text, None) == {"expression": "a == true"}


@pytest.mark.parametrize("text", ["{{ event.payload.n }} > 3", "[1, 2", "event.payload.n in [1, 2]", ""])
def test_any_other_text_is_an_expression(text: str) -> None:
    assert conditions_of(None, text) == {"expression": text}


def test_conditions_beside_criteria_are_refused() -> None:
    with pytest.raises(BadInput, match="mean the same"):
        conditions_of("a", "b")


def test_a_rule_is_disabled_before_it_is_deleted(context: Context, platform: Any) -> None:
    platform.answer("POST", "/api/v1/rules/mine.r/disable", {"ref": "mine.r"})
    platform.answer("DELETE", "/api/v1/rules/mine.r", None)
    Rules(context).delete_rule("mine.r")
    assert [(asked.method, asked.path) for asked in platform.asked] == [
        ("POST", "/api/v1/rules/mine.r/disable"),
        ("DELETE", "/api/v1/rules/mine.r"),
    ]


def test_a_rule_that_is_gone_already_is_not_found(context: Context) -> None:
    with pytest.raises(NotFound):
        Rules(context).delete_rule("mine.r")


def test_a_webhook_key_is_secret_in_every_result(context: Context, platform: Any) -> None:
    platform.answer("GET", "/api/v1/triggers/mine.t", {"ref": "mine.t", "webhook_key": "wh_0123456789abcdef"})
    trigger = Triggers(context).get_trigger("mine.t")
    assert isinstance(trigger.webhook_key, Secret)
    assert "0123456789abcdef" not in str(trigger)


def test_a_webhook_key_of_any_form_is_masked_from_then_on(context: Context, platform: Any) -> None:
    platform.answer("GET", "/api/v1/triggers/mine.t", {"ref": "mine.t", "webhook_key": "another-form-of-key"})
    Triggers(context).get_trigger("mine.t")
    assert context.masker.text("POST /webhooks/another-form-of-key") == "POST /webhooks/***"


def test_a_definition_is_taken_as_data_or_as_yaml() -> None:
    assert definition_of("version: 1.0.0\ntasks: []") == {"version": "1.0.0", "tasks": []}
    assert definition_of(DotDict(version="1.0.0")) == {"version": "1.0.0"}


@pytest.mark.parametrize("definition", ["just text", "a: [", None, 3])
def test_what_is_no_definition_is_refused_in_one_line(definition: Any) -> None:
    with pytest.raises(BadInput, match=r"^definition ") as refusal:
        definition_of(definition)
    assert "\n" not in str(refusal.value)


def test_the_suites_pack_owns_what_is_created(context: Context, platform: Any) -> None:
    platform.answer("POST", "/api/v1/actions", lambda options: options["json"])
    action = Actions(context).create_action("run")
    assert (action.ref, action.pack_ref, action.label) == ("mine.run", "mine", "mine.run")
