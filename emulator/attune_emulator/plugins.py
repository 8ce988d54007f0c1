"""Finds the parts of the emulator by where they lie, so that adding one edits no list.

- ``services/<resource>/schema.sql``: tables;
- ``services/<resource>/*routes.py`` and ``control/routes.py``: operations, in a module attribute `routes`;
- ``engine/*`` and ``notify/*``: background work, in a function ``start(emulator)``.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from attune_emulator.http.routes import Route

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

_PACKAGE = Path(__file__).parent


def schemas() -> list[str]:
    """Return the table definitions of every service."""
    return [file.read_text() for file in sorted(_PACKAGE.glob("services/*/schema.sql"))]


def _modules(folder: str) -> Iterator[ModuleType]:
    where = _PACKAGE.joinpath(*folder.split("."))
    for info in sorted(pkgutil.iter_modules([str(where)]), key=lambda info: info.name):
        yield importlib.import_module(f"attune_emulator.{folder}.{info.name}")


def routes() -> list[Route]:
    """Return the operations of every service and of the control plane."""
    names = [".".join(f.relative_to(_PACKAGE).with_suffix("").parts) for f in _PACKAGE.glob("services/*/*routes.py")]
    modules = [importlib.import_module(f"attune_emulator.{name}") for name in [*sorted(names), "control.routes"]]
    return [route for module in modules for route in module.routes.all]


def starters() -> list[Callable[["Emulator"], None]]:
    """Return the ``start`` functions of the engine and the notifier."""
    modules = [*_modules("engine"), *_modules("notify")]
    return [module.start for module in modules if hasattr(module, "start")]
