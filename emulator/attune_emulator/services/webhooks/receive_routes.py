"""Receiving webhooks: whoever knows the key makes an event."""

import time
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from attune_emulator import clock, deviations
from attune_emulator.http.bodies import Body, parse_json, raw_body
from attune_emulator.http.call import Call
from attune_emulator.http.errors import BadRequest, NotFound, Rejection, Unauthorized
from attune_emulator.http.fields import Mismatch, Missing, read_struct
from attune_emulator.http.replies import data
from attune_emulator.http.routes import Routes
from attune_emulator.services.events.recording import record_event
from attune_emulator.services.webhooks import security
from attune_emulator.store import Row

routes = Routes("webhooks")


@dataclass
class Delivery(Body):
    """What a caller sends: the event's payload, wrapped."""

    payload: Any
    headers: Any = None
    source_ip: str | None = None
    user_agent: str | None = None


@routes.post("/api/v1/webhooks/{webhook_key}", public=True)
async def receive_webhook(call: Call, webhook_key: str) -> Response:
    """Make an event of what was sent to a webhook's key."""
    received_at = clock.nanosecond_stamp(time.time_ns())
    raw = await raw_body(call.request)
    if deviations.on("webhook-needs-login") and "authorization" not in call.request.headers:
        raise Unauthorized("Missing authentication token")
    delivery = _read(raw)
    trigger = _trigger_of(call, webhook_key)
    demands = read_struct(security.Demands, trigger["webhook_config"] or {})
    source_ip = _source_ip(call)
    _judge(call, demands, trigger, raw, source_ip)
    event = _record(call, trigger, delivery, _facts(call, demands, delivery, source_ip, webhook_key, received_at))
    reply = {"event_id": event["id"], "trigger_ref": trigger["ref"], "received_at": event["created"]}
    return data(reply | {"message": "Webhook received successfully"})


def _read(raw: bytes) -> Delivery:
    try:
        document = parse_json(raw)
    except Rejection as error:
        raise BadRequest(f"Invalid JSON payload: {error.message.partition(': ')[2]}") from error
    if deviations.on("raw-body-accepted") and not (isinstance(document, dict) and "payload" in document):
        return Delivery(document)
    end = f"at line 1 column {len(raw)}"
    if not isinstance(document, dict):
        raise BadRequest(f"Invalid JSON payload: invalid type, expected struct WebhookReceiverRequest {end}")
    try:
        return read_struct(Delivery, document)
    except (Missing, Mismatch) as error:
        raise BadRequest(f"Invalid JSON payload: {error.message} {end}") from error


def _trigger_of(call: Call, webhook_key: str) -> Row:
    trigger = call.db.one("SELECT * FROM trigger WHERE webhook_key = ?", webhook_key)
    if trigger is None:
        raise NotFound("Invalid webhook key")
    if not trigger["webhook_enabled"] and not deviations.on("webhook-key-survives"):
        raise BadRequest("Webhooks are not enabled for this trigger")
    return trigger


def _source_ip(call: Call) -> str | None:
    headers = call.request.headers
    return headers.get("x-forwarded-for") or headers.get("x-real-ip")


def _judge(call: Call, demands: security.Demands, trigger: Row, raw: bytes, source_ip: str | None) -> None:
    security.judge_size(demands, raw)
    security.judge_address(demands, source_ip)
    security.judge_rate(call, demands, trigger, source_ip)
    call.db.insert(
        "webhook_event_log",
        {"trigger": trigger["id"], "webhook_key": trigger["webhook_key"], "source_ip": source_ip},
    )
    security.judge_signature(call, demands, raw)


def _facts(
    call: Call, demands: security.Demands, delivery: Delivery, source_ip: str | None, webhook_key: str, received_at: str
) -> dict[str, Any]:
    facts = {
        "source": "webhook",
        "webhook_key": webhook_key,
        "received_at": received_at,
        "headers": delivery.headers,
        "source_ip": source_ip,
        "user_agent": call.request.headers.get("user-agent"),
        "hmac_verified": True if demands.hmac.enabled else None,
    }
    return {name: value for name, value in facts.items() if value is not None}


def _record(call: Call, trigger: Row, delivery: Delivery, facts: dict[str, Any]) -> Row:
    payload = delivery.payload
    if deviations.on("lost-nested-field") and isinstance(payload, dict):
        payload = {name: value if not isinstance(value, dict) else {} for name, value in payload.items()}
    if deviations.on("repeated-post-dropped") and (former := _former(call, trigger)) and former["payload"] == payload:
        return former
    event = record_event(call.emulator, trigger, payload, source_ref="webhook", config=facts)
    if deviations.on("duplicate-event"):
        record_event(call.emulator, trigger, payload, source_ref="webhook", config=facts)
    return event


def _former(call: Call, trigger: Row) -> Row | None:
    return call.db.one("SELECT * FROM event WHERE trigger = ? ORDER BY id DESC LIMIT 1", trigger["id"])
