"""Lists of rules: all, enabled, of a pack, of an action, of a trigger."""

from starlette.responses import Response

from attune_emulator.definitions import ACTION, PACK, RULE, TRIGGER, component_page, existing
from attune_emulator.http.call import Call
from attune_emulator.http.queries import PageSize
from attune_emulator.http.routes import Routes
from attune_emulator.services.rules.views import rule_summary

routes = Routes("rules")


@routes.get("/api/v1/rules")
def list_rules(call: Call, query: PageSize) -> Response:
    """List rules."""
    return component_page(call, RULE, query, rule_summary)


@routes.get("/api/v1/rules/enabled")
def list_enabled_rules(call: Call, query: PageSize) -> Response:
    """List enabled rules."""
    return component_page(call, RULE, query, rule_summary, "enabled")


@routes.get("/api/v1/packs/{pack_ref}/rules")
def list_rules_of_pack(call: Call, pack_ref: str, query: PageSize) -> Response:
    """List a pack's rules."""
    pack = existing(call, PACK, pack_ref)
    return component_page(call, RULE, query, rule_summary, "pack = ?", pack["id"])


@routes.get("/api/v1/actions/{action_ref}/rules")
def list_rules_of_action(call: Call, action_ref: str, query: PageSize) -> Response:
    """List the rules that start an action."""
    action = existing(call, ACTION, action_ref)
    return component_page(call, RULE, query, rule_summary, "action = ?", action["id"])


@routes.get("/api/v1/triggers/{trigger_ref}/rules")
def list_rules_of_trigger(call: Call, trigger_ref: str, query: PageSize) -> Response:
    """List the rules that listen to a trigger."""
    trigger = existing(call, TRIGGER, trigger_ref)
    return component_page(call, RULE, query, rule_summary, "trigger = ?", trigger["id"])
