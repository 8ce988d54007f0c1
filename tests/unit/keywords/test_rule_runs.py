"""One event and several rules: exactly which of them it has to have set off."""

from typing import Any

import pytest

from AttuneLibrary.core.context import Context
from AttuneLibrary.core.errors import BadInput, WaitEndedEarly, WaitTimedOut
from AttuneLibrary.keywords.rule_runs import RuleRuns

EXECUTIONS, ENFORCEMENTS = "/api/v1/executions", "/api/v1/enforcements"


def prepare(platform: Any, *rules: str, payload: Any = None, later: bool = True) -> None:
    """Event 1 has set off these rules, once each; event 2 comes later and sets off a rule where `later`."""
    made = [
        {"id": number, "rule_ref": rule, "event": 1, "status": "processed", "config": {"n": 1}, "payload": {"n": 1}}
        for number, rule in enumerate(rules, 10)
    ]
    proof = [{"id": 90, "rule_ref": "mine.z", "event": 2, "status": "processed"}] if later else []
    platform.answer("GET", ENFORCEMENTS, lambda asked: made if asked["params"]["event"] == 1 else proof)
    platform.answer(
        "GET",
        EXECUTIONS,
        lambda asked: [
            {
                "id": asked["params"]["enforcement"] + 10,
                "status": "completed",
                "enforcement": asked["params"]["enforcement"],
            }
        ],
    )
    platform.answer("GET", "/api/v1/events/1", {"payload": {"n": 1} if payload is None else payload})
    for number, enforcement in enumerate(made, 20):
        rule = enforcement["rule_ref"]
        run = {"id": number, "action_ref": "mine.a", "config": {"n": 1}, "result": {}}
        platform.answer("GET", f"{EXECUTIONS}/{number}", run)
        platform.answer("GET", f"{ENFORCEMENTS}/{enforcement['id']}", enforcement)
        platform.answer("GET", f"/api/v1/rules/{rule}", {"id": number, "ref": rule, "action_ref": "mine.a"})
    platform.answer("GET", "/api/v1/rules/mine.absent", {"id": 7, "ref": "mine.absent", "action_ref": "mine.a"})


def judge(context: Context, *rules: str, **options: Any) -> Any:
    given = {"settle": 0, "timeout": 0.2} | options
    return RuleRuns(context).event_should_have_run_exactly(1, list(rules), **given)


def test_the_executions_come_in_the_order_of_the_rules(context: Context, platform: Any) -> None:
    prepare(platform, "mine.a", "mine.b")
    assert [run.id for run in judge(context, "mine.b", "mine.a")] == [21, 20]


def test_one_rule_needs_no_list(context: Context, platform: Any) -> None:
    prepare(platform, "mine.a")
    runs = RuleRuns(context).event_should_have_run_exactly(1, "mine.a", settle=0, timeout=0.2)
    assert [run.id for run in runs] == [20]


def test_another_rule_fails_at_once(context: Context, platform: Any) -> None:
    prepare(platform, "mine.a", "mine.b")
    with pytest.raises(WaitEndedEarly, match=r"rule mine\.b was set off as well \(enforcement 11\)"):
        judge(context, "mine.a")


def test_a_missing_rule_is_waited_for(context: Context, platform: Any) -> None:
    prepare(platform, "mine.a")
    with pytest.raises(WaitTimedOut, match=r"event 1 has run mine\.a after .*, wanted exactly mine\.a, mine\.absent"):
        judge(context, "mine.a", "mine.absent")


def test_nothing_needs_a_later_event(context: Context, platform: Any) -> None:
    prepare(platform)
    with pytest.raises(BadInput, match="rules is empty and later is not given"):
        judge(context)
    assert judge(context, later=2) == []


def test_the_later_event_has_to_be_obeyed(context: Context, platform: Any) -> None:
    prepare(platform, later=False)
    with pytest.raises(WaitTimedOut, match="wanted exactly nothing, and an enforcement of event 2 as a proof"):
        judge(context, later=2)


def test_another_payload_is_told(context: Context, platform: Any) -> None:
    prepare(platform, "mine.a", payload={"n": 1, "lost": True})
    with pytest.raises(
        AssertionError, match=r"enforcement 10 has another payload than its event:\n  \$\.lost: is miss"
    ):
        judge(context, "mine.a")


def test_rules_are_made_by_name(context: Context, platform: Any) -> None:
    platform.answer("POST", "/api/v1/rules", lambda asked: asked["json"])
    made = RuleRuns(context).create_rules("mine.t", "mine.a", {"high": "event.payload.n > 3", "every": None})
    assert made.high.conditions == {"expression": "event.payload.n > 3"}
    assert "conditions" not in made.every
    assert made.high.ref.endswith("_high")


def test_no_rules_are_refused(context: Context) -> None:
    with pytest.raises(BadInput, match="conditions is empty"):
        RuleRuns(context).create_rules("mine.t", "mine.a", {})
