"""How much of the plan and the API was covered."""

import json
from collections import Counter
from pathlib import Path

from attune_e2e.catalogue import PlannedTest
from attune_e2e.coverage import Coverage
from attune_e2e.operations import Operation, Touched, count
from attune_e2e.outcome import Outcome, Result

OPERATIONS = [
    Operation("GET", "/api/v1/actions"),
    Operation("GET", "/api/v1/actions/search"),
    Operation("GET", "/api/v1/actions/{ref}"),
    Operation("DELETE", "/api/v1/actions/{ref}"),
    Operation("GET", "/api/v1/internal/files/{*path}"),
]


def test_requests_count_for_the_most_literal_operation() -> None:
    requests = Counter({("GET", "/api/v1/actions/search"): 2, ("GET", "/api/v1/actions/core.echo"): 3})
    touched = count(requests, OPERATIONS)
    assert touched.counts == {OPERATIONS[1]: 2, OPERATIONS[2]: 3}
    assert [operation.method for operation in touched.untouched] == ["GET", "DELETE", "GET"]


def test_a_rest_takes_slashes_and_a_parameter_does_not() -> None:
    requests = Counter({("GET", "/api/v1/internal/files/a/b"): 1, ("GET", "/api/v1/actions/a/b"): 1})
    touched = count(requests, OPERATIONS)
    assert touched.counts == {OPERATIONS[4]: 1}
    assert touched.unknown == {"GET /api/v1/actions/a/b": 1}


def test_all_of_the_suites_is_planned_and_the_selection_ran(tests: list[PlannedTest], tmp_path: Path) -> None:
    outcome = Outcome([Result(tests[0], "PASS"), Result(tests[2], "FAIL")])
    coverage = Coverage(tests, outcome, Touched(OPERATIONS, Counter({OPERATIONS[0]: 4}), Counter()))
    coverage.write(tmp_path)
    found = json.loads((tmp_path / "coverage.json").read_text())
    assert [(t["name"], t["planned"], t["run"], t["passed"]) for t in found["tiers"]] == [
        ("1", 4, 2, 1),
        ("2", 1, 0, 0),
    ]
    scenarios = {s["name"]: s for s in found["scenarios"]}
    assert len(scenarios) == 51
    assert (scenarios["T1.4"]["planned"], scenarios["T1.4"]["run"], scenarios["T1.4"]["passed"]) == (2, 1, 1)
    assert scenarios["T3.30"]["planned"] == 0
    assert found["operations"]["touched"] == {"GET /api/v1/actions": 4}
    assert "1 of 5 touched" in (tmp_path / "coverage.md").read_text()


def test_a_real_platform_keeps_no_journal(tests: list[PlannedTest], tmp_path: Path) -> None:
    Coverage(tests, Outcome([]), None).write(tmp_path)
    assert json.loads((tmp_path / "coverage.json").read_text())["operations"] is None
    assert "Not known" in (tmp_path / "coverage.md").read_text()
