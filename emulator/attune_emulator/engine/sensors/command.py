"""How a sensor's process is started."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attune_emulator import deviations
from attune_emulator.services.auth.sensor_tokens import DEFAULT_TTL, issue_sensor_token
from attune_emulator.store import Row
from attune_emulator.worker.environments import Environments
from attune_emulator.worker.places import Places, find_node, inherited_environment

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator


class CannotStart(Exception):
    """A sensor that cannot be started, and why."""


async def sensor_command(emulator: "Emulator", sensor: Row) -> tuple[list[str], dict[str, str]]:
    """Return a sensor's command and the variables its runtime needs; raises CannotStart."""
    settings = emulator.settings
    places = Places(settings.packs_dir, settings.artifacts_dir, settings.runtime_envs_dir, settings.data, find_node())
    file = settings.packs_dir / sensor["pack_ref"] / "sensors" / sensor["entrypoint"]
    if not file.is_file():
        raise CannotStart(f"Sensor script not found: {file}")
    return await _with_interpreter(sensor, file, places, Environments(places))


async def _with_interpreter(
    sensor: Row, file: Path, places: Places, environments: Environments
) -> tuple[list[str], dict[str, str]]:
    match sensor["runtime_ref"]:
        case "core.shell":
            return [places.bash, str(file)], {}
        case "core.python":
            python, variables = await environments.python(sensor["pack_ref"])
            return [python, "-u", str(file)], variables
        case "core.nodejs" if places.node is not None:
            return [places.node, str(file)], await environments.node(sensor["pack_ref"])
        case "core.native":
            return [str(file)], {}
    raise CannotStart(f"Runtime '{sensor['runtime_ref']}' is not available for sensor '{sensor['ref']}'")


def sensor_environment(
    emulator: "Emulator", sensor: Row, instances: list[dict[str, Any]], triggers: list[str]
) -> dict[str, str]:
    """Return the variables by which a sensor knows itself, its rules and the API."""
    issued = issue_sensor_token(emulator, sensor["ref"], triggers, DEFAULT_TTL)
    return inherited_environment() | {
        "ATTUNE_API_URL": emulator.api_url,
        "ATTUNE_API_TOKEN": issued.token,
        "ATTUNE_SENSOR_ID": str(sensor["id"]),
        "ATTUNE_SENSOR_REF": sensor["ref"],
        "ATTUNE_SENSOR_TRIGGERS": json.dumps([_told(instance) for instance in instances]),
        "ATTUNE_ARTIFACTS_DIR": str(emulator.settings.artifacts_dir),
        "ATTUNE_LOG_LEVEL": "info",
    }


def _told(instance: dict[str, Any]) -> dict[str, Any]:
    """Return what a sensor is told of one rule."""
    if not deviations.on("sensor-config-lost"):
        return instance
    texts = {name: value for name, value in (instance["config"] or {}).items() if isinstance(value, str)}
    return instance | {"config": texts}
