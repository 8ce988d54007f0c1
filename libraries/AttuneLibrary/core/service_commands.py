"""The settings that say how the services of a deployment are stopped and started: reading them, refusing bad ones."""

import json
from pathlib import Path
from typing import Any

ORDERS = ("kill", "stop", "start")
ANY = "*"
FORM = (
    'a JSON object, or the path of a JSON or YAML file, such as {"worker": {"kill": "docker compose kill {service}",'
    ' "stop": "docker compose stop {service}", "start": "docker compose start {service}"}}'
)

Commands = dict[str, dict[str, str]]


def service_commands(text: str) -> Commands:
    """Commands by service and order; ValueError says what is allowed."""
    if not text.strip():
        return {}
    found = _loaded(text.strip())
    if not isinstance(found, dict) or not found or not all(isinstance(orders, dict) for orders in found.values()):
        raise ValueError(FORM)
    for service, orders in found.items():
        for order, command in orders.items():
            if order not in ORDERS or not isinstance(command, str) or not command.strip():
                raise ValueError(
                    f"for each service a command by order, {', '.join(ORDERS)}; '{service}: {order}' is not"
                )
        if "start" not in orders:
            raise ValueError(f"with a start command for each service, to bring it back; '{service}' has none")
    return {str(service): dict(orders) for service, orders in found.items()}


def service_names(text: str) -> dict[str, str]:
    """What services are called in the deployment: `worker=attune-worker, executor=attune-executor`."""
    pairs = [part.split("=", 1) for part in text.split(",") if part.strip()]
    if not all(len(pair) == 2 and pair[0].strip() and pair[1].strip() for pair in pairs):
        raise ValueError("pairs such as worker=attune-worker, executor=attune-executor")
    return {pair[0].strip(): pair[1].strip() for pair in pairs}


def _loaded(text: str) -> Any:
    import yaml  # only runs that control a deployment pay for it

    try:
        return json.loads(text) if text.startswith("{") else yaml.safe_load(Path(text).read_text(encoding="utf-8"))
    except OSError as problem:
        raise ValueError(f"{FORM}; the file cannot be read: {problem.strerror}") from None
    except (ValueError, yaml.YAMLError):
        raise ValueError(FORM) from None
