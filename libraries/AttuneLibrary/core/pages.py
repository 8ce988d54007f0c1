"""The pages of one list: read one by one, and judged as parts of a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ..client import Answer, Session
from ..client.paging import paging_of
from .timer_marks import instant

MOST = 5
TIMES = ("created", "updated", "time")


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it was answered."""

    number: int
    status: int
    items: list[Any]
    about: Mapping[str, Any]


def read(api: Session, path: str, number: int, size: int, filters: Mapping[str, Any]) -> Page:
    """One page of a list, with its totals where the list gives any."""
    params = {**filters, **paging_of(path).params(number, size), "include_total": True}
    answer: Answer = api.get(path, params=params)
    return Page(number, answer.status, answer.items, answer.pagination)


def keys(items: Sequence[Any], name: str) -> list[Any]:
    return [item.get(name) for item in items]


def misshapen(page: Page, size: int, count: int) -> list[str]:
    """What is wrong with one page of a list of `count` elements."""
    pages = -(-count // size)
    rows = max(0, min(size, count - (page.number - 1) * size))
    wanted = {
        "page": page.number,
        "page_size": size,
        "total_items": count,
        "total_pages": pages,
        "has_previous": page.number > 1,
        "has_next": page.number < pages,
    }
    found = [f"page {page.number} has {len(page.items)} rows, wanted {rows}"] if len(page.items) != rows else []
    return found + [
        f"page {page.number}: {name} is {page.about.get(name, 'missing')}, wanted {value}"
        for name, value in wanted.items()
        if page.about.get(name) != value
    ]


def repeated(items: Sequence[Any], name: str) -> list[str]:
    """Elements that stand on the pages more than once."""
    found = keys(items, name)
    twice = sorted({str(key) for key in found if found.count(key) > 1})
    return [f"{len(twice)} elements come twice: {', '.join(twice[:MOST])}"] if twice else []


def missing(items: Sequence[Any], wanted: Sequence[Any], name: str) -> list[str]:
    """Elements that stand on no page, and such that should stand on none."""
    found = set(keys(items, name))
    lost, alien = [key for key in wanted if key not in found], sorted(map(str, found - set(wanted)))
    return ([f"{len(lost)} elements are on no page: {', '.join(map(str, lost[:MOST]))}"] if lost else []) + (
        [f"{len(alien)} elements do not belong there: {', '.join(alien[:MOST])}"] if alien else []
    )


def disordered(items: Sequence[Any], name: str, *, descending: bool) -> list[str]:
    """Neighbours that stand the wrong way round."""
    for before, after in pairwise(keys(items, name)):
        first, second = _comparable(name, before), _comparable(name, after)
        if (first < second) if descending else (first > second):
            order = "descending" if descending else "ascending"
            return [f"{name} {before} stands before {after}, wanted {order} order"]
    return []


def _comparable(name: str, value: Any) -> Any:
    """Times as such: their texts differ in length."""
    return instant(value, name) if name in TIMES else value
