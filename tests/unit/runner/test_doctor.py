"""What the doctor finds on platforms that lack something, and what it says to do."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from attune_e2e import doctor, services
from attune_e2e.target import Target

from .conftest import Platform, Runner, worker

DOWN = {"status": "error", "database": "disconnected", "error": "no route"}
STUCK = {"data": {"id": 7, "status": "requested"}}


@pytest.fixture
def target(platform: Platform) -> Target:
    return Target(platform.url, f"ws://127.0.0.1:{platform.server_port}/ws")


def test_a_platform_that_works_is_well(platform: Platform, capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor.doctor() == 0
    told = capsys.readouterr().out
    assert "✓ executor and broker: execution 7 of core.noop is completed after 0." in told
    assert "✓ 12 parts looked at, 0 to mend" in told


@pytest.mark.parametrize(
    ("request_line", "answer", "line"),
    [
        ("GET /health/detailed", (503, DOWN), "✗ database: disconnected: no route; start the platform's database"),
        ("POST /auth/login", (401, {}), "✗ login: login of test@attune.local was refused"),
        ("POST /api/v1/executions/execute", (403, {}), "✗ executor and broker: POST /api/v1/executions/execute"),
        ("GET /api/v1/keys", (403, {}), "✗ permissions: test@attune.local may not read keys; give it"),
    ],
)
def test_a_part_that_breaks_every_test_is_an_error(
    platform: Platform, capsys: pytest.CaptureFixture[str], request_line: str, answer: tuple[int, Any], line: str
) -> None:
    platform.answers[request_line] = answer
    assert doctor.doctor() == 1
    assert line in capsys.readouterr().out


@pytest.mark.parametrize(
    ("request_line", "answer", "line"),
    [
        ("GET /api/v1/workers", (200, {"items": [worker("action", "shell", "python")]}), "⚠ node worker: none that"),
        ("GET /api/v1/workers", (200, {"items": [worker("action", "shell")]}), "⚠ sensor worker: none that is alive"),
        ("GET /health", (200, {}), "✓ clock: the same as this machine's"),
        ("GET /auth/settings", (200, {"data": {}}), "⚠ registration: is off; tests tagged needs:registration"),
    ],
)
def test_a_part_that_only_some_tests_need_is_a_warning(
    platform: Platform, capsys: pytest.CaptureFixture[str], request_line: str, answer: tuple[int, Any], line: str
) -> None:
    platform.answers[request_line] = answer
    assert doctor.doctor() == 0
    assert line in capsys.readouterr().out


def test_leftovers_are_counted(platform: Platform, capsys: pytest.CaptureFixture[str]) -> None:
    old = {"ref": "e2e_k3f_0_1_pack", "id": 3, "created": "2020-01-01T00:00:00Z", "login": "x"}
    platform.answers["GET /api/v1/packs"] = (200, {"items": [old]})
    assert doctor.doctor() == 0
    assert "⚠ leftovers: 1 packs; remove them: attune-e2e sweep" in capsys.readouterr().out


def test_an_executor_that_does_nothing_is_found(
    platform: Platform, target: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "PROBE_TIMEOUT", 0.1)
    platform.answers["POST /api/v1/executions/execute"] = (201, STUCK)
    platform.answers["GET /api/v1/executions/7"] = (200, STUCK)
    found = {finding.part: finding for finding in services.findings(target)}
    assert found["executor and broker"].level == "broken"
    assert found["executor and broker"].words.startswith("execution 7 of core.noop is requested after")


def test_a_notifier_that_is_not_there_is_found(platform: Platform) -> None:
    found = {finding.part: finding for finding in services.findings(Target(platform.url, "ws://127.0.0.1:1/ws"))}
    assert found["notifier"].words == "http://127.0.0.1:1/health: connection refused"


def test_a_clock_that_is_off_is_found(target: Target) -> None:
    late = services.clock(target, lambda: datetime.now(UTC) + timedelta(seconds=90))
    assert late.level == "lacking" and late.words in ("90 s behind this machine's", "91 s behind this machine's")


@pytest.mark.parametrize(
    ("ws_url", "url"),
    [("wss://host/ws", "https://host/health"), ("ws://h:9/ws", "http://h:9/health"), ("", "http://api:8081/health")],
)
def test_the_notifiers_health_lies_beside_its_socket(ws_url: str, url: str) -> None:
    assert services.health_of_notifier(Target("http://api:8080", ws_url)) == url


def test_a_run_on_a_platform_without_an_executor_ends_at_once(start: Runner, platform: Platform) -> None:
    platform.answers["POST /api/v1/executions/execute"] = (500, {})
    run = start("run")
    output, _ = run.communicate(timeout=60)
    assert run.returncode == 3
    assert "✗ no test can pass: executor and broker; attune-e2e doctor tells more" in output
