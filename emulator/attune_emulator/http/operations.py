"""Every operation the platform is known to have, whether this emulator has built it or not."""

from pathlib import Path


def known_operations() -> list[tuple[str, str]]:
    """Return the pairs of method and path."""
    lines = Path(__file__).with_name("operations.txt").read_text().splitlines()
    return [(method, path) for method, path in (line.split() for line in lines)]
