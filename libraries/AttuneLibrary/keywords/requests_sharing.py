"""A bridge to RequestsLibrary, for requests that no keyword stands for."""

from typing import Any

from robot.api.deco import keyword
from robot.libraries.BuiltIn import BuiltIn

from ..client.shared import SharedSession
from ..core.errors import BadInput
from ..core.objects import path_of
from .base import Component

OTHER = "RequestsLibrary"


class RequestsSharing(Component):
    """Lends sessions to RequestsLibrary."""

    @keyword(tags=["session", "request"])
    def share_session_with_requests_library(
        self, alias: str, *, session: Any = None, anonymous: bool = False, webhook: Any = None
    ) -> None:
        """Makes a session known to RequestsLibrary as ``alias``, signed in, with time limits, and masked in every log.

        Paths of its requests are relative to the platform's URL. With ``webhook``, a trigger, they go to that
        trigger's webhook, without a token, and the key shows nowhere. ``anonymous`` leaves the token out. Answers
        come back with secrets in headers, URLs and bodies replaced; requests whose body holds a password belong to
        `Send Request`. The suite has to import RequestsLibrary itself.

        Example:
        | Share Session With RequestsLibrary    hook    webhook=${trigger}
        | ${answer}=    POST On Session    hook    ${EMPTY}    data={"payload": {}}    expected_status=200
        """
        api = self.api(session)
        url, token = api.base_url, None if anonymous else api.token
        if webhook is not None:
            url, token = f"{url}/api/v1/webhooks/{self._key(webhook, session)}", None
        limits = (self.settings.connect_timeout, self.settings.read_timeout)
        try:
            other: Any = BuiltIn().get_library_instance(OTHER)
        except RuntimeError:
            raise BadInput(f"{OTHER} is not imported in this suite; add 'Library    {OTHER}' to its settings") from None
        other._cache.register(SharedSession(url, self.context.masker, token, limits), alias=alias)

    def _key(self, trigger: Any, session: Any) -> str:
        ref = self.ref_of("trigger", trigger, session)
        key = self.api(session).get(path_of("trigger", ref)).data.get("webhook_key")
        if not key:
            raise BadInput(f"webhook: trigger {ref} has no webhook enabled; call 'Enable Webhook' first")
        self.context.masker.learn(key)
        return str(key)
