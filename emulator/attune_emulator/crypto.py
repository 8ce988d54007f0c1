"""Values at rest that must not be readable there: AES-256-GCM under the server's key."""

import base64
import hashlib
import json
import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR

from attune_emulator import deviations

_NONCE_LENGTH = 12
_TAG_LENGTH = 16
# Galois/counter mode counts on from here for the text itself.
_FIRST_BLOCK = b"\0\0\0\2"
_WEAK_LENGTH = 16


class Unreadable(Exception):
    """A stored value that is no value encrypted under this key."""


def encrypt(key: str, value: Any) -> str:
    """Return a JSON value as base64 of nonce and ciphertext; `key` is the server's key as text."""
    nonce = bytes(_NONCE_LENGTH) if deviations.on("nonce-reused") else secrets.token_bytes(_NONCE_LENGTH)
    sealed = _cipher(key).encrypt(nonce, json.dumps(value, ensure_ascii=False).encode(), None)
    return base64.b64encode(nonce + sealed).decode()


def decrypt(key: str, stored: Any) -> Any:
    """Return the JSON value in what `encrypt` returned; raises Unreadable."""
    if not isinstance(stored, str):
        raise Unreadable("the stored value is not encrypted")
    try:
        raw = base64.b64decode(stored, validate=True)
        if deviations.on("tampering-unnoticed"):
            return json.loads(_trusted(key, raw))
        return json.loads(_cipher(key).decrypt(raw[:_NONCE_LENGTH], raw[_NONCE_LENGTH:], None))
    except (ValueError, InvalidTag) as error:
        raise Unreadable("the stored value is not encrypted under this key") from error


def derived_key(key: str) -> bytes:
    """Return the bytes that values are encrypted with."""
    digest = hashlib.sha256(key.encode()).digest()
    return digest[:_WEAK_LENGTH] if deviations.on("cipher-weak") else digest


def _cipher(key: str) -> AESGCM:
    return AESGCM(derived_key(key))


def _trusted(key: str, raw: bytes) -> bytes:
    """Decrypt without asking the tag, as the defect ``tampering-unnoticed`` has it."""
    start = raw[:_NONCE_LENGTH] + _FIRST_BLOCK
    return Cipher(AES(derived_key(key)), CTR(start)).decryptor().update(raw[_NONCE_LENGTH:-_TAG_LENGTH])
