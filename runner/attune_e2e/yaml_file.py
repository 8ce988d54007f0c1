"""Reading YAML that people write."""

from pathlib import Path
from typing import Any

import yaml

from attune_e2e.errors import RunnerError


def read(file: Path) -> dict[str, Any]:
    """Return the mapping a file holds, an empty one for an empty file.

    Raises:
        RunnerError: it is missing, no YAML, or no mapping.
    """
    try:
        found = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as problem:
        raise RunnerError(f"{file} cannot be read: {' '.join(str(problem).split())}") from problem
    if not isinstance(found, dict | None):
        raise RunnerError(f"{file} must hold a mapping, not a {type(found).__name__}")
    return found or {}
