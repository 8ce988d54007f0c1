"""Keywords about events and enforcements: what happened, and which rules it matched."""

from typing import Any

from robot.api.deco import keyword

from ..core.words import status_of
from .resources import Resources

EVENTS = "/api/v1/events"
ENFORCEMENTS = "/api/v1/enforcements"


class Events(Resources):
    """Events and enforcements are records: read, never changed."""

    @keyword(tags=["event"])
    def list_events(
        self,
        *,
        trigger: Any = None,
        rule: Any = None,
        source: int | None = None,
        limit: int | None = None,
        session: Any = None,
    ) -> list[Any]:
        """Returns the events of a trigger, of a rule (its timer) or of a source, newest first, from all pages.

        ``source`` is a sensor's id, ``limit`` the most events wanted. The list has no payloads: `Get Event`.

        Example:
        | ${events}=    List Events    trigger=${trigger}
        """
        return self.every(
            EVENTS,
            session,
            most=limit,
            trigger_ref=self.optional_ref("trigger", trigger, session),
            rule_ref=self.optional_ref("rule", rule, session),
            source=source,
        )

    @keyword(tags=["event"])
    def get_event(self, event: Any, *, session: Any = None) -> Any:
        """Returns an event with its payload. ``event`` is an id, an object, or what `Fire Webhook` returned.

        Example:
        | ${event}=    Get Event    ${fired}
        | Should Be Equal    ${event.payload.user.id}    ${7}
        """
        found = self.fetch("event", event, session)
        if found.get("config"):
            self.sealed(found.config)
        return found

    @keyword(tags=["enforcement"])
    def list_enforcements(
        self,
        *,
        rule: Any = None,
        event: Any = None,
        trigger: Any = None,
        status: str | None = None,
        limit: int | None = None,
        session: Any = None,
    ) -> list[Any]:
        """Returns the enforcements of a rule, an event or a trigger, newest first, from all pages.

        ``status`` is created, processed or disabled, ``limit`` the most enforcements wanted. A rule whose conditions
        an event does not meet makes no enforcement.

        Example:
        | ${enforcements}=    List Enforcements    event=${fired}
        | Length Should Be    ${enforcements}    1
        """
        return self.every(
            ENFORCEMENTS,
            session,
            most=limit,
            rule_ref=self.optional_ref("rule", rule, session),
            event=self.optional_id("event", event, session),
            trigger_ref=self.optional_ref("trigger", trigger, session),
            status=status_of("enforcement", status) if status else None,
        )

    @keyword(tags=["enforcement"])
    def get_enforcement(self, enforcement: Any, *, session: Any = None) -> Any:
        """Returns an enforcement; its ``config`` holds the action's parameters after templating.

        Example:
        | ${enforcement}=    Get Enforcement    ${enforcements}[0]
        """
        return self.fetch("enforcement", enforcement, session)
