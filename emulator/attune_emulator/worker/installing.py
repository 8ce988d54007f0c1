"""What is put into a pack's environment, by the tools of its language."""

import asyncio
import json
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from attune_emulator.worker.places import Places, base_python
from attune_emulator.worker.switches import Switches

_TAIL = 2000
_BESIDE = "file:"


class NotMade(Exception):
    """An environment that could not be made, and what the tool said."""


async def fill_python(places: Places, target: Path, requirements: Path, on: Switches) -> None:
    """Make a virtual environment and install a requirements.txt into it; raises NotMade."""
    await _run([base_python(), "-m", "venv", "--without-pip", str(target)], requirements.parent)
    if "requirements-ignored" in on:
        return
    # This process's own pip fills it: installing a pip into each environment takes seconds.
    pip = [sys.executable, "-m", "pip", "--python", str(target / "bin" / "python"), "--disable-pip-version-check"]
    await _run([*pip, "install", "--quiet", "--requirement", str(requirements)], requirements.parent)


async def fill_node(places: Places, target: Path, manifest: Path, on: Switches) -> None:
    """Install what a package.json asks for; raises NotMade."""
    if not target.is_dir():
        target.mkdir(parents=True)
        _copy(manifest, target, on)
    if "requirements-ignored" in on:
        return
    assert places.node is not None
    path = os.pathsep.join([str(Path(places.node).parent), os.environ.get("PATH", "")])
    npm = shutil.which("npm", path=path)
    if npm is None:
        raise NotMade("there is no npm beside Node")
    await _run([npm, "install", "--no-audit", "--no-fund", "--prefix", str(target)], manifest.parent, {"PATH": path})


def _copy(manifest: Path, target: Path, on: Switches) -> None:
    """Copy what npm reads; files that are named by paths from the pack are found from there too."""
    lock = manifest.with_name("package-lock.json")
    if lock.is_file():
        shutil.copy(lock, target / lock.name)
    try:
        content = json.loads(manifest.read_text())
    except ValueError as error:
        raise NotMade(f"{manifest.name} is no JSON: {error}") from error
    if "node-local-packages" not in on:
        content = _found_from_anywhere(content, manifest.parent)
    (target / manifest.name).write_text(json.dumps(content))


def _found_from_anywhere(content: Any, pack: Path) -> Any:
    wanted = content.get("dependencies") if isinstance(content, dict) else None
    for name, place in wanted.items() if isinstance(wanted, dict) else ():
        file = pack / str(place).removeprefix(_BESIDE)
        if str(place).startswith(_BESIDE) and file.exists():
            wanted[name] = f"{_BESIDE}{file.resolve()}"
    return content


async def _run(command: Sequence[str], folder: Path, variables: Mapping[str, str] | None = None) -> None:
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=folder,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env=os.environ | dict(variables or {}),
    )
    try:
        output, _ = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        raise
    if process.returncode:
        said = output.decode("utf-8", "replace")[-_TAIL:]
        raise NotMade(f"{command[0]} ended with {process.returncode}: {said}")
