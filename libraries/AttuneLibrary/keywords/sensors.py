"""Keywords about sensors: what watches the world and makes events."""

from typing import Any

from robot.api.deco import keyword

from .resources import Resources, given

PATH = "/api/v1/sensors"


class Sensors(Resources):
    """Sensors; one made over the API is a definition, the platform runs those that packs bring along."""

    @keyword(tags=["sensor"])
    def create_sensor(
        self,
        trigger: Any,
        ref: str | None = None,
        *,
        pack: Any = None,
        label: str | None = None,
        entrypoint: str = "sensor.py",
        runtime: str = "core.python",
        param_schema: dict[str, Any] | None = None,
        config: dict[str, Any] | None = None,
        description: str | None = None,
        enabled: bool = True,
        session: Any = None,
    ) -> Any:
        """Creates a sensor for ``trigger`` in the suite's pack (or ``pack``) and returns it.

        It is deleted with its test or suite. ``runtime`` is a runtime's ref; an unknown one, or an unknown trigger,
        is refused with 404.

        Example:
        | ${sensor}=    Create Sensor    ${trigger}    config={'path': '/tmp/inbox'}
        """
        own = self.pack_of(pack, session)
        full = self.full_ref(ref, own, "sensor")
        body = given(
            ref=full,
            pack_ref=own,
            label=label or full,
            description=description,
            entrypoint=entrypoint,
            runtime_ref=runtime,
            trigger_ref=self.ref_of("trigger", trigger, session),
            param_schema=param_schema,
            config=config,
            enabled=enabled,
        )
        return self.create("sensor", body, session)

    @keyword(tags=["sensor"])
    def get_sensor(self, sensor: Any, *, session: Any = None) -> Any:
        """Returns a sensor.

        Example:
        | ${sensor}=    Get Sensor    core.timer_sensor
        """
        return self.fetch("sensor", sensor, session)

    @keyword(tags=["sensor"])
    def list_sensors(self, *, pack: Any = None, enabled_only: bool = False, session: Any = None) -> list[Any]:
        """Returns every sensor, or those of ``pack``, or the enabled ones, from all pages.

        Example:
        | ${sensors}=    List Sensors    pack=core
        """
        if pack is None:
            return self.every(f"{PATH}/enabled" if enabled_only else PATH, session)
        found = self.every(f"{self.address('pack', pack, session)}/sensors", session)
        return [sensor for sensor in found if sensor.enabled or not enabled_only]

    @keyword(tags=["sensor"])
    def delete_sensor(self, sensor: Any, *, session: Any = None) -> None:
        """Deletes a sensor.

        Example:
        | Delete Sensor    ${sensor}
        """
        self.remove("sensor", sensor, session)

    @keyword(tags=["sensor"])
    def enable_sensor(self, sensor: Any, *, session: Any = None) -> Any:
        """Enables a sensor and returns it.

        Example:
        | Enable Sensor    ${sensor}
        """
        return self.order("sensor", sensor, "enable", session)

    @keyword(tags=["sensor"])
    def disable_sensor(self, sensor: Any, *, session: Any = None) -> Any:
        """Disables a sensor and returns it.

        Example:
        | Disable Sensor    ${sensor}
        """
        return self.order("sensor", sensor, "disable", session)
