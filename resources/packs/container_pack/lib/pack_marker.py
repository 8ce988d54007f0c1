"""Lies in the pack, not in any image."""

MARKER = "from the pack"
