"""A platform that answers what a test tells it to, and writes down what it was asked."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from AttuneLibrary.client import Answer, AttuneError, Masker, NotFound
from AttuneLibrary.core.context import Context
from AttuneLibrary.core.waiting import Sleeper
from AttuneLibrary.keywords.base import Component


@dataclass
class Asked:
    method: str
    path: str
    options: dict[str, Any]

    @property
    def json(self) -> Any:
        return self.options.get("json")


@dataclass
class FakePlatform:
    """Stands in for every session; what was not prepared is 404."""

    answers: dict[tuple[str, str], Any] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    alias: str = "fake"
    masker: Masker = field(default_factory=Masker)

    def answer(self, method: str, path: str, data: Any) -> None:
        self.answers[method, path] = data

    def request(self, method: str, path: str, **options: Any) -> Answer:
        self.asked.append(Asked(method, path, options))
        if (method, path) not in self.answers:
            raise NotFound(f"{method} {path} is not prepared", method=method, path=path, status=404)
        found = self.answers[method, path]
        if isinstance(found, AttuneError):
            raise found
        body = {"data": found(options) if callable(found) else found}
        return Answer(200, {}, body, str(found), 0.0)

    def get(self, path: str, **options: Any) -> Answer:
        return self.request("GET", path, **options)

    def post(self, path: str, **options: Any) -> Answer:
        return self.request("POST", path, **options)

    def put(self, path: str, **options: Any) -> Answer:
        return self.request("PUT", path, **options)

    def delete(self, path: str, **options: Any) -> Answer:
        return self.request("DELETE", path, **options)

    def pages(self, path: str, *, most: int | None = None, **params: Any) -> Iterator[Any]:
        yield from self.request("GET", path, params=params, most=most).items[:most]

    def last(self) -> Asked:
        return self.asked[-1]


class FakeSessions:
    def __init__(self, platform: FakePlatform) -> None:
        self._platform = platform

    def get(self, session: object = None) -> FakePlatform:
        return self._platform

    def administrator(self) -> FakePlatform:
        return self._platform


@pytest.fixture
def platform() -> FakePlatform:
    return FakePlatform()


@pytest.fixture
def context(platform: FakePlatform, monkeypatch: pytest.MonkeyPatch) -> Context:
    made = Context({}, dict, "0")
    made.sessions = FakeSessions(platform)  # type: ignore[assignment]  # why: what keywords use of it, they find
    made.notifications = Sleeper()  # type: ignore[assignment]  # why: nobody tells what the fake platform does
    monkeypatch.setattr(Component, "variable", staticmethod(lambda name: "mine" if name == "${PACK_REF}" else None))
    return made
