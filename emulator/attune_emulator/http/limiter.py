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
        exempt = call.access.is_administrator and not deviations.on("limit-for-administrators")
        if limit is None or exempt:
            return
        moment = time.monotonic()
        counted = 0 if deviations.on("limit-shared") else caller.identity_id
        recent = self._calls.setdefault(counted, deque())
        while recent and recent[0] <= moment - WINDOW and not deviations.on("limit-never-resets"):
            recent.popleft()
        if len(recent) >= limit + deviations.on("limit-one-more"):
            wait = math.ceil(recent[0] + WINDOW - moment)
            text = f"Rate limit exceeded. Maximum {limit} requests per second"
            raise TooManyRequests(text, None if deviations.on("retry-after") else max(wait, 1))
        recent.append(moment)


def _limit(attributes: object) -> int | None:
    setting = attributes.get("rate_limit") if isinstance(attributes, dict) else None
    limit = setting.get("per_second") if isinstance(setting, dict) else None
    if deviations.on("odd-limit-counts") and isinstance(setting, dict):
        return limit if isinstance(limit, int) and limit > 0 else 1
    return limit if isinstance(limit, int) and limit > 0 else None
