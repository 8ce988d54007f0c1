"""Answers in the platform's several shapes."""

import pytest

from AttuneLibrary.client import Answer


def answer(text: str) -> Answer:
    return Answer.parse(200, {}, text, 0.0)


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ('{"data": {"id": 1}}', {"id": 1}),
        ('{"data": {"id": 1}, "message": "made"}', {"id": 1}),
        ('{"id": 1, "data": "its own member"}', {"id": 1, "data": "its own member"}),
        ('{"success": true, "message": "gone"}', {"success": True, "message": "gone"}),
        ("[1]", [1]),
        ("plain text", "plain text"),
        ("", ""),
    ],
)
def test_an_envelope_is_taken_off_and_only_an_envelope(text: str, data: object) -> None:
    assert answer(text).data == data


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ('{"items": [1, 2], "pagination": {"has_next": true}}', [1, 2]),
        ('{"data": [1]}', [1]),
        ("[1]", [1]),
        ('{"data": {}}', []),
        ("", []),
    ],
)
def test_every_shape_of_list_has_items(text: str, items: list[int]) -> None:
    assert answer(text).items == items


def test_a_list_without_pages_has_no_pagination() -> None:
    assert answer('{"items": [], "pagination": {"page": 1}}').pagination == {"page": 1}
    assert answer("[]").pagination == {}
