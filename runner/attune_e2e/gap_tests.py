"""docs/platform_gaps.md: below each gap the tests that carry its tag."""

from collections.abc import Sequence
from pathlib import Path

from attune_e2e import catalogue
from attune_e2e.catalogue import PlannedTest

TARGET = Path("docs/platform_gaps.md")
# A section's heading is the gap's id; its list of tests is the last thing in it.
HEADING = "\n## "
LIST = "**Tests.**"


def text(root: Path) -> str:
    """Return the document with its lists of tests as a checkout's suites have them."""
    tests = catalogue.read([root / "suites"])
    head, *sections = (root / TARGET).read_text(encoding="utf-8").split(HEADING)
    return HEADING.join([head, *(_section(section, tests) for section in sections)])


def _section(section: str, tests: Sequence[PlannedTest]) -> str:
    gap = section.splitlines()[0]
    lines = [f"- {test.scenarios[0]}: {test.name}" for test in tests if gap in test.gaps]
    listed = "\n\n" + "\n".join(lines) if lines else " None yet."
    return section.partition(LIST)[0] + LIST + listed + "\n"
