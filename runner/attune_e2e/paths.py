"""Where the project's folders are, installed or from a checkout."""

import importlib.util
import os
import sys
from pathlib import Path

from attune_e2e.errors import RunnerError

_PACKAGES = ("AttuneLibrary", "attune_emulator", "attune_e2e")


def checkout() -> Path | None:
    """Return the checkout this runner runs from; None where it is installed."""
    root = Path(__file__).resolve().parents[2]
    return root if (root / "pyproject.toml").is_file() else None


def root() -> Path:
    """Return the project's folder: the checkout, else the current folder."""
    return checkout() or Path.cwd()


def results(given: Path | None, sources: list[Path]) -> Path:
    """Return the folder of results: the one given, the checkout's for its own suites, else one in this folder."""
    if given:
        return given.absolute()
    ours = checkout()
    inside = ours and any(source.resolve().is_relative_to(ours) for source in sources)
    return (ours if ours and inside else Path.cwd()) / "results"


def suites(given: list[Path]) -> list[Path]:
    """Return the sources to run: those given, else `suites` here, else the checkout's.

    Raises:
        RunnerError: nothing was given and there is no such folder.
    """
    if given:
        return [path.absolute() for path in given]
    for folder in (Path.cwd() / "suites", root() / "suites"):
        if folder.is_dir():
            return [folder]
    raise RunnerError("there is no folder 'suites' here: name the suites to run")


def package_folder(name: str) -> Path | None:
    """Return where a package lies, without importing it; None where it is not installed."""
    spec = importlib.util.find_spec(name)
    places = list(spec.submodule_search_locations or []) if spec else []
    return Path(places[0]) if places else None


def environment(extra: dict[str, str] | None = None) -> dict[str, str]:
    """Return the environment for a child that imports the project's packages, whatever folder it runs in."""
    folders = [str(found.parent) for name in _PACKAGES if (found := package_folder(name))]
    current = os.environ.get("PYTHONPATH", "")
    path = os.pathsep.join(dict.fromkeys([*folders, *(current.split(os.pathsep) if current else [])]))
    return {**os.environ, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1", **(extra or {})}


def script(name: str) -> str:
    """Return a console script of this Python's environment, such as `robocop`."""
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.exists() else name
