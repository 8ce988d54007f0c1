"""docs/e2e-test-plan.md: which tests each scenario has, and how each ended on the emulator and on the real platform."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from robot.api import ExecutionResult
from robot.errors import DataError
from robot.result import TestCase

from attune_e2e import catalogue, plan
from attune_e2e.catalogue import PlannedTest
from attune_e2e.errors import RunnerError

TARGET = Path("docs/e2e-test-plan.md")
HEADING = "\n### "
STATE = "**State**"
NOT_YET = "-"
_HEAD = "| test | cases | emulator | real platform |\n|---|---|---|---|"
_ROW = re.compile(r"^\| (?P<name>.+?) \| (?P<cases>.*?) ?\| (?P<emulator>[^|]+?) \| (?P<real>[^|]+?) \|$", re.MULTILINE)
_KNOWN_GAP = "Known gap "


@dataclass
class Ended:
    """How tests ended on one platform, by full name; `seconds` is the sum over the tests of each scenario."""

    words: dict[str, str] = field(default_factory=dict)
    seconds: Counter[str] = field(default_factory=Counter)
    day: str = ""


def text(root: Path) -> str:
    """Return the document with the tests that a checkout has; results stay as the document tells them."""
    return with_results(root, Ended(), Ended())


def with_results(root: Path, emulator: Ended, real: Ended) -> str:
    """Return the document with its tests and, for those that ran, their new results."""
    document = (root / TARGET).read_text(encoding="utf-8")
    head, *sections = document.split(HEADING)
    tests = catalogue.read([root / "suites"])
    made = [_section(section, tests, emulator, real) for section in sections]
    return HEADING.join([_head(head, made, tests, real), *made])


def read(outputs: Sequence[Path]) -> Ended:
    """Return what robot's outputs tell; of a test that is in several the last one counts.

    Raises:
        RunnerError: an output is missing or broken.
    """
    ended = Ended()
    for output in outputs:
        try:
            result = ExecutionResult(output)
        except DataError as problem:
            raise RunnerError(f"no output of robot: {problem}") from problem
        ended.day = max(ended.day, f"{result.suite.start_time:%Y-%m-%d}" if result.suite.start_time else "")
        for test in result.suite.all_tests:
            ended.words[_key(test)] = _word(test)
            for scenario in filter(plan.SCENARIO.fullmatch, test.tags):
                ended.seconds[scenario] += test.elapsed_time.total_seconds()
    return ended


def _key(test: TestCase | PlannedTest) -> str:
    """Name a test by its file and itself: the folders above depend on where robot was started."""
    return f"{Path(test.source or '').stem}.{test.name}"


def _word(test: TestCase) -> str:
    if test.status == "PASS":
        return "pass"
    if test.message.startswith(_KNOWN_GAP):
        return "gap " + " ".join(f"`{tag.removeprefix('gap:')}`" for tag in test.tags if tag.startswith("gap:"))
    return "skip" if test.status == "SKIP" else "fail"


def _section(section: str, tests: Sequence[PlannedTest], emulator: Ended, real: Ended) -> str:
    scenario = section.split(maxsplit=1)[0]
    before, state, after = section.partition(STATE)
    if not state:
        return section
    mine = [test for test in tests if scenario in test.scenarios]
    if scenario in emulator.seconds:
        before = re.sub(r"measured [^.]+(\.\d s)?\.", f"measured {emulator.seconds[scenario]:.1f} s.", before)
    known = {row["name"]: row for row in _ROW.finditer(after)}
    rows = [_row(test, known.get(test.name), emulator, real) for test in mine]
    # What follows the table belongs to the next tier.
    rest = after[after.index("\n## ") :] if "\n## " in after else ""
    listed = f"{STATE}: covered.\n\n" + "\n".join([_HEAD, *rows]) if rows else f"{STATE}: planned."
    return before + listed + "\n" + rest


def _row(test: PlannedTest, known: re.Match[str] | None, emulator: Ended, real: Ended) -> str:
    cases = " ".join(tag for tag in test.tags if plan.CASE.fullmatch(tag))
    told = (known["emulator"], known["real"]) if known else (NOT_YET, NOT_YET)
    words = [ended.words.get(_key(test), word) for ended, word in zip((emulator, real), told, strict=True)]
    return f"| {test.name} | {cases} | {words[0]} | {words[1]} |"


def _head(head: str, sections: Sequence[str], tests: Sequence[PlannedTest], real: Ended) -> str:
    counts = Counter(scenario for test in tests for scenario in test.scenarios)

    def line(found: re.Match[str]) -> str:
        count = counts[found["id"]]
        return f"{found['title']}{'covered' if count else 'planned'} | {count or NOT_YET} |"

    head = re.sub(r"^(?P<title>\| \[(?P<id>[TX][\d.]+)\].*?\| .+? \| ).*$", line, head, flags=re.MULTILINE)
    if real.day:
        head = re.sub(r"run on \d{4}-\d\d-\d\d", f"run on {real.day}", head)
    return re.sub(r"^Totals: .*$", f"Totals: {_totals(sections)}.", head, flags=re.MULTILINE)


def _totals(sections: Sequence[str]) -> str:
    rows = [row for section in sections for row in _ROW.finditer(section) if row["name"] != "test"]
    columns = (("emulator", "emulator"), ("real platform", "real"))
    return "; ".join(f"{title} " + ", ".join(_counted(row[column] for row in rows)) for title, column in columns)


def _counted(words: Iterator[str]) -> Iterator[str]:
    for word, count in sorted(Counter(word.split()[0] for word in words).items(), key=lambda pair: -pair[1]):
        yield f"{count} {'not run' if word == NOT_YET else word}"
