"""What a webhook may demand of its callers: size, address, rate, signature. Judged in this order."""

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass, field
from math import ceil
from typing import Annotated, Literal

from attune_emulator import clock, deviations
from attune_emulator.http.call import Call
from attune_emulator.http.errors import BadRequest, Forbidden, TooManyRequests, Unauthorized
from attune_emulator.http.fields import Range
from attune_emulator.store import Row

SIGNATURE_HEADERS = ("x-webhook-signature", "x-hub-signature-256")


@dataclass
class IpWhitelist:
    """Addresses and networks that may call."""

    enabled: bool = False
    ips: list[str] = field(default_factory=list)


@dataclass
class RateLimit:
    """How often one address may call."""

    enabled: bool = False
    requests: Annotated[int, Range(1)] = 100
    window_seconds: Annotated[int, Range(1)] = 60


@dataclass
class Hmac:
    """The secret with which callers sign the body."""

    enabled: bool = False
    secret: str = ""
    algorithm: Literal["sha256", "sha512", "sha1"] = "sha256"


@dataclass
class Demands:
    """Everything a trigger's stored `webhook_config` can ask for."""

    payload_size_limit_kb: Annotated[int, Range(1)] | None = None
    ip_whitelist: IpWhitelist = field(default_factory=IpWhitelist)
    rate_limit: RateLimit = field(default_factory=RateLimit)
    hmac: Hmac = field(default_factory=Hmac)


def judge_size(demands: Demands, raw: bytes) -> None:
    """Refuse a body that is too long."""
    limit = demands.payload_size_limit_kb
    if limit is not None and len(raw) > limit * 1024:
        raise BadRequest(f"Payload too large. Maximum size: {limit} KB")


def judge_address(demands: Demands, source_ip: str | None) -> None:
    """Refuse an address outside the list; a call that names none is let through, as on the platform."""
    if demands.ip_whitelist.enabled and source_ip is not None and not _listed(demands.ip_whitelist.ips, source_ip):
        raise Forbidden("IP address not allowed")


def _listed(allowed: list[str], source_ip: str) -> bool:
    try:
        address = ipaddress.ip_address(source_ip)
        return any(address in ipaddress.ip_network(entry, strict=False) for entry in allowed)
    except ValueError:
        return False


def judge_rate(call: Call, demands: Demands, trigger: Row, source_ip: str | None) -> None:
    """Refuse a call beyond the limit of its address."""
    limit = demands.rate_limit
    if not limit.enabled:
        return
    sql = (
        "SELECT created FROM webhook_event_log WHERE trigger = ? AND webhook_key = ? AND source_ip IS ? AND created > ?"
        " ORDER BY created DESC LIMIT 1 OFFSET ?"
    )
    since = clock.after(-limit.window_seconds)
    oldest = call.db.value(sql, trigger["id"], trigger["webhook_key"], source_ip, since, limit.requests - 1)
    if oldest is None:
        return
    wait = limit.window_seconds - (clock.parse(clock.now()) - clock.parse(oldest)).total_seconds()
    text = f"Rate limit exceeded. Maximum {limit.requests} requests per {limit.window_seconds} seconds"
    raise TooManyRequests(text, None if deviations.on("retry-after") else max(1, ceil(wait)))


def judge_signature(call: Call, demands: Demands, raw: bytes) -> None:
    """Refuse a body whose signature is missing or wrong."""
    if not demands.hmac.enabled:
        return
    headers = call.request.headers
    given = next((headers[name] for name in SIGNATURE_HEADERS if name in headers), None)
    if given is None:
        raise Unauthorized("Signature required")
    signature = _signature_bytes(given, demands.hmac.algorithm)
    wanted = hmac.new(demands.hmac.secret.encode(), raw, getattr(hashlib, demands.hmac.algorithm)).digest()
    if not hmac.compare_digest(signature, wanted) and not deviations.on("webhook-signature-unchecked"):
        raise Unauthorized("Invalid webhook signature")


def _signature_bytes(given: str, algorithm: str) -> bytes:
    named, _, digits = given.rpartition("=")
    if named and named != algorithm:
        raise Unauthorized(f"Signature verification failed: Algorithm mismatch: expected {algorithm}, got {named}")
    for position, character in enumerate(digits):
        if character not in "0123456789abcdefABCDEF":
            reason = f"Invalid hex signature: Invalid character '{character}' at position {position}"
            raise Unauthorized(f"Signature verification failed: {reason}")
    if len(digits) % 2:
        raise Unauthorized("Signature verification failed: Invalid hex signature: Odd number of digits")
    return bytes.fromhex(digits)
