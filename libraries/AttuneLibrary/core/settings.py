"""Settings and where each came from: import argument, Robot variable, environment variable or default."""

import math
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from robot.utils import timestr_to_secs

from .errors import BadInput
from .service_commands import service_commands, service_names


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: `variable` is both its environment variable and its Robot variable."""

    name: str
    variable: str
    default: str
    parse: Callable[[str], Any]
    meaning: str
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """A setting as it is now, with its origin in words."""

    value: Any
    origin: str


def seconds(text: str) -> float:
    found = float(timestr_to_secs(text))
    if not math.isfinite(found) or found < 0:
        raise ValueError("a Robot Framework time that is not negative, such as 30, 500ms or 2 min")
    return found


def positive(text: str) -> float:
    found = float(text)
    if not math.isfinite(found) or found <= 0:
        raise ValueError("a number above 0")
    return found


def url(text: str) -> str:
    if text and not text.startswith(("http://", "https://")):
        raise ValueError("a URL that begins with http:// or https://")
    return text.rstrip("/")


def ws_url(text: str) -> str:
    if text and not text.startswith(("ws://", "wss://")):
        raise ValueError("a URL that begins with ws:// or wss://")
    return text


def one_of(*words: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text.lower() not in words:
            raise ValueError("one of " + ", ".join(words))
        return text.lower()

    return parse


def words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


ALL = (
    Setting("api_url", "ATTUNE_API_URL", "", url, "the platform's API; without it the embedded emulator is started"),
    Setting("ws_url", "ATTUNE_WS_URL", "", ws_url, "its notifications; by default same host, port 8081, /ws"),
    Setting("login", "TEST_USER_LOGIN", "test@attune.local", str, "the administrator that suites run as"),
    Setting("password", "TEST_USER_PASSWORD", "TestPass123!", str, "that administrator's password", secret=True),
    Setting("timeout", "TEST_TIMEOUT", "30s", seconds, "how long a wait takes at most"),
    Setting("poll_interval", "ATTUNE_POLL_INTERVAL", "500ms", seconds, "longest pause between two looks of a wait"),
    Setting("settle", "ATTUNE_SETTLE", "500ms", seconds, "how long an exact count must go on holding"),
    Setting("dead_after", "ATTUNE_DEAD_AFTER", "10s", seconds, "a wait gives up on a platform silent for so long"),
    Setting("connect_timeout", "ATTUNE_CONNECT_TIMEOUT", "5s", seconds, "time to get a connection"),
    Setting("read_timeout", "ATTUNE_READ_TIMEOUT", "30s", seconds, "time to get an answer"),
    Setting("timeout_scale", "TIMEOUT_SCALE", "1", positive, "stretches every timeout of a wait"),
    Setting("timing_tolerance", "TIMING_TOLERANCE", "1", positive, "stretches every tolerance of a time assertion"),
    Setting(
        "keep_resources", "KEEP_RESOURCES", "never", one_of("never", "on-failure", "always"), "what is left undeleted"
    ),
    Setting("gaps", "GAPS", "fail", one_of("fail", "skip"), "what a test of a registered platform gap becomes"),
    Setting("recorder_host", "ATTUNE_RECORDER_HOST", "127.0.0.1", str, "where the recording HTTP server binds"),
    Setting("database_dump", "ATTUNE_DATABASE_DUMP", "", str, "a command that prints its database", secret=True),
    Setting("encryption_key", "ATTUNE_ENCRYPTION_KEY", "", str, "the key it encrypts stored values with", secret=True),
    Setting("container_engine", "ATTUNE_CONTAINER_ENGINE", "", str, "command of the workers' container engine"),
    Setting("capabilities", "ATTUNE_CAPABILITIES", "", words, "capabilities the target has beside the detected ones"),
    Setting(
        "service_commands", "ATTUNE_SERVICE_COMMANDS", "", service_commands, "how a deployment's services are stopped"
    ),
    Setting(
        "service_names", "ATTUNE_SERVICE_NAMES", "", service_names, "what its services are called, where otherwise"
    ),
)
BY_NAME = {setting.name: setting for setting in ALL}


class Settings:
    """Every setting, resolved once; `settings.timeout` gives its value."""

    def __init__(
        self,
        arguments: Mapping[str, Any] | None = None,
        variables: Mapping[str, Any] | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        surroundings = os.environ if environment is None else environment
        self._values = {
            setting.name: _resolved(setting, arguments or {}, variables or {}, surroundings) for setting in ALL
        }

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["_values"][name].value
        except KeyError:
            raise AttributeError(f"no setting '{name}'") from None

    def value(self, name: str) -> Value:
        return self._values[name]

    def change(self, name: str, text: object, origin: str) -> Any:
        """Set one value during the run; returns the old one."""
        old = self._values[name].value
        self._values[name] = Value(_parsed(BY_NAME[name], text, origin), origin)
        return old

    def scaled(self, timeout: float) -> float:
        """A timeout stretched by TIMEOUT_SCALE."""
        return timeout * float(self.timeout_scale)

    def public(self) -> dict[str, Any]:
        """Every value that is no secret, by name."""
        return {setting.name: self._values[setting.name].value for setting in ALL if not setting.secret}

    def lines(self) -> list[str]:
        """One line a setting for people to read; secrets are masked."""
        width = max(len(setting.variable) for setting in ALL)
        return [
            f"{setting.variable:<{width}}  {'***' if setting.secret else _text(self._values[setting.name].value)}"
            f"  ({self._values[setting.name].origin})"
            for setting in ALL
        ]


def _resolved(
    setting: Setting, arguments: Mapping[str, Any], variables: Mapping[str, Any], environment: Mapping[str, str]
) -> Value:
    candidates = (
        (arguments.get(setting.name), "import argument"),
        (variables.get(setting.variable), f"variable ${{{setting.variable}}}"),
        (environment.get(setting.variable), f"environment variable {setting.variable}"),
    )
    for found, origin in candidates:
        if found is not None and str(found) != "":
            return Value(_parsed(setting, found, origin), origin)
    return Value(_parsed(setting, setting.default, "default"), "default")


def _parsed(setting: Setting, found: object, origin: str) -> Any:
    plain = getattr(found, "value", found) if setting.secret else found
    try:
        return setting.parse(str(plain))
    except ValueError as problem:
        shown = "***" if setting.secret else str(plain)
        raise BadInput(f"{setting.variable} is '{shown}' ({origin}): must be {_allowed(setting, problem)}") from None


def _allowed(setting: Setting, problem: ValueError) -> str:
    text = str(problem)
    if setting.parse is seconds and text.startswith("Invalid time string"):
        return "a Robot Framework time such as 30, 500ms or 2 min"
    return "a number above 0" if text.startswith("could not convert") else text


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(value) or "-"
    if isinstance(value, dict):
        return ", ".join(value) or "-"
    return f"{value:g}" if isinstance(value, float) else str(value) or "-"
