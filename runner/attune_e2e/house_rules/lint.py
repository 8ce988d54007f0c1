"""`attune-e2e lint`: every house rule over the whole checkout."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from attune_e2e import console, paths, yaml_file
from attune_e2e.errors import GREEN, RED, RunnerError
from attune_e2e.house_rules import keyword_rules, source_rules, suite_rules, tag_rules
from attune_e2e.house_rules.finding import Finding
from attune_e2e.house_rules.robot_file import RobotFile

TAGS = Path("suites/tags.txt")
GAPS = Path("libraries/AttuneLibrary/core/gaps.yaml")
LIBRARY = Path("libraries/AttuneLibrary")
SOURCES = ("libraries", "emulator", "runner", "resources", "suites", "tests", "benchmarks")
SKIPPED = Path("resources/packs")


@dataclass(frozen=True)
class Checkout:
    """The files the rules look at."""

    root: Path

    def files(self, *suffixes: str, under: tuple[str, ...] = SOURCES) -> list[Path]:
        """Return the files with one of the suffixes, fixture packs left out."""
        found = (path for folder in under for path in sorted((self.root / folder).rglob("*")))
        packs = self.root / SKIPPED
        return [path for path in found if path.suffix in suffixes and path.is_file() and not path.is_relative_to(packs)]

    def robot_files(self) -> list[RobotFile]:
        """Return suites and resources."""
        return [RobotFile(path) for path in self.files(".robot", ".resource", under=("suites", "resources"))]


def _suites(checkout: Checkout) -> Iterator[Finding]:
    for file in checkout.robot_files():
        for rule in suite_rules.RULES:
            yield from rule(file)


def _tags(checkout: Checkout) -> Iterator[Finding]:
    files = [file for file in checkout.robot_files() if file.is_suite]
    yield from tag_rules.tags_allowed(files, checkout.root / TAGS)
    yield from tag_rules.tags_complete(files)
    yield from tag_rules.cases_present(files, checkout.root / "suites")
    yield from tag_rules.gaps_registered(files, yaml_file.read(checkout.root / GAPS))


def _sources(checkout: Checkout) -> Iterator[Finding]:
    for file in checkout.files(".py", ".robot", ".resource"):
        yield from source_rules.not_too_long(file)
    for file in checkout.files(".py", under=("libraries", "emulator", "runner")):
        yield from source_rules.reasons_given(file)
    for file in checkout.files(".py", under=("libraries",)):
        yield from source_rules.one_sleeper(file, checkout.root)


def _keywords(checkout: Checkout) -> Iterator[Finding]:
    yield from keyword_rules.keywords_documented(keyword_rules.keywords_of(str(checkout.root / LIBRARY)))


GROUPS: dict[str, Callable[[Checkout], Iterator[Finding]]] = {
    "suites": _suites, "tags": _tags, "sources": _sources, "keywords": _keywords,
}  # fmt: skip


def findings(root: Path) -> list[Finding]:
    """Return everything that breaks a rule in a checkout."""
    return [finding for group in GROUPS.values() for finding in group(Checkout(root))]


def lint() -> int:
    """Print what breaks a rule; returns the exit code.

    Raises:
        RunnerError: there is no checkout to look at.
    """
    root = paths.checkout()
    if root is None:
        raise RunnerError("the house rules are the checkout's: run it from there")
    found = findings(root)
    for finding in found:
        console.error(finding.text(root))
    (console.error if found else console.success)(f"house rules: {len(found)} findings")
    return RED if found else GREEN
