"""Pages: what makes them complete, and which arguments are refused before anything is asked."""

from typing import Any

import pytest

from AttuneLibrary.client import Answer
from AttuneLibrary.core import pages
from AttuneLibrary.core.context import Context
from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.keywords.paging import Paging
from AttuneLibrary.keywords.samples import Samples

LIST = "/api/v1/rules"


def serve(platform: Any, monkeypatch: pytest.MonkeyPatch, ids: list[int], total: int | None = None) -> None:
    """A list of these elements, paged as the platform does it."""

    def get(path: str, *, params: Any = None) -> Answer:
        page, size = int(params.get("page", 1)), int(params.get("page_size", 50))
        rows = ids[(page - 1) * size : page * size]
        count = len(ids) if total is None else total
        about = {"page": page, "page_size": size, "total_items": count, "total_pages": -(-count // size)}
        about |= {"has_previous": page > 1, "has_next": page < -(-count // size)}
        body = {"items": [{"id": one, "created": f"2026-01-01T00:00:{one:02}Z"} for one in rows], "pagination": about}
        return Answer(200, {}, body, "", 0.0)

    monkeypatch.setattr(platform, "get", get)


def test_complete_pages_give_the_list(context: Context, platform: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    serve(platform, monkeypatch, [5, 4, 3, 2, 1])
    found = Paging(context).pages_should_be_complete(LIST, of=[1, 2, 3, 4, 5], size=2, order="created descending")
    assert [one.id for one in found] == [5, 4, 3, 2, 1]


@pytest.mark.parametrize(
    ("ids", "wanted", "fault"),
    [
        ([1, 2, 2, 3], [1, 2, 3, 4], "1 elements come twice: 2"),
        ([1, 2, 3], [1, 2, 3, 4], "1 elements are on no page: 4"),
        ([1, 2, 9], [1, 2, 3], "1 elements do not belong there: 9"),
        ([1, 2], [1, 2, 3], "total_items is 2, wanted 3"),
    ],
)
def test_each_fault_is_named(
    context: Context, platform: Any, monkeypatch: pytest.MonkeyPatch, ids: list[int], wanted: list[int], fault: str
) -> None:
    serve(platform, monkeypatch, ids)
    with pytest.raises(AssertionError, match=fault):
        Paging(context).pages_should_be_complete(LIST, of=wanted, size=2)


def test_times_are_compared_as_times() -> None:
    later_is_shorter = [{"created": "2026-01-01T00:00:00.5Z"}, {"created": "2026-01-01T00:00:00.123456Z"}]
    assert pages.disordered(later_is_shorter, "created", descending=True) == []
    assert pages.disordered(later_is_shorter, "created", descending=False)


def test_a_thing_on_any_page_is_found(context: Context, platform: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    serve(platform, monkeypatch, [1, 2, 3])
    with pytest.raises(AssertionError, match="page 3 of GET /api/v1/rules lists 3"):
        Paging(context).should_be_on_no_page(LIST, {"id": 3}, size=1)
    assert Paging(context).should_be_on_no_page(LIST, {"id": 4}, size=1) == 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"of": "everything"}, "must be a list"),
        ({"of": [], "size": 0}, "size is 0"),
        ({"of": [], "size": "many"}, "size is 'many'"),
        ({"of": [{"ref": "a"}]}, "key is 'id', which the given objects do not have"),
        ({"of": [], "filters": "nonsense"}, "filters is 'nonsense'"),
        ({"of": [1], "order": "created upwards", "size": 5}, "order is 'created upwards'"),
    ],
)
def test_bad_arguments_are_named(
    context: Context, platform: Any, monkeypatch: pytest.MonkeyPatch, arguments: dict[str, Any], words: str
) -> None:
    serve(platform, monkeypatch, [1])
    with pytest.raises(BadInput, match=words):
        Paging(context).pages_should_be_complete(LIST, **arguments)


@pytest.mark.parametrize(
    ("kind", "parts", "words"),
    [
        ("tree", {}, "unknown kind 'tree'; allowed: action"),
        ("rule", {"pack": "p", "action": "a.b"}, "trigger is not given, and rule is made of one"),
        ("item", {}, "queue is not given, and item is made of one"),
    ],
)
def test_what_a_thing_is_made_of_has_to_be_given(
    context: Context, platform: Any, kind: str, parts: dict[str, Any], words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        Samples(context).create_several(kind, 1, **parts)
    assert platform.asked == []
