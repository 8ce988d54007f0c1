"""Making and changing rules: which event starts which action."""

from typing import Any

from starlette.responses import Response

from attune_emulator import deviations
from attune_emulator.definitions import ACTION, PACK, RULE, TRIGGER, changeable, readable, usable
from attune_emulator.http.call import Call
from attune_emulator.http.errors import Conflict
from attune_emulator.http.fields import ABSENT
from attune_emulator.http.replies import created, data, success
from attune_emulator.http.routes import Routes
from attune_emulator.services.executions.cancelling import cancel
from attune_emulator.services.rules.bodies import CreateRule, UpdateRule
from attune_emulator.services.rules.checks import judge_delegation, judge_parameters
from attune_emulator.services.rules.views import rule_view
from attune_emulator.store import JSON_NULL, Row

routes = Routes("rules")


@routes.get("/api/v1/rules/{ref}")
def get_rule(call: Call, ref: str) -> Response:
    """Get one rule."""
    return data(rule_view(readable(call, RULE, ref)))


@routes.post("/api/v1/rules")
def create_rule(call: Call, body: CreateRule) -> Response:
    """Create a rule."""
    call.demand("rules", "create", RULE.subject(body.ref, None))
    pack = usable(call, PACK, body.pack_ref)
    action = usable(call, ACTION, body.action_ref)
    trigger = usable(call, TRIGGER, body.trigger_ref)
    judge_delegation(call, body.permission_set_refs, "create")
    judge_parameters(trigger, body.trigger_params, action, body.action_params)
    if call.db.by_ref("rule", body.ref) is not None:
        raise Conflict(f"Rule with ref '{body.ref}' already exists")
    with call.db.transaction():
        row = call.db.insert("rule", _values(call, body, pack, action, trigger))
        call.emulator.bus.send("rule.created", row)
    return created(rule_view(row), "Rule created successfully")


def _values(call: Call, body: CreateRule, pack: Row, action: Row, trigger: Row) -> dict[str, Any]:
    return {
        "ref": body.ref,
        "pack": pack["id"],
        "pack_ref": pack["ref"],
        "label": body.label,
        "description": body.description,
        "action": action["id"],
        "action_ref": action["ref"],
        "trigger": trigger["id"],
        "trigger_ref": trigger["ref"],
        "conditions": JSON_NULL if body.conditions is None else body.conditions,
        "action_params": JSON_NULL if body.action_params is None else body.action_params,
        "trigger_params": JSON_NULL if body.trigger_params is None else body.trigger_params,
        "permission_set_refs": body.permission_set_refs,
        "notify_on_trigger": body.notify_on_trigger,
        "enabled": body.enabled,
        "is_adhoc": True,
        "owner_identity": call.caller.identity_id,
    }


@routes.put("/api/v1/rules/{ref}")
def update_rule(call: Call, ref: str, body: UpdateRule) -> Response:
    """Change a rule."""
    row = changeable(call, RULE, ref, "update", checked=True)
    values = body.given()
    if body.permission_set_refs is not ABSENT:
        values["permission_set_refs"] = body.permission_set_refs
        judge_delegation(call, body.permission_set_refs, "update")
    changed = row | values
    _judge_links(call, changed, values)
    with call.db.transaction():
        fresh = call.db.update("rule", row["id"], values)
        _announce_update(call, row, fresh)
    return data(rule_view(fresh), "Rule updated successfully")


def _judge_links(call: Call, changed: Row, values: dict[str, Any]) -> None:
    """Look up what the rule links to now, and judge its parameters where either side changed."""
    if not values.keys() & {"action_ref", "trigger_ref", "action_params", "trigger_params"}:
        return
    action = usable(call, ACTION, changed["action_ref"])
    trigger = usable(call, TRIGGER, changed["trigger_ref"])
    judge_parameters(trigger, changed["trigger_params"], action, changed["action_params"])
    values |= {"action": action["id"], "trigger": trigger["id"]}


def _announce_update(call: Call, before: Row, after: Row) -> None:
    moved = before["trigger_ref"] != after["trigger_ref"]
    if before["enabled"] and (moved or not after["enabled"]):
        call.emulator.bus.send("rule.disabled", before | {"enabled": False})
    retimed = moved or before["trigger_params"] != after["trigger_params"]
    if after["enabled"] and (retimed or not before["enabled"]):
        call.emulator.bus.send("rule.enabled", after)


@routes.delete("/api/v1/rules/{ref}")
def delete_rule(call: Call, ref: str) -> Response:
    """Delete a rule."""
    row = changeable(call, RULE, ref, "delete", checked=True)
    with call.db.transaction():
        if not deviations.on("rule-delete-lost"):
            call.db.delete("rule", row["id"])
        call.emulator.bus.send("rule.deleted", row)
    return success(f"Rule '{ref}' deleted successfully")


@routes.post("/api/v1/rules/{ref}/enable")
def enable_rule(call: Call, ref: str) -> Response:
    """Enable a rule."""
    return _switch(call, ref, True)


@routes.post("/api/v1/rules/{ref}/disable")
def disable_rule(call: Call, ref: str) -> Response:
    """Disable a rule: events are recorded, nothing comes of them."""
    return _switch(call, ref, False)


def _cancel_running(call: Call, rule: Row) -> None:
    sql = (
        "SELECT execution.* FROM execution JOIN enforcement ON execution.enforcement = enforcement.id"
        " WHERE enforcement.rule = ? AND execution.status = 'running'"
    )
    for execution in call.db.all(sql, rule["id"]):
        cancel(call.emulator, execution)


def _switch(call: Call, ref: str, enabled: bool) -> Response:
    row = changeable(call, RULE, ref, "update")
    word = "enabled" if enabled else "disabled"
    with call.db.transaction():
        fresh = call.db.update("rule", row["id"], {"enabled": enabled})
        call.emulator.bus.send(f"rule.{word}", fresh)
        if not enabled and deviations.on("disable-cancels-running"):
            _cancel_running(call, row)
    return data(rule_view(fresh), f"Rule {word} successfully")
