"""What of this process's things is still on the platform, found by the prefix of its names."""

from collections.abc import Iterable

from ..client import Session
from .cleanup import UNFINISHED
from .kinds import KINDS

SEARCHED = ("rule", "key", "sensor", "workflow", "action", "trigger", "pack")


def leaks(session: Session, prefix: str) -> list[str]:
    """Every definition and identity with the prefix, and every execution of one that has not ended."""
    found = [
        f"{kind} {item['ref']}"
        for kind in SEARCHED
        for item in session.pages(KINDS[kind].path)
        if _named(item["ref"], prefix)
    ]
    found += [
        f"identity {one['login']}" for one in session.pages(KINDS["identity"].path) if one["login"].startswith(prefix)
    ]
    return found + [f"execution {one['id']}" for one in _unfinished(session) if _named(one["action_ref"], prefix)]


def _named(ref: str, prefix: str) -> bool:
    return any(part.startswith(prefix) for part in ref.split("."))


def _unfinished(session: Session) -> Iterable[dict[str, str]]:
    for status in UNFINISHED:
        yield from session.pages(KINDS["execution"].path, status=status)
