"""Where the project's own packs lie: beside the checkout's resources, or inside the installed library."""

from pathlib import Path

from . import pack_files
from .errors import BadInput

_LIBRARY = Path(__file__).resolve().parents[1]
_PLACES = (_LIBRARY / "resources" / "packs", _LIBRARY.parents[1] / "resources" / "packs")


def folder(name: str) -> Path:
    """The folder of a fixture pack, or of the pack that `name` is a path to."""
    for place in _PLACES:
        if (place / name / pack_files.DESCRIPTION).is_file():
            return place / name
    if (Path(name) / pack_files.DESCRIPTION).is_file():
        return Path(name)
    raise BadInput(f"name is '{name}'; it must be one of {', '.join(names())} or the path of a pack folder")


def names() -> list[str]:
    return sorted({found.parent.name for place in _PLACES for found in place.glob(f"*/{pack_files.DESCRIPTION}")})
