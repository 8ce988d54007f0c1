"""Values at rest that must not be readable there: AES-256-GCM under the server's key."""

import base64
import hashlib
import json
import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_LENGTH = 12


class Unreadable(Exception):
    """A stored value that is no value encrypted under this key."""


def encrypt(key: str, value: Any) -> str:
    """Return a JSON value as base64 of nonce and ciphertext; `key` is the server's key as text."""
    nonce = secrets.token_bytes(_NONCE_LENGTH)
    sealed = _cipher(key).encrypt(nonce, json.dumps(value, ensure_ascii=False).encode(), None)
    return base64.b64encode(nonce + sealed).decode()


def decrypt(key: str, stored: Any) -> Any:
    """Return the JSON value in what `encrypt` returned; raises Unreadable."""
    if not isinstance(stored, str):
        raise Unreadable("the stored value is not encrypted")
    try:
        raw = base64.b64decode(stored, validate=True)
        return json.loads(_cipher(key).decrypt(raw[:_NONCE_LENGTH], raw[_NONCE_LENGTH:], None))
    except (ValueError, InvalidTag) as error:
        raise Unreadable("the stored value is not encrypted under this key") from error


def _cipher(key: str) -> AESGCM:
    return AESGCM(hashlib.sha256(key.encode()).digest())
