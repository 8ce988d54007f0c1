"""One request on its way through the emulator."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from starlette.requests import Request

from attune_emulator import deviations
from attune_emulator.authn import Caller, bearer
from attune_emulator.authz import ANYTHING, Access, Subject
from attune_emulator.http.errors import TokenRefused
from attune_emulator.store import Database
from attune_emulator.visibility import Visibility

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator


class Call:
    """What a handler works with: the emulator, the request, the caller and its rights."""

    def __init__(self, emulator: "Emulator", request: Request) -> None:
        self.emulator = emulator
        self.request = request
        self.request_id: str = ""

    @property
    def db(self) -> Database:
        return self.emulator.db

    @cached_property
    def caller(self) -> Caller:
        """The caller; raises TokenRefused when there is no valid token."""
        token = bearer(self.request)
        if token is None and deviations.on("login-not-needed"):
            return Caller(1, "nobody")
        if token is None:
            raise TokenRefused("Missing authentication token")
        return self.emulator.tokens.caller(token)

    @property
    def caller_if_any(self) -> Caller | None:
        """The caller, or None when there is no valid token."""
        try:
            return self.caller
        except TokenRefused:
            return None

    @cached_property
    def access(self) -> Access:
        """The caller's rights."""
        return Access(self.db, self.caller)

    @cached_property
    def visible(self) -> Visibility:
        """What the caller may see."""
        return Visibility(self.db, self.caller, self.access)

    def demand(self, resource: str, action: str, subject: Subject = ANYTHING) -> None:
        """Raise 403 ``Insufficient permissions: resource:action`` unless the caller holds the grant."""
        self.access.demand(resource, action, subject)

    def promised(self, resource: str, action: str, subject: Subject = ANYTHING) -> None:
        """Demand a grant that the platform does not ask for: only with the gap ``rbac-unchecked`` off."""
        if not deviations.on("rbac-unchecked"):
            self.access.demand(resource, action, subject)

    def count(self) -> None:
        """Count this call against its caller's limit; raises TokenRefused or, beyond the limit, TooManyRequests."""
        caller = self.caller
        if not deviations.on("rate-limit"):
            self.emulator.limiter.count(self, caller)

    def audit(self, category: str, event_type: str, outcome: str = "success", **fields: Any) -> None:
        """Record a semantic audit event; `fields` are columns such as resource_type, resource_ref, details."""
        self.emulator.audit.note(self, category, event_type, outcome, **fields)
