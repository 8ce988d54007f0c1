"""`attune-e2e docs`: the parts of the documents that are made from the code, brought up to date."""

from collections.abc import Callable
from pathlib import Path

from attune_e2e import console, gap_tests, keyword_index, paths
from attune_e2e.errors import GREEN, RunnerError

# Each function returns what its document has to be.
MADE: dict[Path, Callable[[Path], str]] = {
    keyword_index.TARGET: keyword_index.text,
    gap_tests.TARGET: gap_tests.text,
}


def refresh() -> int:
    """Write the checkout's documents that are not as they have to be; returns the exit code.

    Raises:
        RunnerError: there is no checkout.
    """
    root = paths.checkout()
    if root is None:
        raise RunnerError("the documents are the checkout's: run it from there")
    for file, text in MADE.items():
        wanted = text(root)
        if (root / file).exists() and (root / file).read_text(encoding="utf-8") == wanted:
            console.info(f"{file} is up to date")
        else:
            (root / file).write_text(wanted, encoding="utf-8")
            console.success(f"{file} written")
    return GREEN
