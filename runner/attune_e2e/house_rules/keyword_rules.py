"""Rules for the library's keywords, as libdoc sees them."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from robot.libdocpkg import LibraryDocumentation

from attune_e2e.house_rules.finding import Finding

_FORBIDDEN_VERBS = ("verify", "check", "ensure", "validate")
_EXAMPLE = re.compile(r"^\s*(Example|Examples)\b|\| ", re.MULTILINE)
_SAME_AS = re.compile(r"[Ss]ame as\s+`")


def keywords_of(library: str) -> list[Any]:
    """Return libdoc's keywords of a library, given by name or path."""
    return list(LibraryDocumentation(library).keywords)


def keywords_documented(keywords: Sequence[Any]) -> Iterator[Finding]:
    """Every keyword is documented with an example, or says what it is the same as; its verb is one of ours."""
    for keyword in keywords:
        place = (Path(str(keyword.source)), int(keyword.lineno or 1))
        if not keyword.doc.strip():
            yield Finding(*place, "keyword-doc", f"keyword `{keyword.name}` has no documentation")
        elif not _EXAMPLE.search(keyword.doc) and not _SAME_AS.search(keyword.doc):
            yield Finding(*place, "keyword-doc", f"keyword `{keyword.name}` has no example")
        if keyword.name.lower().startswith(_FORBIDDEN_VERBS):
            yield Finding(*place, "keyword-name", f"keyword `{keyword.name}`: say what it does, or `... Should ...`")
