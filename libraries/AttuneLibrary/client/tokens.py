"""The tokens of one identity and when they run out."""

import base64
import binascii
import json
import time
from dataclasses import dataclass
from typing import Any

# A token is renewed a little before it runs out, so that it does not die under way.
MARGIN_SECONDS = 30.0
MARGIN_SHARE = 0.1


@dataclass(frozen=True, slots=True, repr=False)
class Tokens:
    """`renew_at` is on this machine's monotonic clock, so the clocks of the two machines need not agree."""

    access: str
    refresh: str | None
    renew_at: float | None

    @classmethod
    def from_answer(cls, data: dict[str, Any], now: float | None = None) -> "Tokens":
        access = str(data["access_token"])
        life = _life(access, data.get("expires_in"))
        at = None
        if life is not None:
            at = (time.monotonic() if now is None else now) + life - min(MARGIN_SECONDS, life * MARGIN_SHARE)
        return cls(access, data.get("refresh_token"), at)

    def due(self, now: float | None = None) -> bool:
        return self.renew_at is not None and (time.monotonic() if now is None else now) >= self.renew_at


def claims(token: str) -> dict[str, Any]:
    """The readable part of a JSON web token, unverified; empty where it is none."""
    parts = token.split(".")
    if len(parts) != 3:
        return {}
    try:
        found = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, binascii.Error):
        return {}
    return found if isinstance(found, dict) else {}


def _life(access: str, expires_in: Any) -> float | None:
    found = claims(access)
    if isinstance(found.get("exp"), int | float) and isinstance(found.get("iat"), int | float):
        return float(found["exp"] - found["iat"])
    return float(expires_in) if isinstance(expires_in, int | float) else None
