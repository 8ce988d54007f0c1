"""What of a platform works, as far as its API shows: each part with what it means for tests and what to do."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Literal
from urllib.parse import urlsplit

import requests

from attune_e2e.api import Api, Refused, administrator
from attune_e2e.errors import RunnerError
from attune_e2e.target import TIMEOUT, Target, control, reason

Level = Literal["ok", "lacking", "broken"]
# The runtimes that suites need, by a part of the name that workers tell.
RUNTIMES = {"shell": "actions of suites", "python": "Python actions", "node": "tests tagged needs:nodejs"}
PROBE = "core.noop"
PROBE_TIMEOUT = 15.0
LOOK_PAUSE = 0.05
CLOCK_TOLERANCE = 2.0
ENDED = ("completed", "failed", "timeout", "cancelled", "abandoned")


@dataclass(frozen=True)
class Finding:
    """One part of the platform.

    Args:
        part: its name.
        level: `broken` makes every test fail, `lacking` some of them.
        words: what was seen.
        remedy: what to do about it; empty where it is well.
    """

    part: str
    level: Level
    words: str
    remedy: str = ""


def findings(target: Target) -> Iterator[Finding]:
    """Yield what there is to say of each part; what rests on a broken part is not asked for.

    Example:
        `[finding.words for finding in findings(target) if finding.level != "ok"]`
    """
    yield _database(target)
    try:
        api = administrator(target.url)
    except RunnerError as problem:
        yield Finding("login", "broken", str(problem), "name an administrator by TEST_USER_LOGIN, TEST_USER_PASSWORD")
        return
    yield Finding("login", "ok", f"{api.login} is signed in")
    yield from _workers(target, api)
    yield _work(api)
    yield _notifier(target)


def _database(target: Target) -> Finding:
    answer = requests.get(f"{target.url}/health/detailed", timeout=TIMEOUT)
    told = answer.json() if answer.headers.get("content-type", "").startswith("application/json") else {}
    if answer.status_code == 200:
        return Finding("database", "ok", f"{told.get('database', 'connected')}, platform {told.get('version', '?')}")
    words = f"{told.get('database', answer.status_code)}: {told.get('error', 'no reason given')}"
    return Finding("database", "broken", words, "start the platform's database, or mend its URL")


def _workers(target: Target, api: Api) -> Iterator[Finding]:
    workers = [worker for worker in api.every("workers") if _alive(worker)]
    acting = [worker for worker in workers if worker.get("worker_role") == "action"]
    names = {str(runtime["name"]).lower() for worker in acting for runtime in worker.get("supported_runtimes") or []}
    for runtime, use in RUNTIMES.items():
        if any(runtime in name for name in names):
            yield Finding(f"{runtime} worker", "ok", "at work")
        else:
            level: Level = "broken" if runtime == "shell" else "lacking"
            yield Finding(f"{runtime} worker", level, "none that is alive", f"start one: {use} need it")
    if any(worker.get("worker_role") == "sensor" for worker in workers):
        yield Finding("sensor worker", "ok", "at work")
    elif control(target, "info"):
        yield Finding("sensor worker", "ok", "in the emulator itself")
    else:
        yield Finding("sensor worker", "lacking", "none that is alive", "start the sensor service: timers need it")


def _alive(worker: dict[str, Any]) -> bool:
    return worker.get("status") in ("active", "busy") and not worker.get("heartbeat_stale")


def _work(api: Api) -> Finding:
    """Have one action done: that takes the broker, the executor and a worker."""
    part = "executor and broker"
    remedy = "look at the logs of executor, broker and workers"
    started = time.monotonic()
    try:
        execution = api.call("POST", "/api/v1/executions/execute", json={"action_ref": PROBE, "parameters": {}})["data"]
        while execution["status"] not in ENDED and time.monotonic() - started < PROBE_TIMEOUT:
            time.sleep(LOOK_PAUSE)
            execution = api.call("GET", f"/api/v1/executions/{execution['id']}")["data"]
    except Refused as refusal:
        return Finding(part, "broken", str(refusal), f"the administrator has to be able to execute {PROBE}")
    seconds = time.monotonic() - started
    words = f"execution {execution['id']} of {PROBE} is {execution['status']} after {seconds:.2f} s"
    return Finding(part, "ok", words) if execution["status"] == "completed" else Finding(part, "broken", words, remedy)


def _notifier(target: Target) -> Finding:
    url = health_of_notifier(target)
    remedy = "start the notifier, or name it by ATTUNE_WS_URL: tests of notifications need it, waits get slower without"
    try:
        answer = requests.get(url, timeout=TIMEOUT)
    except requests.RequestException as problem:
        return Finding("notifier", "lacking", f"{url}: {reason(problem)}", remedy)
    if answer.status_code != 200:
        return Finding("notifier", "lacking", f"{url} answers {answer.status_code}", remedy)
    return Finding("notifier", "ok", f"answers at {url}")


def health_of_notifier(target: Target) -> str:
    """Return the URL of the notifier's health: on the WebSocket's host and port, by default the API's host and 8081."""
    parts = urlsplit(target.ws_url or "")
    if parts.hostname:
        scheme = "https" if parts.scheme == "wss" else "http"
        return f"{scheme}://{parts.netloc}/health"
    return f"http://{urlsplit(target.url).hostname}:8081/health"


def clock(target: Target, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Finding:
    """Compare the platform's clock, which tells whole seconds, with this machine's."""
    answer = requests.get(f"{target.url}/health", timeout=TIMEOUT)
    if "date" not in answer.headers:
        return Finding("clock", "ok", "the platform does not tell its time")
    ahead = (parsedate_to_datetime(answer.headers["date"]) - now()).total_seconds()
    words = f"{abs(ahead):.0f} s {'ahead of' if ahead > 0 else 'behind'} this machine's"
    if abs(ahead) <= CLOCK_TOLERANCE:
        return Finding("clock", "ok", "the same as this machine's")
    return Finding("clock", "lacking", words, "set both by NTP: tests of timers compare instants")
