"""Actions in containers: the command of a container engine that runs one."""

import os
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

# Where a pack lies in a container, and as whom its actions run there: nobody.
INSIDE = "/pack"
NOBODY = "65534:65534"
DEFAULT_MEMORY_MB = 256


def engine() -> list[str]:
    """Return the command of the container engine that ATTUNE_CONTAINER_ENGINE names; empty where it names none."""
    return shlex.split(os.environ.get("ATTUNE_CONTAINER_ENGINE", ""))


def container_command(task: Mapping[str, Any], pack: Path) -> list[str]:
    """Return what runs a task's file in its image: without network and privileges, gone when it ends."""
    wanted = task["container"]
    return [
        *engine(),
        *("run", "--rm", "--interactive"),
        *("--name", f"attune-{task['execution']}", "--label", f"attune.execution={task['execution']}"),
        *("--network", "none", "--user", NOBODY, "--cap-drop", "ALL"),
        *("--memory", f"{wanted.get('memory_mb', DEFAULT_MEMORY_MB)}m"),
        *("--volume", f"{pack}:{INSIDE}:ro", "--workdir", INSIDE, "--env", f"PYTHONPATH={INSIDE}/lib"),
        *(str(wanted["image"]), "python", "-u", f"{INSIDE}/actions/{task['entrypoint']}"),
    ]
