"""A real emulator process for the tests, and a small client for talking to it."""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
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
        # A pytest that is killed leaves nothing running; a test's own owner, given later, counts.
        command += ["--owner-pid", str(os.getpid())]
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


@pytest.fixture
def switched(emulator: RunningEmulator) -> Iterator[Callable[[str], None]]:
    """Return a function that switches a defect on until the test is over."""
    on: list[str] = []

    def switch(name: str) -> None:
        emulator.data("PUT", "/_emulator/defects", json={"on": [name]})
        on.append(name)

    yield switch
    emulator.data("PUT", "/_emulator/defects", json={"off": on})


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

    def remove(self) -> None:
        """Delete the pack with all that is in it; keys it owns go first, since they would be in the way."""
        pack = self.emulator.call("GET", f"/api/v1/packs/{self.pack}", token=self.token)
        if pack.ok:
            for key in self.items("/api/v1/keys", owner_type="pack", owner=pack.json()["data"]["id"]):
                self.emulator.call("DELETE", f"/api/v1/keys/{key['ref']}")
            self.emulator.call("DELETE", f"/api/v1/packs/{self.pack}", token=self.token)


@pytest.fixture
def automate() -> Iterator[Callable[..., Automation]]:
    """Make an automation on an emulator: ``automate(emulator)``, as somebody: ``automate(emulator, token)``."""
    made: list[Automation] = []

    def make(emulator: RunningEmulator, token: str | None = "admin") -> Automation:
        made.append(Automation(emulator, token))
        return made[-1]

    yield make
    for automation in made:
        automation.remove()


class Workshop(Automation):
    """An automation that runs actions and workflows and looks at what came of them."""

    TERMINAL = frozenset({"completed", "failed", "cancelled", "timeout", "abandoned"})

    def execute(self, action: str, parameters: Any = None, **extra: Any) -> int:
        """Ask for an execution of one of the pack's actions, or of any by its whole ref; returns its id."""
        ref = action if "." in action else f"{self.pack}.{action}"
        body = {"action_ref": ref, "parameters": parameters} | extra
        execution: int = self.post("/api/v1/executions/execute", **body)["id"]
        return execution

    def get(self, execution: int, **query: Any) -> Any:
        return self.emulator.data("GET", f"/api/v1/executions/{execution}", token=self.token, params=query)

    def wait(self, execution: int, *statuses: str, timeout: float = 15) -> Any:
        """Return an execution once it has one of the statuses, any final one by default."""
        wanted = set(statuses) or self.TERMINAL

        def look() -> Any:
            row = self.get(execution)
            return row if row["status"] in wanted else None

        return self.emulator.until(look, timeout)

    def run(self, action: str, parameters: Any = None, timeout: float = 15, **extra: Any) -> Any:
        """Run something to its end and return the execution."""
        return self.wait(self.execute(action, parameters, **extra), timeout=timeout)

    def script(self, script: str, parameters: Any = None, **extra: Any) -> Any:
        """Make an action of a script, run it, and return the execution."""
        name = f"a{uuid.uuid4().hex[:8]}"
        self.shell(name, script, **extra)
        return self.run(name, parameters)

    def workflow(self, name: str, tasks: list[Any], *, params: Any = None, **definition: Any) -> Any:
        body = {"ref": f"{self.pack}.{name}", "pack_ref": self.pack, "label": name, "version": "1.0.0"}
        graph = {"version": "1.0.0", "tasks": tasks} | definition
        return self.post("/api/v1/workflows", definition=graph, param_schema=params, **body)

    def children(self, parent: int) -> list[Any]:
        """Return the executions a workflow made, whole, oldest first."""
        found = self.items("/api/v1/executions", parent=parent, per_page=100)
        return [self.get(row["id"]) for row in sorted(found, key=lambda row: row["id"])]

    def transitions(self, execution: int) -> list[str]:
        """Return the statuses an execution went through."""
        rows = self.items(f"/api/v1/executions/{execution}/history", page_size=100)
        return [row["new_values"]["status"] for row in reversed(rows) if "status" in row["new_values"]]

    def log(self, execution: int, stream: str) -> str | None:
        """Return what an execution wrote to one of its streams, from its log artifact; None when there is none."""
        for artifact in self.emulator.data("GET", f"/api/v1/executions/{execution}/artifacts"):
            if artifact["ref"].endswith(f".{stream}.log"):
                versions = self.emulator.data("GET", f"/api/v1/artifacts/{artifact['id']}/versions")
                number = next(v["version"] for v in versions if v.get("execution") == execution)
                path = f"/api/v1/artifacts/{artifact['id']}/versions/{number}/download"
                return self.emulator.call("GET", path).content.decode()
        return None

    def upload(self, files: dict[str, str | bytes]) -> str:
        """Upload a pack of these files, in whose texts ``{ref}`` stands for its ref; returns the ref."""
        ref = f"up_{uuid.uuid4().hex[:8]}"
        files = {"pack.yaml": "ref: {ref}\nname: Uploaded\nversion: 1.0.0\n"} | files
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
            for name, text in files.items():
                raw = text if isinstance(text, bytes) else text.replace("{ref}", ref).encode()
                info = tarfile.TarInfo(name)
                info.size, info.mode = len(raw), 0o755
                tar.addfile(info, io.BytesIO(raw))
        archive = {"pack": ("pack.tar.gz", buffer.getvalue(), "application/gzip")}
        answer = self.emulator.call("POST", "/api/v1/packs/upload", files=archive, data={"skip_tests": "true"})
        assert answer.status_code == 201, answer.text
        return ref

    def switch(self, **kinds: dict[str, list[str]]) -> None:
        """Switch gaps or defects: ``switch(defects={"on": ["x"]})``."""
        for kind, change in kinds.items():
            self.emulator.data("PUT", f"/_emulator/{kind}", json=change)


@pytest.fixture(scope="session")
def work_emulator(start_emulator: Start) -> RunningEmulator:
    """An emulator of their own for tests that run things: other tests' keys would reach every action."""
    return start_emulator()


@pytest.fixture(scope="session")
def real_work_emulator(start_emulator: Start) -> RunningEmulator:
    """The same, behaving like the real platform."""
    return start_emulator("--gaps", "all")


@pytest.fixture
def shop(work_emulator: RunningEmulator) -> Workshop:
    """Actions and workflows on an emulator that keeps the plan's promises."""
    return Workshop(work_emulator)


@pytest.fixture
def real_shop(real_work_emulator: RunningEmulator) -> Workshop:
    """Actions and workflows on an emulator that behaves like the real platform."""
    return Workshop(real_work_emulator)


@pytest.fixture
def open_shop() -> Callable[..., Workshop]:
    """Open a workshop on an emulator of the test's own: ``open_shop(emulator)``."""
    return Workshop
