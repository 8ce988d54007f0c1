"""Giving triggers their webhook keys and taking them away."""

import secrets

from starlette.responses import Response

from attune_emulator import deviations
from attune_emulator.definitions import TRIGGER, changeable
from attune_emulator.http.call import Call
from attune_emulator.http.errors import BadRequest
from attune_emulator.http.replies import data
from attune_emulator.http.routes import Routes
from attune_emulator.services.triggers.views import trigger_view
from attune_emulator.store import Row

routes = Routes("webhooks")


def _new_key(trigger: Row) -> str:
    if deviations.on("webhook-key-weak"):
        return f"wh_{trigger['id']}"
    return "wh_" + secrets.token_hex(16)


@routes.post("/api/v1/triggers/{ref}/webhooks/enable")
def enable_webhook(call: Call, ref: str) -> Response:
    """Give a trigger a webhook key; it keeps the one it has."""
    row = changeable(call, TRIGGER, ref, "update", checked=True)
    key = row["webhook_key"] or _new_key(row)
    fresh = call.db.update("trigger", row["id"], {"webhook_enabled": True, "webhook_key": key, "webhook_config": {}})
    return data(trigger_view(fresh))


@routes.post("/api/v1/triggers/{ref}/webhooks/disable")
def disable_webhook(call: Call, ref: str) -> Response:
    """Take a trigger's webhook key away."""
    row = changeable(call, TRIGGER, ref, "update", checked=True)
    key = row["webhook_key"] if deviations.on("webhook-key-survives") else None
    return data(trigger_view(call.db.update("trigger", row["id"], {"webhook_enabled": False, "webhook_key": key})))


@routes.post("/api/v1/triggers/{ref}/webhooks/regenerate")
def regenerate_webhook_key(call: Call, ref: str) -> Response:
    """Replace a trigger's webhook key."""
    row = changeable(call, TRIGGER, ref, "update", checked=True)
    if not row["webhook_enabled"]:
        raise BadRequest("Webhooks are not enabled for this trigger. Enable webhooks first.")
    key = row["webhook_key"] if deviations.on("webhook-key-kept") else _new_key(row)
    return data(trigger_view(call.db.update("trigger", row["id"], {"webhook_key": key})))
