"""coverage.md and coverage.json: how much of the plan and of the API a run covered."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from attune_e2e.catalogue import PlannedTest
from attune_e2e.markdown import table
from attune_e2e.operations import Touched
from attune_e2e.outcome import Outcome, Result
from attune_e2e.plan import order, plan
from attune_e2e.tally import Tally, by_feature, by_scenario, by_tier

HEADERS = ["", "", "planned", "run", "passed"]
UNKNOWN = "Not known: the target keeps no journal of requests. Run against the emulator to see them."


class Coverage:
    """What there is, and what of it ran.

    Args:
        catalogue: every test of the suites, whether it was selected or not.
        outcome: what the run left.
        touched: the operations of the API that were used, None where nobody counted.
    """

    def __init__(self, catalogue: Sequence[PlannedTest], outcome: Outcome, touched: Touched | None) -> None:
        ran = {result.test.full_name: result for result in outcome.results}
        self.results = [ran.get(test.full_name, Result(test, "NOT RUN")) for test in catalogue]
        self.touched = touched

    def scenarios(self) -> list[Tally]:
        """Return a tally for every scenario of the plan, those without a test included."""
        found = {tally.name: tally for tally in by_scenario(self.results)}
        for scenario, title in plan().scenarios.items():
            found.setdefault(scenario, Tally(scenario, title))
        return [found[name] for name in sorted(found, key=order)]

    def as_dict(self) -> dict[str, Any]:
        """Return it for JSON."""
        return {
            "tiers": [tally.as_dict() for tally in by_tier(self.results)],
            "scenarios": [tally.as_dict() for tally in self.scenarios()],
            "features": [tally.as_dict() for tally in by_feature(self.results)],
            "operations": self._operations(),
        }

    def _operations(self) -> dict[str, Any] | None:
        if self.touched is None:
            return None
        return {
            "known": len(self.touched.every),
            "touched": {f"{o.method} {o.path}": n for o, n in self.touched.counts.most_common()},
            "untouched": [f"{o.method} {o.path}" for o in self.touched.untouched],
            "unknown": dict(self.touched.unknown),
        }

    def write(self, results: Path) -> None:
        """Write both files into the folder of results."""
        (results / "coverage.json").write_text(json.dumps(self.as_dict(), indent=1), encoding="utf-8")
        (results / "coverage.md").write_text("\n".join(self._markdown()), encoding="utf-8")

    def headline(self) -> str:
        """Return it in one line."""
        scenarios = [tally for tally in self.scenarios() if tally.name.startswith("T")]
        with_tests = sum(1 for tally in scenarios if tally.planned)
        run = sum(1 for tally in scenarios if tally.run)
        line = f"scenarios: {len(scenarios)} planned, {with_tests} with tests, {run} run"
        if self.touched is None:
            return line
        return f"{line}; operations of the API: {len(self.touched.counts)} of {len(self.touched.every)} touched"

    def _markdown(self) -> Iterator[str]:
        yield "# Coverage\n"
        yield f"{self.headline()}\n"
        for title, tallies in (
            ("Tiers", by_tier(self.results)), ("Scenarios", self.scenarios()), ("Features", by_feature(self.results)),
        ):  # fmt: skip
            yield f"## {title}\n"
            yield table(HEADERS, ([t.name, t.title, t.planned, t.run, t.passed] for t in tallies))
        yield "## Operations of the API\n"
        yield from self._operations_text()

    def _operations_text(self) -> Iterator[str]:
        if self.touched is None:
            yield UNKNOWN + "\n"
            return
        rows = [[o.method, o.path, self.touched.counts.get(o, 0)] for o in self.touched.every]
        yield f"{len(self.touched.counts)} of {len(self.touched.every)} touched.\n"
        yield table(["method", "path", "requests"], rows)
