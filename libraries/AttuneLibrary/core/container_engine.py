"""Asks a container engine, by its command line, what runs on it."""

import json
import shlex
import subprocess
from dataclasses import dataclass
from typing import Any

from .errors import BadInput

ANSWER_SECONDS = 30.0
LABEL = "attune.execution"


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine whose command understands what docker's does: `ps` and `inspect`."""

    command: str

    def containers(self, execution: int) -> list[dict[str, Any]]:
        """What the engine says of every container of an execution, ended ones too."""
        found = self._said("ps", "--all", "--quiet", "--no-trunc", "--filter", f"label={LABEL}={execution}").split()
        return [summary(one) for one in json.loads(self._said("inspect", *found))] if found else []

    def _said(self, *arguments: str) -> str:
        command = [*shlex.split(self.command), *arguments]
        try:
            answer = subprocess.run(command, capture_output=True, text=True, timeout=ANSWER_SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired) as problem:
            raise BadInput(f"ATTUNE_CONTAINER_ENGINE is '{self.command}', which cannot be asked: {problem}") from None
        if answer.returncode:
            said = answer.stderr.strip().splitlines()[-1:] or ["nothing"]
            raise AssertionError(f"'{shlex.join(command)}' ended with {answer.returncode} and said: {said[0]}")
        return answer.stdout


def summary(inspected: dict[str, Any]) -> dict[str, Any]:
    """The members that matter of a long description."""
    config, host = inspected["Config"], inspected["HostConfig"]
    return {
        "name": inspected["Name"].lstrip("/"),
        "running": inspected["State"]["Running"],
        "image": config["Image"],
        "user": config["User"],
        "memory": host["Memory"],
        "network": host["NetworkMode"],
        "privileged": host["Privileged"],
    }
