"""Removes secrets from whatever is going to be shown: headers, JSON, query strings, known values, known forms."""

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

MASK = "***"
SECRET_HEADERS = frozenset(
    {"authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "x-agent-token"}
)
_KEY = r"(?:[a-z0-9]+[_-])*(?:password|passwd|token|secret|api_?key|webhook_key|credential|authorization)s?"
SECRET_KEY = re.compile(rf"^{_KEY}$", re.IGNORECASE)
_FORMS = re.compile(
    r"eyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*"  # a JSON web token
    r"|\bwh_[0-9a-fA-F]{8,}"  # a webhook key
    r"|\battune_it_\w+"  # an integration token
)
_QUERY = re.compile(rf"(?i)([?&]{_KEY}=)[^&\s'\"]+")
_BEARER = re.compile(r"(?i)\b(bearer\s+)(?!\*\*\*)[^\s'\",}]+")
# A shorter value would blank out innocent words of every message.
SHORTEST_KNOWN = 4


class Masker:
    """Masks by name, by form, and by the values it was told of."""

    def __init__(self) -> None:
        self._known: set[str] = set()

    def learn(self, value: object) -> None:
        """From now on `value`, or each text and number in it, never appears in a masked text."""
        if isinstance(value, Mapping):
            value = list(value.values())
        if isinstance(value, list | tuple):
            for member in value:
                self.learn(member)
            return
        text = "" if value is None or isinstance(value, bool) else str(value)
        if len(text) >= SHORTEST_KNOWN:
            self._known.update({text, quote(text, safe="")})

    def text(self, text: str) -> str:
        # The longest first: one secret may be the beginning of another.
        for value in sorted(self._known, key=len, reverse=True):
            text = text.replace(value, MASK)
        text = _FORMS.sub(MASK, text)
        text = _QUERY.sub(rf"\1{MASK}", text)
        return _BEARER.sub(rf"\1{MASK}", text)

    def body(self, body: str | bytes) -> str:
        """The body of a request as text, masked by name where it is JSON."""
        text = body.decode("utf-8", "replace") if isinstance(body, bytes) else body
        try:
            return json.dumps(self.json(json.loads(text)))
        except ValueError:
            return self.text(text)

    def headers(self, headers: Mapping[str, Any]) -> dict[str, str]:
        return {
            name: MASK if name.lower() in SECRET_HEADERS else self.text(str(value)) for name, value in headers.items()
        }

    def json(self, value: Any) -> Any:
        """A copy of `value` whose secret members and known secret values are masked."""
        if isinstance(value, Mapping):
            return {key: self._member(str(key), member) for key, member in value.items()}
        if isinstance(value, list | tuple):
            return [self.json(member) for member in value]
        return self.text(value) if isinstance(value, str) else value

    def _member(self, key: str, value: Any) -> Any:
        if SECRET_KEY.match(key) and isinstance(value, str | int | float) and not isinstance(value, bool):
            return MASK
        return self.json(value)
