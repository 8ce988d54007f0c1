"""The platform a run is against: the one that ATTUNE_API_URL names, or an emulator started for the run."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests

from attune_e2e import emulator
from attune_e2e.errors import UNREACHABLE, RunnerError
from attune_e2e.janitor import Janitor

HEALTH = "/health"
TIMEOUT = (5, 10)


@dataclass(frozen=True)
class Target:
    """A platform that answers."""

    url: str
    ws_url: str
    embedded: bool = False

    @property
    def environment(self) -> Mapping[str, str]:
        """Return what makes the library test this platform."""
        found = {"ATTUNE_API_URL": self.url}
        return {**found, "ATTUNE_WS_URL": self.ws_url} if self.ws_url else found


def given() -> Target | None:
    """Return the platform that the environment names, None when it names none.

    Raises:
        RunnerError: the URL is none.
    """
    url = os.environ.get("ATTUNE_API_URL", "").strip().rstrip("/")
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise RunnerError(f"ATTUNE_API_URL is '{url}': give it as http://host:port")
    return Target(url, os.environ.get("ATTUNE_WS_URL", "").strip())


def find(janitor: Janitor) -> Target:
    """Return the given platform once it answered, or start an emulator."""
    target = given()
    if target is None:
        started = emulator.start(janitor)
        target = Target(started.url, started.ws_url, embedded=True)
    check(target)
    return target


def check(target: Target) -> None:
    """Ask for the platform's health.

    Raises:
        RunnerError: it cannot be reached, or is not healthy.
    """
    try:
        answer = requests.get(target.url + HEALTH, timeout=TIMEOUT)
    except requests.RequestException as problem:
        raise RunnerError(
            f"no Attune API at {target.url}: {reason(problem)}; start it, or unset ATTUNE_API_URL to use the emulator",
            UNREACHABLE,
        ) from problem
    if answer.status_code != 200:
        raise RunnerError(f"{target.url}{HEALTH} answers {answer.status_code}, not 200: no healthy Attune", UNREACHABLE)


def control(target: Target, path: str, **params: Any) -> Any:
    """Return an answer of the emulator's control plane; None where the target is a real platform."""
    try:
        answer = requests.get(f"{target.url}/_emulator/{path}", params=params, timeout=TIMEOUT)
        return answer.json()["data"] if answer.status_code == 200 else None
    except (requests.RequestException, ValueError, KeyError):
        return None  # a platform that died or never had a control plane has nothing to tell


def reason(problem: Exception) -> str:
    """Return the innermost cause of a failed request in a few words."""
    text = str(problem)
    for words in ("Connection refused", "timed out", "Name or service not known", "No route to host"):
        if words.lower() in text.lower():
            return words.lower()
    return text.splitlines()[0][:200] if text else type(problem).__name__
