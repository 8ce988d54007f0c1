"""Environments of packs: what requirements.txt and package.json ask for, made once and kept."""

import asyncio
import hashlib
import logging
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

from attune_emulator.worker.installing import NotMade, fill_node, fill_python
from attune_emulator.worker.places import Places, base_python
from attune_emulator.worker.switches import NONE, Switches

log = logging.getLogger("attune_emulator.worker")

_MARKER = ".attune-made-from"
# How late an environment is renewed where executions do not wait for it.
_LATE = 0.5

Filling = Callable[[Places, Path, Path, Switches], Awaitable[None]]


class Environments:
    """Makes and finds the environments of packs; a failure is logged, and actions then run without."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._making: dict[Path, asyncio.Lock] = {}
        self._failed: dict[Path, str] = {}

    async def prepare(self, pack: str, on: Switches = NONE) -> None:
        """Make ahead of time what a pack needs."""
        if "environment-race" in on:
            await asyncio.sleep(_LATE)
            on -= {"environment-race"}
        if "environment-given-up" not in on:
            # The pack is new or has changed: what could not be made may be possible now.
            self._failed.clear()
        if (self._places.pack(pack) / "requirements.txt").is_file():
            await self.python(pack, on)
        if self._places.node is not None and (self._places.pack(pack) / "package.json").is_file():
            await self.node(pack, on)

    async def python(self, pack: str, on: Switches = NONE) -> tuple[str, dict[str, str]]:
        """Return the interpreter for a pack's Python actions and the variables they need."""
        library = self._places.pack(pack) / "lib"
        variables = {"PYTHONPATH": str(library)} if library.is_dir() and "pack-library-lost" not in on else {}
        target = self._target(pack, "python", on)
        if await self._made(target, self._places.pack(pack) / "requirements.txt", fill_python, on):
            return str(target / "bin" / "python"), variables | {"VIRTUAL_ENV": str(target)}
        return base_python(), variables

    async def node(self, pack: str, on: Switches = NONE) -> dict[str, str]:
        """Return the variables that a pack's Node actions need."""
        target = self._target(pack, "nodejs", on)
        if await self._made(target, self._places.pack(pack) / "package.json", fill_node, on):
            return {"NODE_PATH": str(target / "node_modules")}
        return {}

    def _target(self, pack: str, kind: str, on: Switches) -> Path:
        return self._places.runtime_envs / ("all" if "environment-shared" in on else pack) / kind

    async def _made(self, target: Path, source: Path, fill: Filling, on: Switches) -> bool:
        """Fill `target` from `source` unless that was done or tried before with the same content."""
        if not source.is_file():
            return "environment-shared" in on and (target / _MARKER).is_file()
        digest = hashlib.sha256(source.read_bytes()).hexdigest()
        async with self._making.setdefault(target, asyncio.Lock()):
            if _usable(target, digest, on):
                return True
            if self._failed.get(target) == digest:
                return False
            renewed = (target / _MARKER).is_file()
            if not (renewed and "node-packages-stale" in on and fill is fill_node):
                shutil.rmtree(target, ignore_errors=True)
            try:
                await fill(self._places, target, source, on)
            except (NotMade, OSError) as error:
                log.warning("environment %s was not made: %s", target, error)
                self._failed[target] = digest
                return False
            (target / _MARKER).write_text(digest)
            return True


def _usable(target: Path, digest: str, on: Switches) -> bool:
    """Tell whether an environment is there that was made from what is wanted, or would be taken for it."""
    if not (target / _MARKER).is_file() or "environment-remade" in on:
        return False
    taken = {"environment-race", "environment-shared", "environment-stale"} & on
    return bool(taken) or (target / _MARKER).read_text() == digest
