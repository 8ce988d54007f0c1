"""A platform that only says it is healthy, small suites, and the runner as a process."""

import http.server
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

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


class Healthy(http.server.BaseHTTPRequestHandler):
    """Healthy, and nothing else."""

    def do_GET(self) -> None:
        body = json.dumps({"status": "ok"}).encode()
        self.send_response(200 if self.path == "/health" else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep the tests' output clean."""


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Healthy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setenv("ATTUNE_API_URL", url)
    yield url
    server.shutdown()
    server.server_close()


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
