"""The platform's status words, the older words that people still type, and near matches for misspelt ones."""

import difflib
from collections.abc import Iterable, Sequence

from .errors import BadInput

STATUSES: dict[str, tuple[str, ...]] = {
    "execution": (
        "requested",
        "scheduling",
        "scheduled",
        "running",
        "canceling",
        "completed",
        "failed",
        "cancelled",
        "timeout",
        "abandoned",
    ),
    "enforcement": ("created", "processed", "disabled"),
    "inquiry": ("pending", "responded", "timeout", "cancelled"),
}
TERMINAL: dict[str, tuple[str, ...]] = {
    "execution": ("completed", "failed", "cancelled", "timeout", "abandoned"),
    "enforcement": ("processed", "disabled"),
    "inquiry": ("responded", "timeout", "cancelled"),
}
OLDER: dict[str, dict[str, str]] = {
    "execution": {"succeeded": "completed", "canceled": "cancelled", "cancelling": "canceling"},
    "enforcement": {},
    "inquiry": {"expired": "timeout", "canceled": "cancelled"},
}


def status_of(kind: str, word: object) -> str:
    """The platform's word for a status as a person typed it."""
    text = str(word).strip().lower()
    text = OLDER[kind].get(text, text)
    if text not in STATUSES[kind]:
        raise BadInput(unknown(f"{kind} status", word, STATUSES[kind]))
    return text


def statuses_of(kind: str, given: object) -> tuple[str, ...]:
    """One status, a list of them, or several in one text separated by commas or `|`."""
    if isinstance(given, str):
        given = given.replace("|", ",").split(",")
    if not isinstance(given, Iterable) or not (words := list(given)):
        raise BadInput(f"{kind} status is {given!r}; it must be a word or a list of words: {', '.join(STATUSES[kind])}")
    return tuple(status_of(kind, word) for word in words)


def unknown(what: str, word: object, allowed: Sequence[str]) -> str:
    """One line for a word that does not exist, with the one probably meant first."""
    near = difflib.get_close_matches(str(word).lower(), allowed, n=1)
    hint = f" (did you mean '{near[0]}'?)" if near else ""
    return f"unknown {what} '{word}'{hint}; allowed: {', '.join(allowed)}"
