"""Reading what an execution acknowledges of its leased items."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from attune_emulator.http.fields import described

_STATUSES = ("completed", "retry", "failed", "skipped")
_FIELDS = ("id", "status", "summary", "error")


@dataclass(frozen=True)
class Verdict:
    """What became of one item."""

    item: int
    status: str
    summary: Any = None
    error: Any = None


class BadAcknowledgement(Exception):
    """An acknowledgement that does not count, with the code and the message of the platform."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def read_acknowledgement(execution: int, result: Any, leased: Sequence[int], version: int) -> list[Verdict]:
    """Return a verdict on every leased item; raises BadAcknowledgement."""
    if not isinstance(result, dict) or result.get("queue_ack") is None:
        message = f"queue dispatch execution {execution} completed without execution.result.queue_ack"
        raise BadAcknowledgement("queue_ack_missing", message)
    ack = result["queue_ack"]
    verdicts = [_verdict(entry) for entry in _items(ack)]
    given = ack.get("version", version)
    if given != version:
        raise _invalid(f"queue_ack.version must be {version}, got {given}")
    if not verdicts:
        raise _invalid("queue_ack.items cannot be empty")
    _judge_cover([verdict.item for verdict in verdicts], leased)
    return verdicts


def _items(ack: Any) -> list[Any]:
    if not isinstance(ack, dict):
        raise _malformed(f"invalid type: {described(ack)}, expected struct WorkQueueAck")
    if "items" not in ack:
        raise _malformed("missing field `items`")
    if not isinstance(ack["items"], list):
        raise _malformed(f"invalid type: {described(ack['items'])}, expected a sequence")
    return ack["items"]


def _verdict(entry: Any) -> Verdict:
    if not isinstance(entry, dict):
        raise _malformed(f"invalid type: {described(entry)}, expected struct WorkQueueAckItem")
    for name in entry:
        if name not in _FIELDS:
            raise _malformed(f"unknown field `{name}`, expected one of {_quoted(_FIELDS)}")
    for name in ("id", "status"):
        if name not in entry:
            raise _malformed(f"missing field `{name}`")
    if not isinstance(entry["id"], int) or isinstance(entry["id"], bool):
        raise _malformed(f"invalid type: {described(entry['id'])}, expected i64")
    if entry["status"] not in _STATUSES:
        raise _malformed(f"unknown variant `{entry['status']}`, expected one of {_quoted(_STATUSES)}")
    return Verdict(entry["id"], entry["status"], entry.get("summary"), entry.get("error"))


def _judge_cover(named: list[int], leased: Sequence[int]) -> None:
    for index, item in enumerate(named):
        if item not in leased:
            raise _invalid(f"queue_ack.items contains unexpected leased item id {item}")
        if item in named[:index]:
            raise _invalid(f"queue_ack.items contains duplicate acknowledgement for item {item}")
    for item in leased:
        if item not in named:
            raise _invalid(f"queue_ack.items is missing acknowledgement for item {item}")


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _malformed(reason: str) -> BadAcknowledgement:
    return BadAcknowledgement("queue_ack_malformed", f"invalid execution.result.queue_ack: {reason}")


def _invalid(reason: str) -> BadAcknowledgement:
    return BadAcknowledgement("queue_ack_invalid", reason)
