"""Environments of packs: what requirements.txt and package.json ask for, made once and kept."""

import asyncio
import hashlib
import logging
import os
import shutil
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

from attune_emulator.worker.places import Places, base_python

log = logging.getLogger("attune_emulator.worker")

_MARKER = ".attune-made-from"
_TAIL = 2000


class NotMade(Exception):
    """An environment that could not be made, and what the tool said."""


class Environments:
    """Makes and finds the environments of packs; a failure is logged, and actions then run without."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._making: dict[Path, asyncio.Lock] = {}
        self._failed: dict[Path, str] = {}

    async def prepare(self, pack: str) -> None:
        """Make ahead of time what a pack needs."""
        if (self._places.pack(pack) / "requirements.txt").is_file():
            await self.python(pack)
        if self._places.node is not None and (self._places.pack(pack) / "package.json").is_file():
            await self.node(pack)

    async def python(self, pack: str) -> tuple[str, dict[str, str]]:
        """Return the interpreter for a pack's Python actions and the variables they need."""
        directory = self._places.pack(pack)
        variables = {"PYTHONPATH": str(directory / "lib")} if (directory / "lib").is_dir() else {}
        requirements, target = directory / "requirements.txt", self._places.runtime_envs / pack / "python"
        if requirements.is_file() and await self._made(target, requirements, self._make_python):
            return str(target / "bin" / "python"), variables | {"VIRTUAL_ENV": str(target)}
        return base_python(), variables

    async def node(self, pack: str) -> dict[str, str]:
        """Return the variables that a pack's Node actions need."""
        manifest, target = self._places.pack(pack) / "package.json", self._places.runtime_envs / pack / "nodejs"
        if manifest.is_file() and await self._made(target, manifest, self._make_node):
            return {"NODE_PATH": str(target / "node_modules")}
        return {}

    async def _made(self, target: Path, source: Path, make: Callable[[Path, Path], Awaitable[None]]) -> bool:
        """Make `target` from `source` unless that was done or tried before with the same content."""
        digest = hashlib.sha256(source.read_bytes()).hexdigest()
        async with self._making.setdefault(target, asyncio.Lock()):
            marker = target / _MARKER
            if marker.is_file() and marker.read_text() == digest:
                return True
            if self._failed.get(target) == digest:
                return False
            shutil.rmtree(target, ignore_errors=True)
            try:
                await make(target, source)
            except (NotMade, OSError) as error:
                log.warning("environment %s was not made: %s", target, error)
                self._failed[target] = digest
                return False
            marker.write_text(digest)
            return True

    async def _make_python(self, target: Path, requirements: Path) -> None:
        await _run([base_python(), "-m", "venv", "--without-pip", str(target)])
        # This process's own pip fills it: installing a pip into each environment takes seconds.
        pip = [sys.executable, "-m", "pip", "--python", str(target / "bin" / "python"), "--disable-pip-version-check"]
        await _run([*pip, "install", "--quiet", "--requirement", str(requirements)])

    async def _make_node(self, target: Path, manifest: Path) -> None:
        target.mkdir(parents=True)
        for name in ("package.json", "package-lock.json"):
            if (manifest.parent / name).is_file():
                shutil.copy(manifest.parent / name, target / name)
        assert self._places.node is not None
        folder = str(Path(self._places.node).parent)
        npm = shutil.which("npm", path=os.pathsep.join([folder, os.environ.get("PATH", "")]))
        if npm is None:
            raise NotMade("there is no npm beside Node")
        path = os.pathsep.join([folder, os.environ.get("PATH", "")])
        await _run([npm, "install", "--no-audit", "--no-fund", "--prefix", str(target)], {"PATH": path})


async def _run(command: Sequence[str], variables: Mapping[str, str] | None = None) -> None:
    process = await asyncio.create_subprocess_exec(
        *command,
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
