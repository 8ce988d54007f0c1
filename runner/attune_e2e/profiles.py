"""Profiles: the argument files in `profiles/`, for the runner as for `robot -A` and `pabot -A`."""

import re
import subprocess
from pathlib import Path

from robot.utils.argumentparser import ArgFileParser

from attune_e2e import paths
from attune_e2e.errors import RunnerError
from attune_e2e.selection import near

FOLDER = "profiles"
# Robot reads the line as a comment.
_RESET = re.compile(r"^#\s*reset:\s*(.+?)\s*$", re.MULTILINE)


def arguments(name: str) -> list[str]:
    """Return the options of a profile, given by name or as a file.

    Raises:
        RunnerError: there is no such profile.
    """
    return list(ArgFileParser(["--argumentfile"]).process(["--argumentfile", str(_file(name))]))


def reset(name: str | None) -> str:
    """Run the command by which a profile brings its platform back to a fresh state; returns the command.

    Args:
        name: of a profile that has a line `# reset: COMMAND`; the command is run by the shell.

    Raises:
        RunnerError: the profile names no command, or the command failed.
    """
    if name is None:
        raise RunnerError("--reset needs --profile: a line '# reset: COMMAND' in the profile says how")
    file = _file(name)
    found = _RESET.search(file.read_text(encoding="utf-8"))
    if found is None:
        raise RunnerError(f"{file} names no command to reset its platform: add a line '# reset: COMMAND'")
    done = subprocess.run(found[1], shell=True, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise RunnerError(f"'{found[1]}' ended with {done.returncode}: the platform was not reset")
    return found[1]


def _file(name: str) -> Path:
    given = Path(name)
    file = given.absolute() if given.suffix == ".args" else paths.root() / FOLDER / f"{name}.args"
    if not file.is_file():
        known = sorted(entry.stem for entry in (paths.root() / FOLDER).glob("*.args"))
        if not known:
            raise RunnerError(f"no profile '{name}': there is no folder {FOLDER} here; give a file that ends in .args")
        raise RunnerError(f"no profile '{name}'" + near(name, known))
    return file
