"""From an action to the command that runs it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from attune_emulator.worker.containers import container_command, engine
from attune_emulator.worker.delivery import assignments, formatted
from attune_emulator.worker.environments import Environments
from attune_emulator.worker.places import Places
from attune_emulator.worker.switches import Switches

# A pack action runs its file; so does anything whose pack's ref merely begins like the core pack's.
_CORE = "core"
_BY_EXTENSION = {".sh": "shell", ".bash": "shell", ".py": "python", ".js": "node", ".mjs": "node", ".cjs": "node"}


class CannotRun(Exception):
    """An action that cannot be started, and why."""


@dataclass
class Command:
    """What to start, with what it reads."""

    arguments: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    input: bytes | None = None
    gifts: dict[int, tuple[int, bytes]] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)

    def discard(self) -> None:
        """Remove the files made for this run."""
        for file in self.files:
            file.unlink(missing_ok=True)


async def prepare(task: Mapping[str, Any], places: Places, environments: Environments) -> Command:
    """Return the command for a task; raises CannotRun."""
    file = places.pack(task["pack_ref"]) / "actions" / task["entrypoint"]
    from_file = not task["adhoc"] or task["pack_ref"].startswith(_CORE)
    if task["container"] and engine():
        command = Command(container_command(task, places.pack(task["pack_ref"])))
        return _delivered(task, places, command, frozenset(task["switches"]))
    runtime = task["runtime"] or _BY_EXTENSION.get(Path(task["entrypoint"]).suffix)
    if runtime is None or (runtime == "node" and places.node is None) or runtime not in ("shell", "python", "node"):
        raise CannotRun(_no_runtime(task, places))
    if runtime == "shell" and task["runtime"] is not None and not (from_file and file.is_file()):
        return _inline(task, places)
    if not file.is_file():
        raise CannotRun(
            f"Internal error: Invalid action: No executable content found for action '{task['action_ref']}'."
            f" Expected file at: {file}"
        )
    on = frozenset(task["switches"])
    command = await _of_file(runtime, file, task["pack_ref"], places, environments, on)
    return _delivered(task, places, command, on)


def _no_runtime(task: Mapping[str, Any], places: Places) -> str:
    available = ", ".join([*(["node.js"] if places.node else []), "python", "shell"])
    what = f"Runtime '{task['runtime']}' not found" if task["runtime"] else "No runtime found"
    return f"Internal error: Runtime not found: {what} for action: {task['action_ref']} (available: {available})"


async def _of_file(
    runtime: str, file: Path, pack: str, places: Places, environments: Environments, on: Switches
) -> Command:
    if runtime == "shell":
        return Command([places.bash, str(file)])
    if runtime == "python":
        interpreter, more = await environments.python(pack, on)
        return Command([interpreter, "-u", str(file)], more)
    assert places.node is not None
    script = [str(file)]
    if "async-not-awaited" in on:
        script = ["-e", "require(process.argv[1]); process.exit(0)", str(file)]
    return Command([places.node, *script], await environments.node(pack, on))


def _inline(task: Mapping[str, Any], places: Places) -> Command:
    """Return the command for an entrypoint that is itself the script."""
    file = places.temporary / f"exec_{task['execution']}.sh"
    values = assignments(task["parameters"])
    left = "secret-file-left" in task["oddities"]
    command = Command([places.bash, str(file)], files=[] if left else [file])
    if not task["secrets_on_disk"] and not left:
        # Bash reads the values from a pipe and closes it: they lie in no file, and no child inherits them.
        theirs = _gift(command, values)
        values = f". /dev/fd/{theirs}\nexec {theirs}<&-"
    file.write_text(f"#!/bin/bash\nset -e\n\n{values}\n\n{task['entrypoint']}")
    return _described(task, command)


def _delivered(task: Mapping[str, Any], places: Places, command: Command, on: Switches) -> Command:
    """Let a command find its parameters, on stdin or in a file."""
    parameters = {} if task["parameters"] is None else task["parameters"]
    text = formatted(parameters, task["format"])
    if "parameters-ascii" in on:
        text = text.encode("ascii", "replace").decode()
    if task["delivery"] == "stdin":
        command.input = text.encode() + b"\n"
        return _described(task, command)
    command.environment["ATTUNE_PARAMETER_FILE"] = _parameter_file(task, places, command, text)
    return _described(task, command)


def _parameter_file(task: Mapping[str, Any], places: Places, command: Command, text: str) -> str:
    if not task["secrets_on_disk"] and task["secrets"]:
        return f"/dev/fd/{_gift(command, text)}"
    file = places.temporary / f"params_{task['execution']}.{task['format']}"
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(text)
    command.files.append(file)
    return str(file)


def _gift(command: Command, text: str) -> int:
    """Give a command a pipe with a text in it; returns its number there."""
    theirs, ours = os.pipe()
    command.gifts[theirs] = (ours, text.encode())
    return theirs


def _described(task: Mapping[str, Any], command: Command) -> Command:
    command.environment |= {
        "ATTUNE_PARAMETER_DELIVERY": task["delivery"],
        "ATTUNE_PARAMETER_FORMAT": task["format"],
    }
    return command
