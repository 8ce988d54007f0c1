"""Which failed attempts are made again, and after how long."""

from dataclasses import dataclass

from .errors import AttuneError, PlatformUnreachable

IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
TEMPORARY = frozenset({429, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Repeats idempotent calls only: a POST that was lost may have been obeyed."""

    attempts: int = 3
    first_pause: float = 0.2
    longest_pause: float = 5.0

    def pause_before(self, attempt: int, method: str, failure: AttuneError) -> float | None:
        """Seconds to wait before attempt number `attempt` (the first is 1), or None where there is none."""
        if attempt > self.attempts or method not in IDEMPOTENT or not _temporary(failure):
            return None
        if failure.retry_after is not None:
            return min(failure.retry_after, self.longest_pause)
        pause: float = self.first_pause * 2 ** (attempt - 2)
        return min(pause, self.longest_pause)


NEVER = RetryPolicy(attempts=1)


def _temporary(failure: AttuneError) -> bool:
    return isinstance(failure, PlatformUnreachable) or failure.status in TEMPORARY
