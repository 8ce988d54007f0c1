"""The variables that suites find without defining them."""

from collections.abc import Mapping
from typing import Any

from robot.api.types import Secret
from robot.utils import DotDict

from .settings import Settings

WAIT_TIME = {"quick": "2s", "short": "5s", "medium": "15s", "long": "30s", "extended": "60s"}


def suite_variables(settings: Settings, api_url: str) -> Mapping[str, Any]:
    """Every suite's variables by name."""
    return {
        "${API_BASE_URL}": api_url,
        "${TEST_TIMEOUT}": f"{settings.timeout:g}s",
        "${TEST_USER_CREDENTIALS}": DotDict(login=settings.login, password=Secret(settings.password)),
        "${WAIT_TIME}": DotDict(WAIT_TIME),
    }
