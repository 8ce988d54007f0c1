"""Deep comparison: every difference with its path, types kept."""

from typing import Any

import pytest
from robot.api.types import Secret
from robot.utils import DotDict

from AttuneLibrary.core.matching import Matching, listed


def differences(actual: Any, expected: Any, **options: Any) -> list[str]:
    return Matching(**options).differences(actual, expected)


@pytest.mark.parametrize("value", [None, True, 0, 1.5, "", "é", [], {}, [1, [2]], {"a": {"b": [None]}}])
def test_equal_values_have_no_differences(value: Any) -> None:
    assert differences(value, value) == []


@pytest.mark.parametrize(
    ("actual", "expected"),
    [(1, "1"), (1, 1.0), (True, 1), (None, ""), ([], {}), ("null", None), (0, False)],
)
def test_types_are_kept_apart(actual: Any, expected: Any) -> None:
    (difference,) = differences({"x": actual}, {"x": expected})
    assert difference.startswith("$.x: is ")


def test_every_difference_is_told_with_its_path() -> None:
    actual = {"user": {"id": 1, "roles": ["a", "b"]}, "extra": 1}
    expected = {"user": {"id": "1", "roles": ["a", "c", "d"]}, "gone": None}
    assert differences(actual, expected) == [
        "$.user.id: is 1 (integer), wanted '1' (string)",
        "$.user.roles[1]: is 'b' (string), wanted 'c' (string)",
        "$.user.roles[2]: is missing, wanted 'd' (string)",
        "$.gone: is missing, wanted null (null)",
        "$.extra: is 1 (integer), wanted to be absent",
    ]


def test_a_list_that_is_too_long_is_a_difference() -> None:
    assert differences([1, 2], [1]) == ["$[1]: is 2 (integer), wanted to be absent"]


def test_a_subset_allows_further_members_at_every_depth_but_no_further_elements() -> None:
    assert differences({"a": {"b": 1, "c": 2}, "d": 3}, {"a": {"b": 1}}, subset=True) == []
    assert differences([1, 2], [1], subset=True) != []


@pytest.mark.parametrize("pattern", ["created", "user.created", "*.created", "cre*", "$".join(["cre", ""])[:3] + "*"])
def test_what_is_ignored_is_not_compared(pattern: str) -> None:
    assert differences({"user": {"created": 1}}, {"user": {"created": 2}}, ignore=(pattern,)) == []


def test_ignored_members_may_be_missing_or_too_many() -> None:
    assert differences({"e2e_k": 1, "a": 1}, {"a": 1, "updated": 2}, ignore=("e2e_*", "updated")) == []


def test_order_does_not_count_where_it_is_said() -> None:
    actual, expected = {"tags": ["b", "a", "a"], "steps": [1, 2]}, {"tags": ["a", "b", "a"], "steps": [2, 1]}
    assert len(differences(actual, expected, unordered=("tags",))) == 2
    assert differences(actual, expected, unordered=("*",)) == []
    assert differences(["a", "a"], ["a", "b"], unordered=("*",)) == [
        "$: has no element 'b' (string)",
        "$[1]: is 'a' (string), wanted to be absent",
    ]


def test_robot_s_own_mappings_count_as_objects() -> None:
    assert differences(DotDict(a=DotDict(b=(1,))), {"a": {"b": [1]}}) == []


def test_secrets_are_compared_and_never_shown() -> None:
    assert differences({"key": Secret("hush")}, {"key": "hush"}) == []
    text = "\n".join(differences({"key": Secret("hush")}, {"key": "other"}))
    assert "hush" not in text and "***" in text


def test_very_many_differences_are_cut() -> None:
    assert listed([f"$[{n}]" for n in range(25)]).splitlines()[-1] == "  and 5 more"
