"""Status words: today's, older ones, misspelt ones."""

import pytest

from AttuneLibrary.core.counts import Expected, whole
from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.core.words import status_of, statuses_of


@pytest.mark.parametrize(
    ("kind", "word", "status"),
    [
        ("execution", "completed", "completed"),
        ("execution", "Succeeded", "completed"),
        ("execution", "canceled", "cancelled"),
        ("inquiry", "expired", "timeout"),
        ("inquiry", " pending ", "pending"),
        ("enforcement", "processed", "processed"),
    ],
)
def test_older_words_and_capitals_mean_todays_status(kind: str, word: str, status: str) -> None:
    assert status_of(kind, word) == status


def test_a_misspelt_word_names_the_near_one_and_all_that_are_allowed() -> None:
    with pytest.raises(BadInput) as caught:
        status_of("execution", "complated")
    assert str(caught.value) == (
        "unknown execution status 'complated' (did you mean 'completed'?); allowed: requested, scheduling, scheduled,"
        " running, canceling, completed, failed, cancelled, timeout, abandoned"
    )


def test_a_word_of_another_kind_is_unknown() -> None:
    with pytest.raises(BadInput, match="unknown inquiry status 'running'; allowed: pending"):
        status_of("inquiry", "running")


@pytest.mark.parametrize("given", ["completed, failed", "completed|failed", ["completed", "failed"]])
def test_several_statuses_may_be_a_list_or_a_text(given: object) -> None:
    assert statuses_of("execution", given) == ("completed", "failed")


@pytest.mark.parametrize("given", [None, [], 5])
def test_no_status_at_all_is_bad_input(given: object) -> None:
    with pytest.raises(BadInput, match="must be a word or a list of words: requested"):
        statuses_of("execution", given)


@pytest.mark.parametrize(
    ("sign", "holds"),
    [(">=", {2, 3}), ("==", {2}), ("<=", {1, 2}), (">", {3}), ("<", {1}), ("!=", {1, 3})],
)
def test_operators_mean_what_they_say(sign: str, holds: set[int]) -> None:
    expected = Expected.of("2", sign)
    assert {count for count in (1, 2, 3) if expected.holds(count)} == holds


def test_an_unknown_operator_names_the_near_one() -> None:
    with pytest.raises(BadInput, match=r"unknown operator '=>' \(did you mean '>'\?\); allowed: >=, ==, <=, >, <, !="):
        Expected.of(1, "=>")


@pytest.mark.parametrize("value", ["-1", "1.5", "two", None, True, ""])
def test_a_count_is_a_whole_number_from_0(value: object) -> None:
    with pytest.raises(BadInput, match=r"count is .* it must be a whole number, 0 or more"):
        whole(value, "count")


@pytest.mark.parametrize(
    ("sign", "count", "lost"),
    [("==", 3, True), ("==", 2, False), ("<=", 3, True), ("<", 2, True), (">=", 9, False), ("!=", 2, False)],
)
def test_an_exceeded_count_is_told_from_one_that_may_still_come(sign: str, count: int, lost: bool) -> None:
    assert Expected.of(2, sign).exceeded_for_good(count) is lost
