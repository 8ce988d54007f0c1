"""One curl line that repeats a request, secrets masked."""

import json
import shlex
from typing import Any

from .masking import Masker

LONGEST_BODY = 400


def curl_line(
    masker: Masker, method: str, url: str, *, headers: dict[str, str] | None = None, body: Any = None, raw: bool = False
) -> str:
    parts = ["curl", "-X", method]
    for name, value in masker.headers(headers or {}).items():
        parts += ["-H", f"{name}: {value}"]
    if body is not None:
        if not raw:
            parts += ["-H", "Content-Type: application/json"]
        text = masker.text(_text(body)) if raw else json.dumps(masker.json(body), default=str)
        parts += ["-d", text if len(text) <= LONGEST_BODY else text[:LONGEST_BODY] + "..."]
    return " ".join(shlex.quote(part) for part in [*parts, masker.text(url)])


def _text(body: Any) -> str:
    return body.decode("utf-8", "replace") if isinstance(body, bytes) else str(body)
