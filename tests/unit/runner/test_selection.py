"""Which tests a run takes."""

import pytest

from attune_e2e.catalogue import PlannedTest
from attune_e2e.errors import RunnerError
from attune_e2e.selection import Selection


def names(selection: Selection, tests: list[PlannedTest]) -> list[str]:
    return [test.name for test in selection.apply(tests)]


def test_nothing_asked_for_is_everything(tests: list[PlannedTest]) -> None:
    assert len(names(Selection(), tests)) == 5


def test_tier_and_tag_must_both_hold(tests: list[PlannedTest]) -> None:
    assert names(Selection(tier=1, tag="failure"), tests) == ["An Exit Code Is Recorded", "The Worker Dies"]
    with pytest.raises(RunnerError, match="no test matches --tier 2 -m failure together"):
        Selection(tier=2, tag="failure").apply(tests)


@pytest.mark.parametrize(
    ("tag", "count"),
    [("webhookORfailure", 4), ("tier1NOTfailure", 2), ("tier1 AND S1.4-c", 1), ("T1.*", 4), ("needs:*", 1)],
)
def test_tags_take_robots_operators_and_patterns(tests: list[PlannedTest], tag: str, count: int) -> None:
    assert len(names(Selection(tag=tag), tests)) == count


def test_an_alternative_tag_stays_within_the_tier(tests: list[PlannedTest]) -> None:
    assert names(Selection(tier=2, tag="workflowORwebhook"), tests) == ["A Child Ends Before Its Parent"]


@pytest.mark.parametrize(
    ("tag", "meant"), [("webhok", "webhook"), ("S1.4-x", "S1.4-c"), ("tier1ANDnodejs", "needs:nodejs")]
)
def test_an_unknown_tag_names_near_matches(tests: list[PlannedTest], tag: str, meant: str) -> None:
    with pytest.raises(RunnerError, match=f"no test has the tag '.*'; near matches: .*{meant}"):
        Selection(tag=tag).apply(tests)


def test_a_tier_without_tests_names_those_with(tests: list[PlannedTest]) -> None:
    with pytest.raises(RunnerError, match="no test is in tier 3; tiers with tests: 1, 2"):
        Selection(tier=3).apply(tests)


@pytest.mark.parametrize("name", ["exit code", "EXIT", "t1 08*recorded", "exit_code"])
def test_a_name_is_a_part_of_it_in_any_case(tests: list[PlannedTest], name: str) -> None:
    assert names(Selection(name=name), tests) == ["An Exit Code Is Recorded"]


def test_a_name_nothing_matches_names_near_ones(tests: list[PlannedTest]) -> None:
    with pytest.raises(
        RunnerError, match="no test's name matches 'exitt code is recorded'; near matches: An Exit Code"
    ):
        Selection(name="exitt code is recorded").apply(tests)


def test_shards_share_out_suites_whole(tests: list[PlannedTest]) -> None:
    shares = [names(Selection(shard=f"{index}/2"), tests) for index in (1, 2)]
    assert sorted(shares[0] + shares[1]) == sorted(test.name for test in tests)
    assert {test.suite for test in tests if test.name in shares[0]}.isdisjoint(
        test.suite for test in tests if test.name in shares[1]
    )


@pytest.mark.parametrize("shard", ["0/2", "3/2", "1", "a/b", "-1/2"])
def test_a_shard_that_is_none_says_how_to_give_it(tests: list[PlannedTest], shard: str) -> None:
    with pytest.raises(RunnerError, match="give it as i/n"):
        Selection(shard=shard).apply(tests)


def test_more_shards_than_suites_is_an_error(tests: list[PlannedTest]) -> None:
    with pytest.raises(RunnerError, match="only 3 suites"):
        Selection(shard="4/4").apply(tests)
