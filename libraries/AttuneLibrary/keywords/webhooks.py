"""Keywords about webhooks: how a POST from anywhere becomes an event."""

import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from robot.api.deco import keyword
from robot.api.types import Secret

from ..client import Session
from ..core.errors import BadInput
from .resources import Resources, structured

RECEIVER = "/api/v1/webhooks"
KEY = re.compile(r"wh_[0-9a-f]{32}")
NO_PAYLOAD: dict[str, Any] = {}


class Webhooks(Resources):
    """The webhook of a trigger, and posts to it."""

    @keyword(tags=["webhook"])
    def enable_webhook(self, trigger: Any, *, session: Any = None) -> Any:
        """Gives a trigger a webhook and returns the trigger; one that has a webhook keeps its key.

        Example:
        | ${trigger}=    Enable Webhook    ${trigger}
        """
        return self.sealed(self.order("trigger", trigger, "webhooks/enable", session))

    @keyword(tags=["webhook"])
    def disable_webhook(self, trigger: Any, *, session: Any = None) -> Any:
        """Takes a trigger's webhook and its key away and returns the trigger.

        Example:
        | Disable Webhook    ${trigger}
        """
        return self.sealed(self.order("trigger", trigger, "webhooks/disable", session))

    @keyword(tags=["webhook"])
    def regenerate_webhook_key(self, trigger: Any, *, session: Any = None) -> Any:
        """Replaces a webhook's key and returns the trigger; the old key is 404 from then on.

        Example:
        | ${trigger}=    Regenerate Webhook Key    ${trigger}
        """
        return self.sealed(self.order("trigger", trigger, "webhooks/regenerate", session))

    @keyword(tags=["webhook"])
    def get_webhook_key(self, trigger: Any, *, session: Any = None) -> Secret:
        """Returns the key of a trigger's webhook as a Secret; fails where the trigger has no webhook.

        Example:
        | ${key}=    Get Webhook Key    ${trigger}
        """
        found = self.sealed(self.fetch("trigger", trigger, session))
        key: Secret | None = found.get("webhook_key")
        if key is None:
            raise BadInput(f"trigger {found.ref} has no webhook; use Enable Webhook first")
        return key

    @keyword(tags=["webhook", "security", "assertion"])
    def webhook_keys_should_differ(self, *triggers: Any, session: Any = None) -> None:
        """Fails unless the webhook keys of ``triggers`` differ and each is ``wh_`` with 32 hexadecimal digits.

        An object's own key is used, even when it has been replaced since. The failure shows no key.

        Example:
        | ${before}=    Create Webhook Trigger
        | ${after}=    Regenerate Webhook Key    ${before}
        | Webhook Keys Should Differ    ${before}    ${after}
        """
        if len(triggers) < 2:
            raise BadInput(f"{len(triggers)} trigger is given; two at least can differ")
        keys = [self._key(trigger, session).value for trigger in triggers]
        malformed = [number for number, key in enumerate(keys, 1) if not KEY.fullmatch(key)]
        if malformed:
            raise AssertionError(f"the keys of triggers number {malformed} are not {KEY.pattern}")
        same = [number for number, key in enumerate(keys, 1) if key in keys[: number - 1]]
        if same:
            raise AssertionError(f"the keys of triggers number {same} are those of earlier ones")

    @keyword(tags=["webhook"])
    def fire_webhook(
        self,
        trigger: Any,
        payload: Any = NO_PAYLOAD,
        *,
        headers: Mapping[str, str] | None = None,
        session: Any = None,
    ) -> Any:
        """Posts ``payload`` to a trigger's webhook, without any token, and returns the platform's answer.

        ``trigger`` is a ref, an id, an object or a webhook key (Secret). An object's own key is used, whether it is
        still valid or not; else the key is read with ``session``. ``payload`` is any JSON value and becomes the
        event's payload as it is; a text that is an object or list counts as that. ``headers`` are headers of the
        request. The answer has ``event_id``, ``trigger_ref`` and ``received_at``; other keywords take it as the event.

        Example:
        | ${fired}=    Fire Webhook    ${trigger}    ${{ {'user': {'id': 7}} }}
        | ${event}=    Get Event    ${fired}
        """
        request = {"json": {"payload": structured(payload)}, "headers": dict(headers or {})}
        return self.dotted(self._post(trigger, request, session).data)

    @keyword(tags=["webhook"])
    def fire_webhook_at_once(self, trigger: Any, payloads: list[Any], *, session: Any = None) -> list[Any]:
        """Posts every one of ``payloads`` to a trigger's webhook at the same time; returns the answers in their order.

        Example:
        | ${events}=    Fire Webhook At Once    ${trigger}    ${{ [{'n': n} for n in range(8)] }}
        """
        if len(payloads) < 2:
            raise BadInput(f"payloads has {len(payloads)} elements; at once means 2 or more")
        path = f"{RECEIVER}/{self._key(trigger, session).value}"
        clients = [self.context.sessions.new(alias=f"sender {number}") for number in range(len(payloads))]

        def post(client: Session, payload: Any) -> Any:
            return client.post(path, anonymous=True, json={"payload": structured(payload)}).data

        try:
            with ThreadPoolExecutor(len(clients)) as pool:
                return [self.dotted(data) for data in pool.map(post, clients, payloads)]
        finally:
            for client in clients:
                client.close()

    @keyword(tags=["webhook"])
    def post_raw_webhook(
        self,
        trigger: Any,
        body: str | bytes = "",
        *,
        content_type: str | None = "application/json",
        headers: Mapping[str, str] | None = None,
        expected_status: int | None = None,
        session: Any = None,
    ) -> Any:
        """Posts ``body`` byte by byte as it is to a trigger's webhook and returns ``status``, ``body`` and ``text``.

        For whatever `Fire Webhook` would not send: nothing at all, malformed JSON, a provider's own format. Any 4xx
        or 5xx fails, unless it is the ``expected_status``. ``content_type`` may be ``${None}``.

        Example:
        | ${answer}=    Post Raw Webhook    ${trigger}    {"payload":    expected_status=400
        | Should Start With    ${answer.body.error}    Invalid JSON payload
        """
        sent = dict(headers or {}) | ({"Content-Type": content_type} if content_type else {})
        data = body.encode() if isinstance(body, str) else body
        answer = self._post(trigger, {"data": data, "headers": sent, "expected": expected_status}, session)
        return self.dotted({"status": answer.status, "body": answer.body, "text": answer.text})

    def _post(self, trigger: Any, request: dict[str, Any], session: Any) -> Any:
        secret = self._key(trigger, session)
        return self.api(session).post(f"{RECEIVER}/{secret.value}", anonymous=True, **request)

    def _key(self, trigger: Any, session: Any) -> Secret:
        key = trigger.get("webhook_key") if isinstance(trigger, Mapping) else trigger
        return key if isinstance(key, Secret) else self.get_webhook_key(trigger, session=session)
