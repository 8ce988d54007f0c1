"""A real emulator process for the tests, and a small client for talking to it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

ADMIN = {"login": "test@attune.local", "password": "TestPass123!"}
Start = Callable[..., "RunningEmulator"]


class RunningEmulator:
    """One emulator process with its own data directory."""

    def __init__(self, directory: Path, *options: str) -> None:
        self.directory, self.options = directory, options
        self.token: str | None = None
        self.start()

    def start(self) -> None:
        """Start the process (again) on the same data and wait until it listens."""
        ready = self.directory / "ready.json"
        ready.unlink(missing_ok=True)
        self.log = self.directory / "emulator.log"
        command = [sys.executable, "-m", "attune_emulator", "--port", "0", "--ws-port", "0"]
        command += ["--data", str(self.directory / "data"), "--ready-file", str(ready), *self.options]
        with self.log.open("a") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        self._wait_for(ready)
        facts = json.loads(ready.read_text())
        self.url, self.ws_url = facts["url"], facts["ws_url"]

    def _wait_for(self, ready: Path) -> None:
        end = time.monotonic() + 30
        while not ready.exists():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"the emulator did not start:\n{self.log.read_text()}")
            time.sleep(0.02)

    def kill(self) -> None:
        """End the process the hard way."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """End the process as Ctrl-C does."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
                raise

    def call(self, method: str, path: str, token: str | None = "admin", **options: Any) -> requests.Response:
        """Send a request, as the administrator unless a token (or None) is given."""
        headers = options.pop("headers", {})
        bearer = self.admin_token() if token == "admin" else token
        if bearer:
            headers["Authorization"] = f"Bearer {bearer}"
        return requests.request(method, self.url + path, headers=headers, timeout=30, **options)

    def data(self, method: str, path: str, **options: Any) -> Any:
        """Send a request that must succeed and return what the answer carries."""
        answer = self.call(method, path, **options)
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text}"
        body = answer.json()
        return body.get("data", body) if isinstance(body, dict) else body

    def admin_token(self) -> str:
        if self.token is None:
            self.token = self.login(**ADMIN)
        return self.token

    def login(self, login: str, password: str) -> str:
        answer = requests.post(self.url + "/auth/login", json={"login": login, "password": password}, timeout=30)
        assert answer.ok, answer.text
        token: str = answer.json()["data"]["access_token"]
        return token

    def person(self, login: str, *sets: str) -> tuple[int, str]:
        """Register somebody with these permission sets; returns id and token."""
        answer = self.data("POST", "/auth/register", token=None, json={"login": login, "password": "Sup3rSecret!"})
        for ref in sets:
            body = {"identity_id": answer["user"]["id"], "permission_set_ref": ref}
            self.data("POST", "/api/v1/permissions/assignments", json=body)
        return answer["user"]["id"], answer["access_token"]

    def until(self, look: Callable[[], Any], timeout: float = 15) -> Any:
        """Return the first true value of `look`; fails after `timeout` seconds."""
        end = time.monotonic() + timeout
        while not (value := look()):
            assert time.monotonic() < end, f"nothing after {timeout} s; log:\n{self.log.read_text()[-2000:]}"
            time.sleep(0.02)
        return value


@pytest.fixture(scope="session")
def start_emulator() -> Iterator[Start]:
    """Start emulators: ``start_emulator("--gaps", "all")``; all are stopped and removed at the end."""
    running: list[RunningEmulator] = []
    top = Path(tempfile.mkdtemp(prefix="attune-emulator-tests-"))

    def start(*options: str) -> RunningEmulator:
        directory = Path(tempfile.mkdtemp(dir=top))
        running.append(RunningEmulator(directory, *options))
        return running[-1]

    yield start
    for emulator in running:
        emulator.stop()
    shutil.rmtree(top)


@pytest.fixture(scope="session")
def emulator(start_emulator: Start) -> RunningEmulator:
    """An emulator that keeps the plan's promises."""
    return start_emulator()


@pytest.fixture(scope="session")
def platform_like(start_emulator: Start) -> RunningEmulator:
    """An emulator that behaves like the real platform."""
    return start_emulator("--gaps", "all")


class Automation:
    """A pack of one's own with triggers and rules in it, and what comes of them."""

    def __init__(self, emulator: RunningEmulator, token: str | None = "admin") -> None:
        self.emulator, self.token = emulator, token
        self.pack = f"auto_{uuid.uuid4().hex[:10]}"
        self.post("/api/v1/packs", ref=self.pack, label="Automation", version="1.0.0", config={"colour": "red"})

    def post(self, path: str, **body: Any) -> Any:
        return self.emulator.data("POST", path, token=self.token, json=body)

    def trigger(self, name: str = "hook", **extra: Any) -> Any:
        return self.post("/api/v1/triggers", ref=f"{self.pack}.{name}", pack_ref=self.pack, label=name, **extra)

    def webhook(self, name: str = "hook") -> str:
        """Make a trigger with a webhook and return its key."""
        self.trigger(name)
        # Enabling needs a grant that people who may make triggers do not always hold.
        enabled = self.emulator.data("POST", f"/api/v1/triggers/{self.pack}.{name}/webhooks/enable")
        key: str = enabled["webhook_key"]
        return key

    def shell(self, name: str, script: str, **extra: Any) -> Any:
        body = {"ref": f"{self.pack}.{name}", "pack_ref": self.pack, "label": name, "entrypoint": script}
        return self.post("/api/v1/actions", runtime_ref="core.shell", **body, **extra)

    def rule(self, name: str = "rule", trigger: str | None = None, action: str = "core.noop", **extra: Any) -> Any:
        body = {"ref": f"{self.pack}.{name}", "pack_ref": self.pack, "label": name, "action_ref": action}
        return self.post("/api/v1/rules", trigger_ref=trigger or f"{self.pack}.hook", **body, **extra)

    def fire(self, key: str, payload: Any) -> int:
        """Send a payload to a webhook and return the event's id."""
        answer = self.emulator.data("POST", f"/api/v1/webhooks/{key}", token=None, json={"payload": payload})
        event: int = answer["event_id"]
        return event

    def items(self, path: str, **query: Any) -> list[Any]:
        items: list[Any] = self.emulator.call("GET", path, params=query).json()["items"]
        return items

    def enforcements(self, event: int, count: int = 1) -> list[Any]:
        """Return the event's enforcements once there are `count` and all are resolved."""

        def resolved() -> list[Any]:
            found = self.items("/api/v1/enforcements", event=event)
            return found if len(found) >= count and all(entry["status"] != "created" for entry in found) else []

        found: list[Any] = self.emulator.until(resolved)
        return found

    def config(self, event: int) -> Any:
        """Return the parameters that the event's only enforcement came to."""
        (enforcement,) = self.enforcements(event)
        return self.emulator.data("GET", f"/api/v1/enforcements/{enforcement['id']}")["config"]

    def events(self, rule: str, **query: Any) -> list[Any]:
        """Return a rule's events whole, oldest first."""
        found = self.items("/api/v1/events", rule_ref=f"{self.pack}.{rule}", per_page=100, **query)
        return [self.emulator.data("GET", f"/api/v1/events/{entry['id']}") for entry in reversed(found)]


@pytest.fixture
def automate() -> Callable[..., Automation]:
    """Make an automation on an emulator: ``automate(emulator)``, as somebody: ``automate(emulator, token)``."""
    return Automation
