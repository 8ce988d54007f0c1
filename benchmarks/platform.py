"""How quick the emulator is: ready, from a webhook to the end of the execution, and executions a second."""

import time
from collections.abc import Iterator
from datetime import datetime

from AttuneLibrary.client import Session
from AttuneLibrary.core.context import Context
from benchmarks.measured import Measured, least, most, quantile

EXECUTIONS = "/api/v1/executions"
WEBHOOKS = 60
NOOPS = 300
LOOK = 0.002


def measure(context: Context, ready: float) -> Iterator[Measured]:
    """Yield the figures; `ready` is how many seconds the emulator took to answer."""
    api = context.sessions.administrator()
    yield Measured("emulator: from start to its first answer", f"{ready:.2f} s", "about 1 s")
    times = list(_webhooks(api))
    yield most("emulator: webhook to completed execution, p50", 1000 * quantile(times, 0.5), 150, "ms")
    yield Measured("the same, p95", f"{1000 * quantile(times, 0.95):.3g} ms")
    yield least("emulator: noop executions, each in a process of its own", _noops(api), 50, "a second")


def _webhooks(api: Session) -> Iterator[float]:
    pack = f"e2e_benchmark_{time.time_ns()}"
    api.post("/api/v1/packs", json={"ref": pack, "label": pack, "version": "1.0.0"})
    trigger, rule = f"{pack}.hook", f"{pack}.rule"
    api.post("/api/v1/triggers", json={"ref": trigger, "pack_ref": pack, "label": "Hook"})
    key = api.post(f"/api/v1/triggers/{trigger}/webhooks/enable").data["webhook_key"]
    api.post(
        "/api/v1/rules",
        json={
            "ref": rule, "pack_ref": pack, "label": "Rule", "description": "Runs", "trigger_ref": trigger,
            "action_ref": "core.noop", "conditions": [], "enabled": True,
        },
    )  # fmt: skip
    for number in range(WEBHOOKS):
        posted = time.time()
        api.post(f"/api/v1/webhooks/{key}", json={"payload": {"n": number}})
        while not (done := list(api.pages(EXECUTIONS, rule_ref=rule, status="completed")))[number:]:
            time.sleep(LOOK)
        newest = max(done, key=lambda one: int(one["id"]))
        ended = api.get(f"{EXECUTIONS}/{newest['id']}").data["updated"]
        yield datetime.fromisoformat(ended).timestamp() - posted


def _noops(api: Session) -> float:
    begun = time.time()
    last = 0
    for _ in range(NOOPS):
        last = int(api.post(f"{EXECUTIONS}/execute", json={"action_ref": "core.noop", "parameters": {}}).data["id"])
    ended = 0.0
    while len(ends := list(api.pages(EXECUTIONS, action_ref="core.noop", status="completed"))) < NOOPS:
        time.sleep(LOOK * 10)
    ended = max(datetime.fromisoformat(one["updated"]).timestamp() for one in ends if int(one["id"]) <= last)
    return NOOPS / (ended - begun)
