"""A platform that only says it is healthy, small suites, and the runner as a process."""

import http.server
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from attune_e2e import catalogue, paths
from attune_e2e.catalogue import PlannedTest

SUITES = {
    "tier1/t1_04_webhook.robot": """
*** Settings ***
Test Tags    tier1    T1.4    webhook
*** Test Cases ***
Nested [Fields] Arrive
    [Tags]    S1.4-c
    Log    %{ATTUNE_API_URL}
A Node Action Runs
    [Tags]    needs:nodejs
    Skip    there is no Node here
""",
    "tier1/t1_08_failure.robot": """
*** Settings ***
Test Tags    tier1    T1.8    failure
*** Test Cases ***
An Exit Code Is Recorded
    [Tags]    gap:made-up
    Should Be Equal    1    ${EXIT_CODE}
The Worker Dies
    Run Keyword If    ${DIES}    Evaluate    os._exit(3)    modules=os
*** Variables ***
${EXIT_CODE}    1
${DIES}         ${False}
""",
    "tier2/t2_01_nested.robot": """
*** Settings ***
Test Tags    tier2    T2.1    workflow
*** Test Cases ***
A Child Ends Before Its Parent
    [Setup]    Log    up
    Sleep    ${PAUSE}
    [Teardown]    Run Keywords    Sleep    ${TEARDOWN}    AND    Create File    ${TORN}
*** Settings ***
Library    OperatingSystem
*** Variables ***
${PAUSE}    0
${TEARDOWN}    0
${TORN}     ${TEMPDIR}/nothing.txt
""",
}


def worker(role: str, *runtimes: str) -> dict[str, Any]:
    supported = [{"name": name, "versions": []} for name in runtimes]
    return {"status": "active", "heartbeat_stale": False, "worker_role": role, "supported_runtimes": supported}


def healthy() -> dict[str, tuple[int, Any]]:
    """Return the answers of a platform on which everything works, by method and path."""
    execution = {"data": {"id": 7, "status": "completed"}}
    lists = ("packs", "actions", "triggers", "rules", "events", "executions", "keys", "identities")
    return {
        "GET /health": (200, {"status": "ok"}),
        "GET /health/detailed": (200, {"status": "ok", "version": "1.2.3", "database": "connected"}),
        "POST /auth/login": (200, {"data": {"access_token": "x.y.z"}}),
        "GET /auth/settings": (200, {"data": {"self_registration_enabled": True}}),
        "GET /api/v1/workers": (
            200, {"items": [worker("action", "shell", "python", "node.js"), worker("sensor", "native")]},
        ),
        "POST /api/v1/executions/execute": (201, execution),
        "GET /api/v1/executions/7": (200, execution),
        **{f"GET /api/v1/{name}": (200, {"items": []}) for name in lists},
    }  # fmt: skip


class Platform(http.server.ThreadingHTTPServer):
    """A platform that only gives the answers it was told; anything else is 404."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.answers = healthy()
        self.url = f"http://127.0.0.1:{self.server_port}"


class Answering(http.server.BaseHTTPRequestHandler):
    """One request of it."""

    server: Platform

    def answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        status, told = self.server.answers.get(f"{self.command} {self.path.partition('?')[0]}", (404, {}))
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = answer

    def log_message(self, *_: object) -> None:
        """Keep the tests' output clean."""


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    with Platform() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv("ATTUNE_API_URL", server.url)
        monkeypatch.setenv("ATTUNE_WS_URL", f"ws://127.0.0.1:{server.server_port}/ws")
        yield server
        server.shutdown()


@pytest.fixture
def suites(tmp_path: Path) -> Path:
    for name, text in SUITES.items():
        file = tmp_path / "suites" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path / "suites"


@pytest.fixture
def tests(suites: Path) -> list[PlannedTest]:
    return catalogue.read([suites])


Runner = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(suites: Path) -> Iterator[Runner]:
    """Start the runner beside the small suites; robot variables are given as `-v NAME:value` by ROBOT_OPTIONS."""
    started: list[subprocess.Popen[str]] = []

    def run(*arguments: str, variables: str = "") -> "subprocess.Popen[str]":
        options = " ".join(f"--variable {pair}" for pair in variables.split())
        process = subprocess.Popen(
            [sys.executable, "-m", "attune_e2e", *arguments], cwd=suites.parent, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env={**paths.environment(), "ROBOT_OPTIONS": options, "TMPDIR": str(_made(suites.parent / "tmp"))},
        )  # fmt: skip
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()


def _made(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(autouse=True)
def without_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("ATTUNE_API", "ATTUNE_WS", "GITHUB_STEP", "TEST_USER")):
            monkeypatch.delenv(name)
