"""Tables in Markdown."""

from collections.abc import Iterable, Sequence


def table(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table; cells keep to one line and cannot end a cell early."""
    lines = [_row(headers), "|" + " --- |" * len(headers)]
    return "\n".join([*lines, *(_row(row) for row in rows)]) + "\n"


def _row(cells: Sequence[object]) -> str:
    return "| " + " | ".join(cell(value) for value in cells) + " |"


def cell(value: object, limit: int = 300) -> str:
    """Return a value as a cell: one line, cut after `limit` characters."""
    text = " ".join(str(value).split()).replace("|", "\\|").replace("<", "&lt;")
    return text if len(text) <= limit else text[: limit - 1] + "…"
