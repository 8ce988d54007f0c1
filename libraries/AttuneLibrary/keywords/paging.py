"""Keywords about the pages of lists: whether together they are the list, and what an odd page is."""

from collections.abc import Mapping
from typing import Any

from robot.api.deco import keyword

from ..core import pages
from ..core.counts import whole
from ..core.errors import BadInput
from .resources import Resources, plain, structured


class Paging(Resources):
    """Lists, read page by page."""

    @keyword(tags=["paging", "assertion"])
    def pages_should_be_complete(
        self,
        path: str,
        *,
        of: Any,
        size: Any = 20,
        filters: Any = None,
        order: str | None = None,
        key: str = "id",
        session: Any = None,
    ) -> list[Any]:
        """Reads every page of a list; fails unless together they are exactly ``of``. Returns the elements.

        Each page but the last has ``size`` elements, the page after the last none; numbers, sizes and totals are
        right on all of them; no element comes twice. ``of`` is the list of what belongs there: objects, or values of
        their member ``key``. ``filters`` is an object, or a text such as ``action_ref=a.b&status=completed``.
        ``order`` is a member with ``ascending`` or ``descending``, such as ``created descending``.

        Example:
        | Pages Should Be Complete    /api/v1/keys    of=${keys}    size=2    filters=owner=${pack.id}    key=ref
        """
        rows, wanted, chosen = whole(size, "size"), _keys(of, key), _filters(filters)
        if not rows:
            raise BadInput("size is 0; a page has 1 element or more")
        api, count = self.api(session), len(wanted)
        read = [pages.read(api, path, number, rows, chosen) for number in range(1, -(-count // rows) + 2)]
        items = [item for page in read for item in page.items]
        wrong = [fault for page in read for fault in pages.misshapen(page, rows, count)]
        wrong += pages.repeated(items, key) + pages.missing(items, wanted, key)
        if order is not None and not wrong:
            wrong = _disordered(items, order)
        if wrong:
            lines = "\n  ".join(wrong[: pages.MOST])
            raise AssertionError(f"Pages Should Be Complete: GET {path}: {len(wrong)} faults\n  {lines}")
        return [self.dotted(item) for item in items]

    @keyword(tags=["paging", "assertion"])
    def page_should_have(
        self,
        path: str,
        query: str,
        rows: Any,
        about: Any = None,
        *,
        session: Any = None,
    ) -> Any:
        """Asks for a page in any words and fails unless it has just so many rows. Returns the page's ``pagination``.

        ``query`` is what stands behind the question mark. ``about`` has members of the answer's ``pagination`` with
        the values that they must have, as an object or in the form of a query.

        Example:
        | Page Should Have    /api/v1/keys    page=0&per_page=5    5    page=1&has_previous=False
        """
        count = whole(rows, "rows")
        answer = self.api(session).get(path, params=_filters(query))
        found, wanted = len(answer.items), _filters(about)
        wrong = [f"it has {found} rows, wanted {count}"] if found != count else []
        wrong += [
            f"{name} is {answer.pagination.get(name, 'missing')}, wanted {value}"
            for name, value in wanted.items()
            if str(answer.pagination.get(name)) != str(value)
        ]
        if wrong:
            raise AssertionError(f"Page Should Have: GET {path}?{query}: {'; '.join(wrong)}")
        return self.dotted(answer.pagination)

    @keyword(tags=["paging", "isolation", "assertion"])
    def should_be_on_no_page(
        self, path: str, thing: Any, *, size: Any = 20, filters: Any = None, session: Any = None
    ) -> int:
        """Reads every page of a list and fails where a thing is on one of them. Returns the number of pages.

        ``thing`` is an object with an ``id``; ``size`` and ``filters`` are those of `Pages Should Be Complete`.

        Example:
        | Should Be On No Page    /api/v1/packs    ${pack_of_ann}    size=1    session=bob
        """
        rows, chosen, number = whole(size, "size"), _filters(filters), 0
        if not rows:
            raise BadInput("size is 0; a page has 1 element or more")
        while True:
            number += 1
            page = pages.read(self.api(session), path, number, rows, chosen)
            if thing["id"] in pages.keys(page.items, "id"):
                raise AssertionError(f"page {number} of GET {path} lists {thing.get('ref', thing['id'])}")
            if not page.items:
                return number - 1


def _disordered(items: list[Any], order: str) -> list[str]:
    name, _, direction = order.strip().partition(" ")
    if direction not in ("ascending", "descending"):
        raise BadInput(f"order is '{order}'; it must be a member and a direction, such as: created descending")
    return pages.disordered(items, name, descending=direction == "descending")


def _keys(of: Any, key: str) -> list[Any]:
    if not isinstance(of, list | tuple):
        raise BadInput(f"the elements are given as '{of}'; they must be a list")
    if of and isinstance(of[0], Mapping) and key not in of[0]:
        raise BadInput(f"key is '{key}', which the given objects do not have; they have: {', '.join(of[0])}")
    return [plain(one[key] if isinstance(one, Mapping) else one) for one in of]


def _filters(given: Any) -> dict[str, Any]:
    """An object, or the text of a query."""
    if given is None or given == "":
        return {}
    if isinstance(found := structured(given), Mapping):
        return dict(found)
    pairs = [part.partition("=") for part in str(given).split("&")]
    if any(not sign for _, sign, _ in pairs):
        raise BadInput(f"filters is '{given}'; it must be an object or such as action_ref=a.b&status=completed")
    return {name: value for name, _, value in pairs}
