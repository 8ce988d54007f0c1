"""Profiles: the argument files in `profiles/`, for the runner as for `robot -A` and `pabot -A`."""

from pathlib import Path

from robot.utils.argumentparser import ArgFileParser

from attune_e2e import paths
from attune_e2e.errors import RunnerError
from attune_e2e.selection import near

FOLDER = "profiles"


def arguments(name: str) -> list[str]:
    """Return the options of a profile, given by name or as a file.

    Raises:
        RunnerError: there is no such profile.
    """
    given = Path(name)
    file = given.absolute() if given.suffix == ".args" else paths.root() / FOLDER / f"{name}.args"
    if not file.is_file():
        known = sorted(entry.stem for entry in (paths.root() / FOLDER).glob("*.args"))
        if not known:
            raise RunnerError(f"no profile '{name}': there is no folder {FOLDER} here; give a file that ends in .args")
        raise RunnerError(f"no profile '{name}'" + near(name, known))
    return list(ArgFileParser(["--argumentfile"]).process(["--argumentfile", str(file)]))
