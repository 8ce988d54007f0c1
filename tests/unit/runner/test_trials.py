"""What counts as noticed, and for the right reason."""

from attune_e2e.catalogue import PlannedTest
from attune_e2e.outcome import Outcome, Result
from attune_e2e.trials import Trial


def outcome(tests: list[PlannedTest], *ends: tuple[str, str]) -> Outcome:
    return Outcome([Result(test, *end) for test, end in zip(tests, ends, strict=True)])  # type: ignore[arg-type]  # why: the words are statuses


def trial(tests: list[PlannedTest], expected: dict[str, str] | None) -> Trial:
    return Trial("switch", (), tuple(tests), expected)


def test_a_failure_for_its_reason_is_as_it_must_be(tests: list[PlannedTest]) -> None:
    pair = tests[:2]
    wanted = trial(pair, {pair[0].full_name: "is running after"})
    assert wanted.problems(outcome(pair, ("FAIL", "execution 5\nis running after 3 s"), ("SKIP", ""))) == []


def test_every_other_end_is_a_problem(tests: list[PlannedTest]) -> None:
    wanted = trial(tests[:3], {test.full_name: "is running after" for test in tests[:2]})
    problems = wanted.problems(outcome(tests[:3], ("PASS", ""), ("FAIL", "no connection"), ("FAIL", "boom")))
    assert problems == [
        "T1 04 Webhook › Nested [Fields] Arrive: PASS, must fail",
        "T1 04 Webhook › A Node Action Runs fails for another reason: no connection",
        "T1 08 Failure › An Exit Code Is Recorded: FAIL, must pass: boom",
    ]


def test_a_skip_or_a_lost_test_does_not_count_as_noticed(tests: list[PlannedTest]) -> None:
    wanted = trial(tests[:2], {test.full_name: "." for test in tests[:2]})
    problems = wanted.problems(outcome(tests[:2], ("SKIP", "x"), ("LOST", "x")))
    assert [problem.partition(": ")[2] for problem in problems] == ["SKIP, must fail", "LOST, must fail"]


def test_without_named_tests_one_failure_suffices(tests: list[PlannedTest]) -> None:
    wanted = trial(tests[:2], None)
    assert wanted.problems(outcome(tests[:2], ("PASS", ""), ("FAIL", "x"))) == []
    assert wanted.problems(outcome(tests[:2], ("PASS", ""), ("SKIP", ""))) == ["no test noticed it"]
