"""The last requests this emulator answered."""

from collections import deque
from typing import Any

from attune_emulator import clock
from attune_emulator.http.call import Call

KEPT = 5000


class Journal:
    """A bounded list of requests, newest last; no bodies, no tokens."""

    def __init__(self) -> None:
        self._entries: deque[dict[str, Any]] = deque(maxlen=KEPT)
        self.total = 0

    def note(self, call: Call, status: int, took_ms: float) -> None:
        """Remember one answered request."""
        if call.request.url.path.startswith("/_emulator/"):
            return
        caller = call.__dict__.get("caller")
        self.total += 1
        self._entries.append(
            {
                "n": self.total,
                "time": clock.now(),
                "method": call.request.method,
                "path": call.request.url.path,
                "query": call.request.url.query,
                "status": status,
                "duration_ms": round(took_ms, 3),
                "login": caller.login if caller else None,
            }
        )

    def entries(self, after: int = 0) -> list[dict[str, Any]]:
        """Return the entries numbered above `after`."""
        return [entry for entry in self._entries if entry["n"] > after]

    def clear(self) -> None:
        self._entries.clear()
