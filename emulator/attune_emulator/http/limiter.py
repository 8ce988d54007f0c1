"""Limits on how often an identity may call, for those that have one."""

import math
import time
from collections import deque

from attune_emulator import deviations
from attune_emulator.authn import Caller
from attune_emulator.http.call import Call
from attune_emulator.http.errors import TooManyRequests

WINDOW = 1.0


class Limiter:
    """Counts the calls of identities with the attribute ``rate_limit: {per_second: N}``; administrators go free."""

    def __init__(self) -> None:
        self._calls: dict[int, deque[float]] = {}

    def count(self, call: Call, caller: Caller) -> None:
        """Count one call; raises TooManyRequests beyond the limit."""
        identity = call.db.by_id("identity", caller.identity_id)
        limit = _limit(identity["attributes"] if identity else None)
        if limit is None or call.access.is_administrator:
            return
        moment = time.monotonic()
        recent = self._calls.setdefault(caller.identity_id, deque())
        while recent and recent[0] <= moment - WINDOW:
            recent.popleft()
        if len(recent) >= limit:
            wait = math.ceil(recent[0] + WINDOW - moment)
            text = f"Rate limit exceeded. Maximum {limit} requests per second"
            raise TooManyRequests(text, None if deviations.on("retry-after") else max(wait, 1))
        recent.append(moment)


def _limit(attributes: object) -> int | None:
    setting = attributes.get("rate_limit") if isinstance(attributes, dict) else None
    limit = setting.get("per_second") if isinstance(setting, dict) else None
    return limit if isinstance(limit, int) and limit > 0 else None
