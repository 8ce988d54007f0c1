"""Texts that are harmless as data and do harm where they become part of a query, a path, a header or a template."""

TEXTS = (
    "' OR '1'='1",
    "' OR 1=1 --",
    '" OR ""="',
    "'; DROP TABLE pack; --",
    "' UNION SELECT NULL, NULL --",
    "'; SELECT pg_sleep(10); --",
    "\\'; --",
    "') OR ('a'='a",
    "%27%20OR%201=1",
    "../../../../etc/passwd",
    "\r\nX-Injected: 1",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "${7*7}",
    "a" * 4000,
)
SHOWN = 60


def shown(text: str) -> str:
    """The text in one short line."""
    line = ascii(text)
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 3]}... ({len(text)} characters)"
