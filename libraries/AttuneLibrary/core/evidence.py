"""What is kept of a wait that failed: the chain as JSON beside the final log, and as a picture in it."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

from robot.api import logger
from robot.libraries.BuiltIn import BuiltIn, RobotNotRunningError

from ..client import AttuneError, Masker
from .timeline import picture

FOLDER = "evidence"
# pabot merges what its processes left into the folder above this one.
PABOT = "pabot_results"
Chain = dict[str, Any]


class Evidence:
    """Keeps chains of failed waits; secrets are masked as everywhere."""

    def __init__(self, masker: Masker) -> None:
        self._masker = masker

    def keep(self, failure: str, chain: Callable[[], Chain | None]) -> str:
        """Write the chain and draw it; returns the file's path from the final log, or why there is none."""
        folder = _folder()
        if folder is None:
            return ""
        try:
            found = chain()
        except AttuneError as problem:
            return f"none, the chain is not readable: {str(problem).splitlines()[0]}"
        if found is None:
            return ""
        file = _unused(folder / FOLDER / _suite() / f"{_name(found)}.json")
        file.parent.mkdir(parents=True, exist_ok=True)
        content = {"failure": failure, "chain": found}
        file.write_text(self._masker.text(json.dumps(content, indent=1, default=str)), encoding="utf-8")
        path = file.relative_to(folder).as_posix()
        drawn = self._masker.text(picture(found, datetime.now(UTC)))
        logger.write(f'{drawn}<br><a href="{escape(path)}">{escape(path)}</a>', "INFO", html=True)
        return path


def _folder() -> Path | None:
    """The folder of the final log, None where nothing runs."""
    try:
        folder = Path(str(BuiltIn().get_variable_value("${OUTPUT DIR}")))
    except RobotNotRunningError:
        return None
    return folder.parent.parent if folder.parent.name == PABOT else folder


def _suite() -> str:
    return Path(str(BuiltIn().get_variable_value("${SUITE SOURCE}"))).stem


def _name(chain: Chain) -> str:
    """Name the last hop that was reached."""
    for kind in ("executions", "enforcements", "events"):
        if chain[kind]:
            return f"{kind[:-1]}_{chain[kind][-1]['id']}"
    return re.sub(r"[^\w.-]", "_", str(chain.get("trigger") or "nothing"))


def _unused(file: Path) -> Path:
    number = 1
    while file.exists():
        number += 1
        file = file.with_name(f"{file.stem.partition('-')[0]}-{number}.json")
    return file
