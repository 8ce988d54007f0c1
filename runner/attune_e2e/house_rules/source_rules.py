"""Rules for every source file: its size, reasons for what is silenced, and one place that sleeps."""

import re
from collections.abc import Iterator
from pathlib import Path

from attune_e2e.house_rules.finding import Finding

LINES = 400
_SILENCED = re.compile(r"#\s*(type:\s*ignore|noqa)")
_SWALLOWED = re.compile(r"except(\s+(Base)?Exception(\s+as\s+\w+)?)?\s*:\s*(pass|\.\.\.)?\s*(#.*)?$")
_SLEEP = re.compile(r"\btime\.sleep\(|\bfrom time import .*\bsleep\b")
# The waiter is the library's one place that lets time pass.
SLEEPER = Path("libraries/AttuneLibrary/core/waiting.py")


def not_too_long(file: Path) -> Iterator[Finding]:
    """A file has one subject, and at most 400 lines of it."""
    lines = len(file.read_text(encoding="utf-8").splitlines())
    if lines > LINES:
        yield Finding(file, LINES, "file-size", f"{lines} lines, at most {LINES}: split it by subject")


def reasons_given(file: Path) -> Iterator[Finding]:
    """What a checker is told to overlook has its reason on the line, and nothing is swallowed."""
    lines = file.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if _SILENCED.search(line) and "# why:" not in line:
            yield Finding(file, number, "reason", "a silenced check needs its reason on the line: # why: ...")
        following = lines[number].strip() if number < len(lines) else ""
        swallowed = _SWALLOWED.search(line.strip())
        if swallowed and (swallowed[4] or following.partition("#")[0].strip() in ("pass", "...")):
            yield Finding(file, number, "swallowed", "an exception of any kind is caught and nothing is done")


def one_sleeper(file: Path, root: Path) -> Iterator[Finding]:
    """In the library only the waiter sleeps; what runs below it or before it says why it may."""
    if root / SLEEPER == file:
        return
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if _SLEEP.search(line) and "# why:" not in line:
            message = "sleeping is the waiter's: use waiter.until or waiter.pause, or say # why: not"
            yield Finding(file, number, "one-sleeper", message)
