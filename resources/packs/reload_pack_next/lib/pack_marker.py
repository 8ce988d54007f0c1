"""Tells which version of the pack its library is of."""

MARKER = "two"
