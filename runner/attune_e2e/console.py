"""Everything the runner prints: the banner, the four kinds of lines and tables. Colour only on a terminal."""

import sys

from rich.box import DOUBLE, SIMPLE
from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

TITLE = "Attune E2E Integration Test Suite"
# Box and signs must survive a redirect on machines whose locale is not UTF-8.
for _stream in (sys.stdout, sys.stderr):
    if hasattr(_stream, "reconfigure"):
        _stream.reconfigure(encoding="utf-8", errors="replace")

console = Console(highlight=False, soft_wrap=True)


def banner() -> None:
    """Print the runner's double-line box."""
    console.print(Panel(Text(TITLE, justify="center", style="bold"), box=DOUBLE, width=64, style="cyan"))


def heading(text: str) -> None:
    """Print a headline, such as a tier's title."""
    console.print()
    console.print(Text(text, style="bold"))


def info(text: str) -> None:
    """Print a line of information."""
    _line("ℹ", "blue", text)


def success(text: str) -> None:
    """Print a line about something that went well."""
    _line("✓", "green", text)


def warning(text: str) -> None:
    """Print a line about something to look at."""
    _line("⚠", "yellow", text)


def error(text: str) -> None:
    """Print a line about something that is wrong."""
    _line("✗", "red", text)


def plain(text: str, *, style: str = "") -> None:
    """Print a line as it is: no markup is read from it."""
    console.print(Text(text, style=style))


def table(headers: list[str], rows: list[list[str]], *, title: str = "") -> None:
    """Print a table; cells that begin with ✗ are red, with ✓ green."""
    grid = Table(*headers, box=SIMPLE, title=title or None, title_justify="left", title_style="bold", pad_edge=False)
    for row in rows:
        grid.add_row(*(_cell(value) for value in row))
    console.print(grid, soft_wrap=False)


def _line(sign: str, colour: str, text: str) -> None:
    console.print(Text.assemble((sign, colour), " ", text))


def _cell(value: str) -> Text:
    return Text(value, style={"✓": "green", "✗": "red", "⚠": "yellow"}.get(value[:1], ""))
