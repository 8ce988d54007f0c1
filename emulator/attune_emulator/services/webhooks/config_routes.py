"""Setting what a webhook demands of its callers. The platform has no operation for it; the control plane has."""

from typing import Any

from starlette.responses import Response

from attune_emulator.control.routes import local_only
from attune_emulator.definitions import TRIGGER
from attune_emulator.http.bodies import parse_json, raw_body
from attune_emulator.http.call import Call
from attune_emulator.http.errors import BadRequest
from attune_emulator.http.fields import Mismatch, complaints, read_struct, slots
from attune_emulator.http.replies import data
from attune_emulator.http.routes import Routes
from attune_emulator.services.webhooks.security import Demands
from attune_emulator.store import Row

routes = Routes("emulator")


@routes.get("/_emulator/triggers/{ref}/webhook-config", public=True)
def get_webhook_config(call: Call, ref: str) -> Response:
    """Get what a trigger's webhook demands of its callers."""
    return data(_trigger(call, ref)["webhook_config"] or {})


@routes.put("/_emulator/triggers/{ref}/webhook-config", public=True)
async def set_webhook_config(call: Call, ref: str) -> Response:
    """Set what a trigger's webhook demands of its callers; enabling the webhook anew takes it away."""
    trigger = _trigger(call, ref)
    config = parse_json(await raw_body(call.request))
    _judge(config)
    call.db.update("trigger", trigger["id"], {"webhook_config": config})
    return data(config)


def _trigger(call: Call, ref: str) -> Row:
    local_only(call)
    row = call.db.by_ref("trigger", ref)
    if row is None:
        raise TRIGGER.missing(ref)
    return row


def _judge(config: Any) -> None:
    known = {slot.name for slot in slots(Demands)}
    if not isinstance(config, dict) or config.keys() - known:
        raise BadRequest(f"A webhook configuration is an object with any of {', '.join(sorted(known))}")
    try:
        demands = read_struct(Demands, config)
    except Mismatch as error:
        raise BadRequest(f"{error.path}: {error.message}") from error
    parts = (demands, demands.ip_whitelist, demands.rate_limit, demands.hmac)
    if found := [text for part in parts for text in complaints(part)]:
        raise BadRequest("; ".join(found))
