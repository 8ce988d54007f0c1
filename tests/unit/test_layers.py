"""Which part of the library may import which."""

import ast
from pathlib import Path

import pytest

import AttuneLibrary

ROOT = Path(AttuneLibrary.__file__).parent
FORBIDDEN = {
    "client": ("robot", "robotlibcore", "assertionengine", "..core", "..keywords", "..library", "..listener"),
    "core": ("robotlibcore", "assertionengine", "..keywords", "..library", "..listener", "attune_emulator"),
    "keywords": ("..library", "..listener", "attune_emulator", "requests"),
}


def imports_of(file: Path) -> list[str]:
    found: list[str] = []
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            found += [base, *(f"{base}{'' if base.endswith('.') else '.'}{alias.name}" for alias in node.names)]
    return found


@pytest.mark.parametrize("layer", FORBIDDEN)
def test_imports_go_in_one_direction(layer: str) -> None:
    wrong = [
        f"{file.name} imports {name}"
        for file in (ROOT / layer).rglob("*.py")
        for name in imports_of(file)
        for forbidden in FORBIDDEN[layer]
        if name == forbidden or name.startswith(f"{forbidden}.")
    ]
    assert wrong == []
