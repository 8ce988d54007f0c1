"""Many requests of one identity side by side, and how many of them a limit of so many a second lets through."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from ..client import Answer, Session

T = TypeVar("T")
OBEYED, REFUSED = 200, 429
WINDOW = 1.0
# The platform's clock and ours need not agree to the last millisecond about how long a second is.
SLACK = 0.05


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer and the moments between which the platform gave it."""

    answer: Answer
    began: float
    ended: float


def side_by_side(clients: Sequence[Session], count: int, call: Callable[[Session, int], T]) -> list[T]:
    """`call` for every number below `count`, each client making one request at a time; results in that order."""
    shares = [range(start, count, len(clients)) for start in range(len(clients))]

    def share(client: Session, numbers: range) -> list[tuple[int, T]]:
        return [(number, call(client, number)) for number in numbers]

    with ThreadPoolExecutor(len(clients)) as pool:
        parts = pool.map(share, clients, shares)
        return [result for _, result in sorted((pair for part in parts for pair in part), key=lambda pair: pair[0])]


def timed(client: Session, path: str) -> Reply:
    """A GET, whatever its status."""
    began = time.monotonic()
    answer = client.request("GET", path, any_status=True)
    return Reply(answer, began, time.monotonic())


def lasted(replies: Sequence[Reply]) -> float:
    """Seconds from the first request to the last answer."""
    return max(reply.ended for reply in replies) - min(reply.began for reply in replies)


def strangers(replies: Sequence[Reply]) -> list[str]:
    """Answers that are neither obeyed nor refused by a limit."""
    return [
        f"request {number} was answered {reply.answer.status}"
        for number, reply in enumerate(replies, start=1)
        if reply.answer.status not in (OBEYED, REFUSED)
    ]


def limit_broken(replies: Sequence[Reply], limit: int) -> list[str]:
    """What shows that not exactly `limit` requests are obeyed in any one second, however fast they were sent."""
    obeyed = sorted((r for r in replies if r.answer.status == OBEYED), key=lambda r: r.ended)
    refused = [r for r in replies if r.answer.status == REFUSED]
    if not refused:
        return [f"of {len(replies)} requests in {lasted(replies):.2f} s none was refused with {REFUSED}"]
    found = []
    for first, last in zip(obeyed, obeyed[limit:], strict=False):
        within = last.ended - first.began
        if within < WINDOW - SLACK:
            found.append(f"{limit + 1} requests were obeyed within {within:.2f} s, wanted at most {limit} a second")
    for reply in refused:
        since = [r for r in obeyed if r.ended > reply.began - WINDOW - SLACK and r.began < reply.ended]
        if len(since) < limit:
            found.append(f"a request was refused after {len(since)} in that second, wanted {limit} to be obeyed")
    return found[:1]
