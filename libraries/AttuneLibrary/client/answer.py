"""What the platform answered to one request."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ENVELOPE = frozenset({"data", "message"})


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers and body of one answer; `body` is the parsed JSON, or the text where it is no JSON.

    `raw` are the bytes that `text` was read from.
    """

    status: int
    headers: Mapping[str, str]
    body: Any
    text: str
    seconds: float
    raw: bytes = b""

    @classmethod
    def parse(cls, status: int, headers: Mapping[str, str], text: str, seconds: float, raw: bytes = b"") -> "Answer":
        return cls(status, headers, _parsed(text), text, seconds, raw)

    @property
    def data(self) -> Any:
        """The object inside the `data` envelope, or the body as it is where there is no envelope."""
        if isinstance(self.body, dict) and "data" in self.body and ENVELOPE.issuperset(self.body):
            return self.body["data"]
        return self.body

    @property
    def items(self) -> list[Any]:
        """The elements of a list answer, whichever of the platform's list shapes it has."""
        if isinstance(self.body, dict) and isinstance(self.body.get("items"), list):
            return list(self.body["items"])
        data = self.data
        return list(data) if isinstance(data, list) else []

    @property
    def pagination(self) -> dict[str, Any]:
        found = self.body.get("pagination") if isinstance(self.body, dict) else None
        return found if isinstance(found, dict) else {}


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
