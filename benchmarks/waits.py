"""How soon a wait returns after the platform's change, and how often it asks: notified, and polling as others do."""

import random
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from AttuneLibrary.client import Session
from AttuneLibrary.core.context import Context
from AttuneLibrary.core.topics import about
from AttuneLibrary.core.waiting import Wait
from AttuneLibrary.core.words import TERMINAL
from benchmarks.measured import Measured, most, quantile

ROUNDS = 60
# How long the awaited executions take, in seconds: long enough for every way of waiting to be waiting.
SHORTEST, LONGEST = 0.3, 1.3
EXECUTIONS = "/api/v1/executions"
INTERVALS = (0.5, 1.0)


def measure(context: Context) -> Iterator[Measured]:
    """Yield the figures of the three ways of waiting, measured one after another in one run."""
    api = context.sessions.administrator()
    action = _action(api)
    lags, looks = _rounds(api, action, lambda number: _notified(context, api, number))
    yield most("change to return of the wait, notified, p50", 1000 * quantile(lags, 0.5), 15, "ms")
    yield most("change to return of the wait, notified, p95", 1000 * quantile(lags, 0.95), 60, "ms")
    yield most("requests of a wait, notified, median", quantile(looks, 0.5), 3, "")
    ours = quantile(lags, 0.5)
    for interval in INTERVALS:
        polled, asked = _rounds(api, action, lambda number, pause=interval: _polled(api, number, pause))
        p50 = quantile(polled, 0.5)
        text = f"{1000 * p50:.3g} ms, p95 {1000 * quantile(polled, 0.95):.3g} ms, {quantile(asked, 0.5):g} requests"
        yield Measured(f"the same, polling every {interval:g} s, p50", f"{text}: {p50 / ours:.0f} times as long")


def _action(api: Session) -> str:
    label = f"e2e_benchmark_{time.time_ns()}"
    api.post("/api/v1/packs", json={"ref": label, "label": label, "version": "1.0.0"})
    body = {
        "ref": f"{label}.nap", "pack_ref": label, "label": "Nap", "description": "Takes its time",
        "entrypoint": 'sleep "${seconds:-1}"', "runtime_ref": "core.shell",
        "param_schema": {"seconds": {"type": "number"}},
    }  # fmt: skip
    return str(api.post("/api/v1/actions", json=body).data["ref"])


def _rounds(api: Session, action: str, wait: Callable[[int], int]) -> tuple[list[float], list[int]]:
    chance = random.Random(7)
    lags, looks = [], []
    for _ in range(ROUNDS):
        seconds = round(chance.uniform(SHORTEST, LONGEST), 3)
        started = api.post(f"{EXECUTIONS}/execute", json={"action_ref": action, "parameters": {"seconds": seconds}})
        number = int(started.data["id"])
        looks.append(wait(number))
        returned = time.time()
        lags.append(returned - _changed(api, number))
    return lags, looks


def _changed(api: Session, number: int) -> float:
    found = api.get(f"{EXECUTIONS}/{number}").data
    assert found["status"] == "completed", found
    return datetime.fromisoformat(found["updated"]).timestamp()


def _notified(context: Context, api: Session, number: int) -> int:
    looks = 0

    def look() -> Any:
        nonlocal looks
        looks += 1
        return api.get(f"{EXECUTIONS}/{number}").data["status"]

    context.waiter.until(
        Wait[str](
            keyword="Benchmark", subject=f"execution {number}", wanted="completed", look=look,
            holds=lambda status: status == "completed",
            hopeless=lambda status: "it is over" if status in TERMINAL["execution"] else None,
            topics=about("execution", "id", number, TERMINAL["execution"]),
        )
    )  # fmt: skip
    return looks


def _polled(api: Session, number: int, interval: float) -> int:
    looks = 1
    while api.get(f"{EXECUTIONS}/{number}").data["status"] != "completed":
        time.sleep(interval)
        looks += 1
    return looks
