"""Which tests a seeded fault is tried on."""

from typing import Any

import pytest

from attune_e2e import mutants
from attune_e2e.catalogue import PlannedTest
from attune_e2e.errors import RunnerError
from attune_e2e.trials import Trial

DEFECT: dict[str, Any] = {"id": "swallowed-exit-code", "scenarios": ["T1.8", "T2.1"]}


def names(trial: Trial) -> list[str]:
    return [test.name for test in trial.tests]


def test_without_catchers_every_test_of_the_scenarios_is_tried_gaps_excepted(tests: list[PlannedTest]) -> None:
    trial = mutants._trial(DEFECT, tests, None)
    assert names(trial) == ["The Worker Dies", "A Child Ends Before Its Parent"]
    assert trial.expected is None
    assert trial.options == ("--defects", "swallowed-exit-code")


def test_named_tests_must_each_fail_for_their_reason(tests: list[PlannedTest]) -> None:
    trial = mutants._trial(DEFECT, tests, {"The Worker Dies": "exit code", "A Child Ends Before Its Parent": "late"})
    assert trial.expected == {
        "Suites.Tier1.T1 08 Failure.The Worker Dies": "exit code",
        "Suites.Tier2.T2 01 Nested.A Child Ends Before Its Parent": "late",
    }


def test_only_the_named_tests_of_the_tier_are_tried(tests: list[PlannedTest]) -> None:
    tier_1 = [test for test in tests if test.tier == 1]
    trial = mutants._trial(DEFECT, tier_1, {"The Worker Dies": "exit code", "A Child Ends Before Its Parent": "late"})
    assert names(trial) == ["The Worker Dies"]


def test_a_name_that_no_test_has_is_an_error(tests: list[PlannedTest]) -> None:
    with pytest.raises(RunnerError, match=r"mutants\.yaml: x names the test 'The Worker Lives', which does not exist"):
        mutants._all_exist({"x": {"The Worker Lives": "."}}, tests)
