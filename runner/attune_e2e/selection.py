"""Which of the tests a run takes: by tier, tag, name and shard. A wrong word is an error that names near matches."""

import difflib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from robot.model import TagPatterns
from robot.utils import Matcher

from attune_e2e.catalogue import PlannedTest
from attune_e2e.errors import RunnerError

_OPERATORS = re.compile(r"AND|OR|NOT|&")


@dataclass(frozen=True)
class Selection:
    """What was asked for; everything given must hold (AND)."""

    tier: int | None = None
    tag: str | None = None
    name: str | None = None
    shard: str | None = None
    only: frozenset[str] | None = None

    def apply(self, tests: Sequence[PlannedTest]) -> list[PlannedTest]:
        """Return the selected tests in their order.

        Raises:
            RunnerError: a tag or tier that no test has, a name nothing matches, or filters that leave nothing.
        """
        chosen = list(tests)
        for keep in self._filters(tests):
            chosen = [test for test in chosen if keep(test)]
        if not chosen:
            raise RunnerError(f"no test matches {self.words()} together")
        return _shard(chosen, self.shard) if self.shard else chosen

    def words(self) -> str:
        """Return the selection as it would be typed."""
        given = (
            ("--tier", self.tier), ("-m", self.tag), ("-k", self.name), ("--shard", self.shard),
        )  # fmt: skip
        return " ".join(f"{option} {value}" for option, value in given if value is not None) or "all tests"

    def _filters(self, tests: Sequence[PlannedTest]) -> Iterable[Callable[[PlannedTest], bool]]:
        if self.only is not None:
            only = self.only
            yield lambda test: test.full_name in only
        if self.tier is not None:
            yield _by_tier(self.tier, tests)
        if self.tag:
            yield _by_tag(self.tag, tests)
        if self.name:
            yield _by_name(self.name, tests)


def _by_tier(tier: int, tests: Sequence[PlannedTest]) -> Callable[[PlannedTest], bool]:
    there = sorted({test.tier for test in tests if test.tier is not None})
    if tier not in there:
        raise RunnerError(f"no test is in tier {tier}; tiers with tests: {', '.join(map(str, there)) or 'none'}")
    return lambda test: test.tier == tier


def _by_tag(tag: str, tests: Sequence[PlannedTest]) -> Callable[[PlannedTest], bool]:
    known = sorted({tag for test in tests for tag in test.tags})
    for word in (part.strip() for part in _OPERATORS.split(tag)):
        if word and not TagPatterns([word]).match(known):
            raise RunnerError(f"no test has the tag '{word}'" + near(word, known))
    patterns = TagPatterns([tag])
    return lambda test: patterns.match(test.tags)


def _by_name(name: str, tests: Sequence[PlannedTest]) -> Callable[[PlannedTest], bool]:
    matcher = Matcher(f"*{name}*", ignore="_")

    def matches(test: PlannedTest) -> bool:
        return bool(matcher.match(test.name) or matcher.match(test.full_name))

    if not any(map(matches, tests)):
        raise RunnerError(f"no test's name matches '{name}'" + near(name, [test.name for test in tests]))
    return matches


def near(word: str, known: Sequence[str]) -> str:
    """Return the end of an error line that names what was probably meant."""
    folded = {item.lower(): item for item in known}
    found = difflib.get_close_matches(word.lower(), list(folded), n=3, cutoff=0.5)
    found += [item for item in folded if word.lower() in item and item not in found][: 3 - len(found)]
    if found:
        return "; near matches: " + ", ".join(folded[item] for item in found)
    return "; there are: " + ", ".join(known[:12]) + (", ..." if len(known) > 12 else "")


def _shard(tests: list[PlannedTest], shard: str) -> list[PlannedTest]:
    index, count = parse_shard(shard)
    suites = list(dict.fromkeys(test.suite for test in tests))
    mine = set(suites[index - 1 :: count])
    if not mine:
        raise RunnerError(f"--shard {shard}: there are only {len(suites)} suites to share out")
    return [test for test in tests if test.suite in mine]


def parse_shard(shard: str) -> tuple[int, int]:
    """Return index and count of `2/3`; raises RunnerError for anything else."""
    found = re.fullmatch(r"(\d+)/(\d+)", shard)
    index, count = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 1 <= index <= count:
        raise RunnerError(f"--shard {shard}: give it as i/n with 1 <= i <= n, such as 1/3")
    return index, count
