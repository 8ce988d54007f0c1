"""The platform names its page parameters differently for each group of paths; this knows which."""

import re
from dataclasses import dataclass

ROWS = 100
_PER_PAGE = re.compile(
    r"^/api/v1/(executions|events|enforcements|keys|artifacts|queues|queues/[^/]+/items|audit-events)$"
)
_LIMIT = re.compile(r"^/api/v1/inquiries$")


@dataclass(frozen=True, slots=True)
class Paging:
    """How one path is read page by page."""

    size_name: str
    offset: bool = False

    def params(self, page: int, rows: int = ROWS) -> dict[str, int]:
        if self.offset:
            return {self.size_name: rows, "offset": (page - 1) * rows}
        return {self.size_name: rows, "page": page}


def paging_of(path: str) -> Paging:
    if _LIMIT.match(path):
        return Paging("limit", offset=True)
    return Paging("per_page" if _PER_PAGE.match(path) else "page_size")
