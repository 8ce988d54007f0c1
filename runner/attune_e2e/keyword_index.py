"""docs/keywords.md: every keyword in one line, by the module it lies in."""

import ast
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from robot.libdocpkg import LibraryDocumentation

LIBRARY = Path("libraries/AttuneLibrary")
TARGET = Path("docs/keywords.md")
HEAD = """# Keywords

Made by `attune-e2e docs` from the library's own documentation: edit that, not this file.

The whole documentation of one keyword, with its arguments and an example, and of all of them as HTML:

```console
$ python -m robot.libdoc libraries/AttuneLibrary show "Run Action"
$ python -m robot.libdoc libraries/AttuneLibrary results/keywords.html
```
"""


def text(root: Path) -> str:
    """Return the index of a checkout's library."""
    keywords = sorted(LibraryDocumentation(str(root / LIBRARY)).keywords, key=_place)
    parts = [HEAD]
    for source, members in groupby(keywords, key=lambda one: str(one.source)):
        parts += _section(Path(source), list(members))
    return "\n".join(parts)


def _place(keyword: Any) -> tuple[str, str]:
    return Path(keyword.source).stem, keyword.name


def _section(source: Path, keywords: Sequence[Any]) -> Iterator[str]:
    yield f"## {source.stem.replace('_', ' ').capitalize()}\n"
    yield (ast.get_docstring(ast.parse(source.read_text(encoding="utf-8"))) or "").splitlines()[0] + "\n"
    yield from (f"- `{one.name}`: {_markdown(one.short_doc)}" for one in keywords)
    yield ""


def _markdown(robot: str) -> str:
    """Return Robot Framework's markup of code as Markdown's."""
    return re.sub(r"``(.+?)``", r"`\1`", robot)
