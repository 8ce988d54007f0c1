"""The platform's success envelopes."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from starlette.responses import Response

from attune_emulator import deviations
from attune_emulator.http.queries import Window
from attune_emulator.store import Database, Row

View = Callable[[Row], Mapping[str, Any]]


class Json(Response):
    """A JSON answer of any shape, in compact form."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def data(content: Any, message: str | None = None, status: int = 200) -> Response:
    """``{"data": …}``, with a message beside it where the platform gives one."""
    body = {"data": content}
    return Json(body if message is None else body | {"message": message}, status)


def created(content: Any, message: str | None = None) -> Response:
    return data(content, message, 201)


def success(message: str) -> Response:
    """The bare ``{"success": true}`` of deletions."""
    return Json({"success": True, "message": message})


def wrapped_success(message: str) -> Response:
    return data({"success": True, "message": message})


def listing(items: list[Any], window: Window, total: int | None = None, has_next: bool = False) -> Response:
    """A page of a list; without `total` the answer has no totals and `has_next` says whether more follow."""
    pages = -(-total // window.size) if total is not None and window.size else 0
    pagination: dict[str, Any] = {"page": window.number, "page_size": window.size}
    if total is not None:
        pagination |= {"total_items": total, "total_pages": pages}
        has_next = window.number < pages
    pagination |= {"has_previous": window.number > 1, "has_next": has_next}
    return Json({"items": items, "pagination": pagination})


def select_page(
    db: Database, sql: str, values: list[Any], window: Window, view: View, *, counted: bool = True
) -> Response:
    """Answer one page of `sql` (a whole SELECT with its ORDER BY), each row passed through `view`."""
    rows = db.all(f"{sql} LIMIT ? OFFSET ?", *values, window.limit + 1, window.offset)
    total = db.value(f"SELECT count(*) FROM ({sql})", *values) if counted else None
    if total is not None and deviations.on("total-of-the-page"):
        total = min(len(rows), window.limit)
    return listing([view(row) for row in rows[: window.limit]], window, total, has_next=len(rows) > window.limit)


def page_of(items: list[Any], window: Window, view: View) -> Response:
    """Answer one page of items already at hand, such as those that a grant lets the caller see."""
    end = window.offset + window.limit
    return listing([view(item) for item in items[window.offset : end]], window, len(items))


def ordered(sql: str, *columns: str) -> str:
    """Append an ORDER BY; unless the gap `paging` is on, the id makes the order total."""
    keys = list(columns)
    if not deviations.on("paging") and not any(key.split()[0].split(".")[-1] == "id" for key in keys):
        keys.append(f"id {'DESC' if keys and keys[0].upper().endswith('DESC') else 'ASC'}")
    return f"{sql} ORDER BY {', '.join(keys)}"
