"""Session tokens as somebody without the platform's key could make them: every one of them has to be refused."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

from .errors import BadInput
from .words import unknown

ADMINISTRATOR = "1"
YEAR = 365 * 24 * 3600
GUESSES = ("secret", "changeme", "")


def forged(how: str, token: str) -> str:
    """`token` changed in one of the ways of `WAYS`; raises BadInput for an unknown one."""
    way = " ".join(how.split()).lower()
    if way not in WAYS:
        raise BadInput(unknown("way to forge a token", how, tuple(WAYS)))
    return WAYS[way](token)


def _parts(token: str) -> tuple[dict[str, Any], dict[str, Any], str]:
    head, body, signature = token.split(".")
    return json.loads(_decoded(head)), json.loads(_decoded(body)), signature


def _signature_changed(token: str) -> str:
    head, body, signature = token.split(".")
    # The last character of a signature holds bits that count for nothing, so the first is changed.
    return ".".join((head, body, ("B" if signature[0] == "A" else "A") + signature[1:]))


def _claim(name: str, change: Callable[[Any], Any]) -> Callable[[str], str]:
    """The claim changed, the old signature kept."""

    def way(token: str) -> str:
        head, body, signature = _parts(token)
        return ".".join((_encoded(head), _encoded(body | {name: change(body.get(name))}), signature))

    return way


def _unsigned(algorithm: str) -> Callable[[str], str]:
    def way(token: str) -> str:
        head, body, _ = _parts(token)
        return f"{_encoded(head | {'alg': algorithm})}.{_encoded(body | {'sub': ADMINISTRATOR})}."

    return way


def _guessed(key: str) -> Callable[[str], str]:
    """Signed properly, but with a key that somebody might have left in place."""

    def way(token: str) -> str:
        head, body, _ = _parts(token)
        signed = f"{_encoded(head)}.{_encoded(body | {'sub': ADMINISTRATOR})}"
        digest = hmac.new(key.encode(), signed.encode(), hashlib.sha256).digest()
        return f"{signed}.{_text(digest)}"

    return way


def _encoded(part: dict[str, Any]) -> str:
    return _text(json.dumps(part, separators=(",", ":")).encode())


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


WAYS: dict[str, Callable[[str], str]] = {
    "signature changed": _signature_changed,
    "signature removed": lambda token: token.rpartition(".")[0] + ".",
    "subject changed": _claim("sub", lambda _: ADMINISTRATOR),
    "expiry changed": _claim("exp", lambda old: int(old) + YEAR),
    "type changed": _claim("token_type", lambda _: "sensor"),
    "algorithm none": _unsigned("none"),
    "cut in half": lambda token: token[: len(token) // 2],
    "no token at all": lambda _: "not-a-token",
} | {f"signed with '{key}'": _guessed(key) for key in GUESSES}
