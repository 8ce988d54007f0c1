"""A queue's ``config``: the one place of the platform where unknown fields are refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from attune_emulator.http.fields import described

SOURCES = ("literal", "pack_config", "keystore")


class BadConfig(ValueError):
    """A config that cannot be read, and why."""


@dataclass(frozen=True)
class Tunable:
    """A number that is written down, or read from the pack's configuration or from a key when it is needed."""

    source: str
    value: Any = None
    path: str | None = None
    key_ref: str | None = None
    fallback: Any = None


@dataclass(frozen=True)
class Coalescing:
    """Whether a batch holds only items that agree in one place of their payloads."""

    enabled: bool = False
    group_by_path: str | None = None
    across_priorities: bool = False


@dataclass(frozen=True)
class QueueConfig:
    """How a queue dispatches, and which acknowledgements it takes."""

    concurrency: Tunable | None = None
    batch_size: Tunable | None = None
    retry_limit: int = 0
    delay: int = 0
    coalescing: Coalescing = Coalescing()
    ack_version: int = 1


def read_config(config: Any) -> QueueConfig:
    """Read a queue's config; raises BadConfig in the platform's words."""
    top = _struct("WorkQueueConfig", config, "dispatch", "ack_contract")
    known = ("concurrency", "batch_size", "retry_limit", "inter_execution_delay_seconds", "coalescing")
    dispatch = _struct("WorkQueueDispatchConfig", top.get("dispatch") or {}, *known)
    return QueueConfig(
        concurrency=_tunable("concurrency", dispatch.get("concurrency")),
        batch_size=_tunable("batch_size", dispatch.get("batch_size")),
        retry_limit=_whole(dispatch.get("retry_limit")),
        delay=_whole(dispatch.get("inter_execution_delay_seconds")),
        coalescing=_coalescing(dispatch.get("coalescing")),
        ack_version=_ack_version(top.get("ack_contract")),
    )


def _struct(name: str, value: Any, *known: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _misbuilt(f"invalid type: {described(value)}, expected struct {name}")
    for field in value:
        if field not in known:
            raise _misbuilt(f"unknown field `{field}`, expected {_names(known)}")
    return value


def _names(known: tuple[str, ...]) -> str:
    quoted = [f"`{name}`" for name in known]
    return " or ".join(quoted) if len(quoted) == 2 else f"one of {', '.join(quoted)}"


def _misbuilt(reason: str) -> BadConfig:
    return BadConfig(f"Invalid work queue config structure: {reason}")


def _tunable(name: str, value: Any) -> Tunable | None:
    if value is None:
        return None
    given = _struct("WorkQueueTunableValue", value, "source", "value", "path", "key_ref", "fallback")
    source = given.get("source")
    if source is None:
        raise _misbuilt("missing field `source`")
    if source not in SOURCES:
        raise _misbuilt(f"unknown variant `{source}`, expected {_names(SOURCES)}")
    if source == "literal" and given.get("value") is None:
        raise BadConfig(f"config.dispatch.{name} requires a literal value")
    for needed, field in (("pack_config", "path"), ("keystore", "key_ref")):
        if source == needed and not given.get(field):
            raise BadConfig(f"config.dispatch.{name} requires a non-empty '{field}' when source={source}")
    return Tunable(**given)


def _whole(value: Any) -> int:
    if value is None:
        return 0
    if not isinstance(value, int) or isinstance(value, bool):
        raise _misbuilt(f"invalid type: {described(value)}, expected u32")
    if not 0 <= value < 2**32:
        raise _misbuilt(f"invalid value: {described(value)}, expected u32")
    return value


def _coalescing(value: Any) -> Coalescing:
    if value is None:
        return Coalescing()
    given = _struct("WorkQueueCoalescingConfig", value, "enabled", "group_by_path", "across_priorities")
    return Coalescing(**{name: _typed(name, entry) for name, entry in given.items() if entry is not None})


def _typed(name: str, value: Any) -> Any:
    kind, expected = (str, "a string") if name == "group_by_path" else (bool, "a boolean")
    if not isinstance(value, kind):
        raise _misbuilt(f"invalid type: {described(value)}, expected {expected}")
    return value


def _ack_version(value: Any) -> int:
    if value is None:
        return 1
    version = _whole(_struct("WorkQueueAckContract", value, "version").get("version"))
    if version < 1:
        raise BadConfig("config.ack_contract.version must be >= 1")
    return version


def complaint(config: QueueConfig, batch_mode: str) -> str | None:
    """Return what is wrong with a config beside this batch mode, None when nothing is."""
    if not config.coalescing.enabled:
        return None
    if batch_mode != "batch":
        return "config.dispatch.coalescing is only supported when batch_mode is 'batch'"
    if not (config.coalescing.group_by_path or "").strip():
        return "config.dispatch.coalescing requires a non-empty 'group_by_path' when enabled"
    return None


def tuned(tunable: Tunable | None, pack_config: Any, key_value: Callable[[str], Any]) -> int:
    """Return the number a tunable comes to, at least 1."""
    if tunable is None:
        return 1
    found: Any = tunable.value
    if tunable.source == "pack_config":
        found = _at(pack_config, tunable.path or "")
    elif tunable.source == "keystore":
        found = key_value(tunable.key_ref or "")
    for value in (found, tunable.fallback):
        if isinstance(value, int) and not isinstance(value, bool):
            return max(1, value)
    return 1


def _at(value: Any, path: str) -> Any:
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value
