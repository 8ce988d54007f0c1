"""A point in time that no request of the present thread outlives; set by whoever waits."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# A platform under load takes its time, and a last look that is not answered proves nothing.
SHORTEST = 2.0
_deadline: ContextVar[float | None] = ContextVar("attune_deadline", default=None)


@contextmanager
def until(moment: float) -> Iterator[None]:
    """Within the block requests end at `moment` (time.monotonic) and are not repeated."""
    token = _deadline.set(moment)
    try:
        yield
    finally:
        _deadline.reset(token)


def active() -> bool:
    return _deadline.get() is not None


def cut(seconds: float) -> float:
    """`seconds`, or what is left until the deadline; a last look still gets a moment to be answered."""
    moment = _deadline.get()
    return seconds if moment is None else max(SHORTEST, min(seconds, moment - time.monotonic()))
