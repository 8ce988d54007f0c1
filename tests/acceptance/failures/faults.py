"""Faults of an emulator, switched on and off while a suite runs."""

import requests
from robot.api.deco import keyword

TIMEOUT = 10


@keyword
def break_the_platform(url: str, *defects: str) -> None:
    """Switch faults on in the emulator at ``url``."""
    _switch(url, on=list(defects))


@keyword
def mend_everything(url: str) -> None:
    """Switch every fault off again."""
    listed = requests.get(f"{url}/_emulator/defects", timeout=TIMEOUT).json()["data"]
    _switch(url, off=[defect["id"] for defect in listed if defect["on"]])


def _switch(url: str, **switches: list[str]) -> None:
    answer = requests.put(f"{url}/_emulator/defects", json=switches, timeout=TIMEOUT)
    answer.raise_for_status()
