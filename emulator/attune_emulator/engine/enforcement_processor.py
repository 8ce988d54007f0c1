"""From enforcements to executions."""

from typing import TYPE_CHECKING

from attune_emulator import clock, deviations
from attune_emulator.crypto import decrypt
from attune_emulator.services.enforcements.views import enforcement_notice
from attune_emulator.services.executions.changes import change
from attune_emulator.services.executions.creation import create_execution
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

SYSTEM_IDENTITY = 1


def start(emulator: "Emulator") -> None:
    """Act on every enforcement, and first on those that an earlier run left behind."""
    emulator.bus.listen("enforcement.created", lambda enforcement: process_enforcement(emulator, enforcement))
    for enforcement in emulator.db.all("SELECT * FROM enforcement WHERE status = 'created' ORDER BY id"):
        emulator.bus.send("enforcement.created", enforcement)


def process_enforcement(emulator: "Emulator", enforcement: Row) -> None:
    """Ask for the execution of the rule's action; without an enabled rule and its action and trigger, for none."""
    rule = emulator.db.by_id("rule", enforcement["rule"]) if enforcement["rule"] is not None else None
    with emulator.db.transaction():
        if rule is not None and (rule["enabled"] or deviations.on("disabled-rule-fires")) and _complete(rule):
            if not deviations.on("enforcement-starts-nothing"):
                _execute(emulator, rule, enforcement)
            tells = rule["notify_on_trigger"] or deviations.on("rule-tells-always")
            if tells and not deviations.on("notify-on-trigger"):
                _announce_rule(emulator, rule, enforcement)
            status = "created" if deviations.on("enforcement-stays-created") else "processed"
        else:
            status = "disabled"
        resolved = emulator.db.update("enforcement", enforcement["id"], {"status": status, "resolved_at": clock.now()})
        notice = enforcement_notice(resolved) | {"old_status": enforcement["status"]}
        emulator.hub.publish("enforcement_status_changed", "enforcement", resolved["id"], notice)


def _complete(rule: Row) -> bool:
    return rule["action"] is not None and rule["trigger"] is not None


def _execute(emulator: "Emulator", rule: Row, enforcement: Row) -> None:
    action = emulator.db.by_id("action", rule["action"])
    assert action is not None
    secrets = decrypt(emulator.encryption_key, enforcement["secrets"]) if enforcement["secrets"] is not None else {}
    own_sets = rule["permission_set_refs"]
    execution = create_execution(
        emulator,
        action=action,
        config=secrets.get("config", enforcement["config"]),
        secret_values=secrets.get("texts"),
        release=enforcement["error"] is None,
        enforcement=enforcement["id"],
        rule_ref=rule["ref"],
        trigger_ref=enforcement["trigger_ref"],
        executor=SYSTEM_IDENTITY if deviations.on("executor-lost") else rule["owner_identity"] or SYSTEM_IDENTITY,
        permission_set_refs=action["default_execution_permission_set_refs"] if own_sets is None else own_sets,
    )
    if enforcement["error"] is not None:
        change(emulator, execution, status="failed", result={"succeeded": False, "error": enforcement["error"]})


def _announce_rule(emulator: "Emulator", rule: Row, enforcement: Row) -> None:
    facts = {
        "ref": rule["ref"],
        "trigger_ref": rule["trigger_ref"],
        "event": enforcement["event"],
        "enforcement": enforcement["id"],
        "triggered_at": clock.notification_stamp(clock.now()),
    }
    emulator.hub.publish("rule_triggered", "rule", rule["id"], facts)
