"""Keywords about triggers: what events are events of."""

from typing import Any

from robot.api.deco import keyword

from .packs import patched
from .resources import Resources, given

PATH = "/api/v1/triggers"


class Triggers(Resources):
    """Triggers; their webhooks have keywords of their own."""

    @keyword(tags=["trigger"])
    def create_trigger(
        self,
        ref: str | None = None,
        *,
        pack: Any = None,
        label: str | None = None,
        param_schema: dict[str, Any] | None = None,
        out_schema: dict[str, Any] | None = None,
        description: str | None = None,
        enabled: bool = True,
        session: Any = None,
    ) -> Any:
        """Creates a trigger in the suite's pack (or ``pack``) and returns it; it is deleted with its test or suite.

        It has no webhook yet: `Enable Webhook`, or `Create Webhook Trigger` for both at once. ``param_schema``
        describes the ``trigger_params`` of its rules, ``out_schema`` the payload of its events.

        Example:
        | ${trigger}=    Create Trigger    order_placed
        """
        own = self.pack_of(pack, session)
        full = self.full_ref(ref, own, "trigger")
        body = given(
            ref=full,
            pack_ref=own,
            label=label or full,
            description=description,
            param_schema=param_schema,
            out_schema=out_schema,
            enabled=enabled,
        )
        return self.sealed(self.create("trigger", body, session))

    @keyword(tags=["trigger"])
    def get_trigger(self, trigger: Any, *, session: Any = None) -> Any:
        """Returns a trigger; its ``webhook_key``, where it has one, is a Secret.

        Example:
        | ${trigger}=    Get Trigger    core.intervaltimer
        """
        return self.sealed(self.fetch("trigger", trigger, session))

    @keyword(tags=["trigger"])
    def list_triggers(self, *, pack: Any = None, enabled_only: bool = False, session: Any = None) -> list[Any]:
        """Returns every trigger, or those of ``pack``, or the enabled ones, from all pages.

        Example:
        | ${triggers}=    List Triggers    pack=core
        """
        if pack is None:
            return self.every(f"{PATH}/enabled" if enabled_only else PATH, session)
        found = self.every(f"{self.address('pack', pack, session)}/triggers", session)
        return [trigger for trigger in found if trigger.enabled or not enabled_only]

    @keyword(tags=["trigger"])
    def update_trigger(
        self,
        trigger: Any,
        *,
        label: str | None = None,
        description: str | None = None,
        param_schema: dict[str, Any] | None = None,
        out_schema: dict[str, Any] | None = None,
        enabled: bool | None = None,
        session: Any = None,
    ) -> Any:
        """Changes what is given of a trigger and returns it; an empty description or schema clears it.

        Example:
        | Update Trigger    ${trigger}    label=Orders
        """
        changes = given(label=label, enabled=enabled) | patched(
            description=description, param_schema=param_schema, out_schema=out_schema
        )
        return self.sealed(self.change("trigger", trigger, changes, session))

    @keyword(tags=["trigger"])
    def delete_trigger(self, trigger: Any, *, session: Any = None) -> None:
        """Deletes a trigger.

        Example:
        | Delete Trigger    ${trigger}
        """
        self.remove("trigger", trigger, session)

    @keyword(tags=["trigger"])
    def enable_trigger(self, trigger: Any, *, session: Any = None) -> Any:
        """Enables a trigger and returns it.

        Example:
        | Enable Trigger    ${trigger}
        """
        return self.sealed(self.order("trigger", trigger, "enable", session))

    @keyword(tags=["trigger"])
    def disable_trigger(self, trigger: Any, *, session: Any = None) -> Any:
        """Disables a trigger and returns it.

        Example:
        | Disable Trigger    ${trigger}
        """
        return self.sealed(self.order("trigger", trigger, "disable", session))
