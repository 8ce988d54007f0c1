"""`attune-e2e docs`: the parts of the documents that are made from the code, brought up to date."""

from collections.abc import Callable, Sequence
from pathlib import Path

from attune_e2e import console, gap_tests, keyword_index, paths, plan_document
from attune_e2e.errors import GREEN, RunnerError

# Each function returns what its document has to be.
MADE: dict[Path, Callable[[Path], str]] = {
    keyword_index.TARGET: keyword_index.text,
    gap_tests.TARGET: gap_tests.text,
    plan_document.TARGET: plan_document.text,
}


def refresh(emulator: Sequence[Path] = (), real: Sequence[Path] = ()) -> int:
    """Write the checkout's documents that are not as they have to be; returns the exit code.

    Args:
        emulator: outputs of runs on the emulator, whose results go into the test plan.
        real: the same, of runs on a real platform.

    Raises:
        RunnerError: there is no checkout, or no such output.
    """
    root = paths.checkout()
    if root is None:
        raise RunnerError("the documents are the checkout's: run it from there")
    ended = plan_document.read(emulator), plan_document.read(real)
    _write(root, plan_document.TARGET, plan_document.with_results(root, *ended))
    for file, text in MADE.items():
        _write(root, file, text(root))
    return GREEN


def _write(root: Path, file: Path, wanted: str) -> None:
    if (root / file).exists() and (root / file).read_text(encoding="utf-8") == wanted:
        console.info(f"{file} is up to date")
    else:
        (root / file).write_text(wanted, encoding="utf-8")
        console.success(f"{file} written")
