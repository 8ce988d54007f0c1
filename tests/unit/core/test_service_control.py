"""Services of a deployment: the settings that say how they are controlled, and the commands that do it."""

import json
import os
import signal
from pathlib import Path

import pytest

from AttuneLibrary.client import AttuneError
from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.core.service_control import CommandServices
from AttuneLibrary.core.settings import Settings

COMMANDS = {"worker": {"kill": "kill {service}", "start": "start {service}"}, "*": {"start": "up {service}"}}


def settings(**variables: str) -> Settings:
    return Settings({}, {}, {f"ATTUNE_SERVICE_{name.upper()}": text for name, text in variables.items()})


def test_commands_are_json_or_a_file_and_names_are_pairs(tmp_path: Path) -> None:
    file = tmp_path / "services.yaml"
    file.write_text('"*":\n  start: up {service}\nworker:\n  kill: kill {service}\n  start: start {service}\n')
    assert settings(commands=json.dumps(COMMANDS)).service_commands == COMMANDS
    assert settings(commands=str(file)).service_commands == COMMANDS
    assert settings(names="worker=attune-worker, api=front").service_names == {
        "worker": "attune-worker",
        "api": "front",
    }
    assert settings().service_commands == {} and settings().service_names == {}


@pytest.mark.parametrize(
    ("name", "text", "allowed"),
    [
        ("commands", "/nowhere/services.yaml", "must be a JSON object, or the path of a JSON or YAML file"),
        ("commands", "{broken", "must be a JSON object, or the path of a JSON or YAML file"),
        ("commands", '{"worker": "kill it"}', "must be a JSON object, or the path of a JSON or YAML file"),
        ("commands", '{"worker": {"pause": "x"}}', "a command by order, kill, stop, start; 'worker: pause'"),
        (
            "commands",
            '{"worker": {"kill": "x"}}',
            "a start command for each service, to bring it back; 'worker'",
        ),
        ("names", "worker", "must be pairs such as worker=attune-worker"),
    ],
)
def test_what_cannot_be_used_is_one_line_that_says_what_can(name: str, text: str, allowed: str) -> None:
    with pytest.raises(BadInput) as caught:
        settings(**{name: text})
    assert str(caught.value).startswith(f"ATTUNE_SERVICE_{name.upper()} is '{text}'")
    assert allowed in str(caught.value) and "\n" not in str(caught.value)


def test_names_are_found_and_workers_are_the_service_worker() -> None:
    control = CommandServices({"worker": {"start": "x"}}, {"executor": "attune-executor"})
    found = [control.service_of(name) for name in ("worker", "worker-full-01", "executor")]
    assert found == ["worker", "worker", "executor"]
    with pytest.raises(BadInput, match=r"unknown service 'executer' \(did you mean 'executor'\?\); allowed: executor"):
        control.service_of("executer")
    assert CommandServices({"*": {"start": "x"}}, {}).service_of("notifier") == "notifier"


def test_a_command_gets_the_name_of_the_deployment_and_a_stop_is_awaited_by_the_next_order(tmp_path: Path) -> None:
    log, gate = tmp_path / "log", tmp_path / "gate"
    wait = f"while [ ! -e {gate} ]; do sleep 0.05; done"
    commands = {"stop": f"sh -c '{wait}; echo stopped {{service}} >> {log}'", "start": f"sh -c 'echo up >> {log}'"}
    control = CommandServices({"*": commands}, {"worker": "attune-worker"})
    control.order("stop", "worker")
    assert not log.exists()
    gate.touch()
    control.order("start", "worker")
    assert log.read_text() == "stopped attune-worker\nup\n"
    assert control.exit_code("worker") is None


def test_a_command_that_fails_or_is_missing_says_so() -> None:
    control = CommandServices({"*": {"kill": "sh -c 'echo no such service >&2; exit 3'", "start": "/nowhere/x"}}, {})
    with pytest.raises(AttuneError, match="ended with exit code 3: no such service"):
        control.order("kill", "worker")
    with pytest.raises(BadInput, match="the start command of service 'worker' cannot be run"):
        control.order("start", "worker")
    with pytest.raises(BadInput, match="ATTUNE_SERVICE_COMMANDS has no stop command for service 'worker'"):
        control.order("stop", "worker")


def test_what_a_start_command_leaves_running_is_not_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "pid"
    CommandServices({"*": {"start": f"sh -c 'sleep 60 & echo $! > {file}'"}}, {}).order("start", "worker")
    os.kill(int(file.read_text()), signal.SIGKILL)
