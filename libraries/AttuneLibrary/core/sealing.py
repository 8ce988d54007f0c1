"""Encrypted values as they are stored: base64 of nonce, ciphertext and tag under AES in Galois/counter mode."""

import base64
import hashlib
import json
from typing import Any

NONCE, TAG = 12, 16
# A byte in each part that has to be noticed when it changes, and what else can happen to a stored text.
PLACES = ("nonce", "ciphertext", "tag", "cut short", "prolonged", "another text")


def parts(stored: str) -> tuple[bytes, bytes, bytes]:
    """Nonce, ciphertext and tag of a stored value."""
    raw = base64.b64decode(stored, validate=True)
    return raw[:NONCE], raw[NONCE:-TAG], raw[-TAG:]


def opened(stored: str, key: bytes) -> bytes | None:
    """What is in a stored value under this key of 16 or 32 bytes; None where the key is not the one."""
    from cryptography.exceptions import InvalidTag  # only suites that look into the database pay for it
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    raw = base64.b64decode(stored, validate=True)
    try:
        return AESGCM(key).decrypt(raw[:NONCE], raw[NONCE:], None)
    except InvalidTag:
        return None


def derived(key: str) -> bytes:
    """The 32 bytes that are made of the key in the platform's configuration."""
    return hashlib.sha256(key.encode()).digest()


def length_of(value: Any) -> int:
    """How many bytes a value has as JSON, as short as JSON can be."""
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def tampered(stored: str, place: str) -> str:
    """A stored value that was changed at one of `PLACES`."""
    nonce, text, tag = parts(stored)
    changed = {
        "nonce": _flipped(nonce) + text + tag,
        "ciphertext": nonce + _flipped(text) + tag,
        "tag": nonce + text + _flipped(tag),
        "cut short": nonce + text[:-1] + tag,
        "prolonged": nonce + text + tag + b"\0",
    }
    return base64.b64encode(changed[place]).decode() if place in changed else "not encrypted at all"


def _flipped(raw: bytes) -> bytes:
    """One bit in the middle turned over."""
    middle = len(raw) // 2
    return raw[:middle] + bytes([raw[middle] ^ 1]) + raw[middle + 1 :]
