"""From events to enforcements: which rules an event sets off, and with which parameters."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from attune_emulator import deviations
from attune_emulator.crypto import encrypt
from attune_emulator.engine.conditions import conditions_hold
from attune_emulator.engine.rule_names import event_names, keystore_of, secret_config_values, template_names
from attune_emulator.engine.rule_templates import TemplateError, render
from attune_emulator.schemas import secret_names
from attune_emulator.services.enforcements.views import enforcement_notice
from attune_emulator.services.executions.secrets import masked, split, texts_in
from attune_emulator.store import Row

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator


@dataclass
class Parameters:
    """What a rule's ``action_params`` came to: in clear, with texts to keep out of sight, or a template's complaint."""

    values: Any = field(default_factory=dict)
    secret_texts: list[str] = field(default_factory=list)
    error: str | None = None


class LeakingRule(Exception):
    """A rule that hands a secret of its pack to an open parameter: the platform drops it without a trace."""


def start(emulator: "Emulator") -> None:
    """Judge every event as it is put on record."""
    emulator.bus.listen("event.created", lambda event: process_event(emulator, event))


def process_event(emulator: "Emulator", event: Row) -> None:
    """Make an enforcement for every rule the event sets off; one rule's failure is no other's."""
    has_payload = emulator.db.value("SELECT payload IS NOT NULL FROM event WHERE id = ?", event["id"])
    for rule in _matching(emulator, event):
        try:
            if _set_off(emulator, rule, event, bool(has_payload)):
                _enforce(emulator, rule, event)
                if deviations.on("payload-for-first-rule-only"):
                    event = event | {"payload": {}}
                if deviations.on("one-rule-an-event"):
                    break
        except LeakingRule:
            continue
        except Exception as error:  # noqa: BLE001  # why: reported; one rule's failure is no other's
            emulator.supervisor.report(f"rule {rule['ref']} on event {event['id']}", error)


def _matching(emulator: "Emulator", event: Row) -> list[Row]:
    """Return the event's own rule, or every rule that listens to its trigger; enabled ones only."""
    if deviations.on("event-unheard"):
        return []
    enabled = "1" if deviations.on("disabled-rule-fires") else "enabled"
    if event["rule"] is not None:
        return emulator.db.all(f"SELECT * FROM rule WHERE id = ? AND {enabled}", event["rule"])
    if deviations.on("rule-hears-every-webhook") and event["source_ref"] == "webhook":
        return emulator.db.all(f"SELECT * FROM rule WHERE {enabled} ORDER BY id")
    return emulator.db.all(f"SELECT * FROM rule WHERE trigger_ref = ? AND {enabled} ORDER BY id", event["trigger_ref"])


def _set_off(emulator: "Emulator", rule: Row, event: Row, has_payload: bool) -> bool:
    if deviations.on("empty-payload-ignored") and not event["payload"]:
        return False
    names = event_names(event)
    if not deviations.on("keystore-in-templates"):
        names["keystore"] = keystore_of(emulator.db, emulator.encryption_key, rule["pack_ref"])
    return conditions_hold(rule["conditions"], event["payload"], has_payload, names)


def _enforce(emulator: "Emulator", rule: Row, event: Row) -> None:
    action = emulator.db.by_ref("action", rule["action_ref"])
    parameters = _rendered(emulator, rule, event, action)
    shown, hidden = split(action and action["param_schema"], parameters.values)
    if parameters.secret_texts:
        hidden, shown = parameters.values, masked(shown, parameters.secret_texts)
    secrets = {"config": parameters.values, "texts": parameters.secret_texts} if hidden else None
    values = {
        "rule": rule["id"],
        "rule_ref": rule["ref"],
        "trigger_ref": event["trigger_ref"],
        "config": shown,
        "secrets": secrets and encrypt(emulator.encryption_key, secrets),
        "event": event["id"],
        "payload": event["payload"] if isinstance(event["payload"], dict) else {},
        "conditions": rule["conditions"],
        "error": parameters.error,
        "scope_identity": rule["owner_identity"],
    }
    for _ in range(2 if deviations.on("duplicate-enforcement") else 1):
        _record(emulator, values)


def _record(emulator: "Emulator", values: dict[str, Any]) -> None:
    with emulator.db.transaction():
        enforcement = emulator.db.insert("enforcement", values)
        emulator.hub.publish("enforcement_created", "enforcement", enforcement["id"], enforcement_notice(enforcement))
        emulator.bus.send("enforcement.created", enforcement)


def _rendered(emulator: "Emulator", rule: Row, event: Row, action: Row | None) -> Parameters:
    pack = emulator.db.by_id("pack", rule["pack"])
    assert pack is not None
    names = template_names(event, rule, pack)
    keystore = None
    if not deviations.on("keystore-in-templates"):
        names["keystore"] = keystore = keystore_of(emulator.db, emulator.encryption_key, rule["pack_ref"])
    try:
        values = render(rule["action_params"], names)
    except TemplateError as error:
        return Parameters(error=str(error))
    values = values if isinstance(values, dict) else {}
    if deviations.on("template-types-lost"):
        values = {name: str(value) for name, value in values.items()}
    _judge_leaks(pack, action, values)
    return Parameters(values, [*texts_in(keystore.revealed)] if keystore else [])


def _judge_leaks(pack: Row, action: Row | None, values: dict[str, Any]) -> None:
    secrets = {text for value in secret_config_values(pack) for text in texts_in(value)}
    open_names = values.keys() - secret_names(action and action["param_schema"])
    shown = [text for name in open_names for text in texts_in(values[name])]
    if any(secret in text for secret in secrets for text in shown):
        raise LeakingRule(pack["ref"])
