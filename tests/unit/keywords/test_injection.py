"""Hostile texts: how they are sent, and which answers count as harm."""

from typing import Any

import pytest

from AttuneLibrary.client import Answer
from AttuneLibrary.core.context import Context
from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.core.injection import TEXTS, shown
from AttuneLibrary.keywords.injection import Injection

FILTER = "/api/v1/executions"


def answering(platform: Any, monkeypatch: pytest.MonkeyPatch, reply: Any) -> list[tuple[str, Any]]:
    """Let `reply` (path, params) give status and rows; returns what was asked."""
    asked: list[tuple[str, Any]] = []

    def request(method: str, path: str, *, params: Any = None, any_status: bool = False) -> Answer:
        asked.append((path, params))
        status, rows = reply(path, params)
        return Answer(status, {}, {"items": [{}] * rows}, "", 0.0)

    monkeypatch.setattr(platform, "request", request)
    return asked


def test_a_text_is_quoted_into_the_path(context: Context, platform: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answering(platform, monkeypatch, lambda path, params: (404, 0))
    line = Injection(context).path_should_resist_injection("/api/v1/packs/{text}", 404, texts=["../x' y"])
    assert asked == [("/api/v1/packs/..%2Fx%27%20y", {})]
    assert line == "GET /api/v1/packs/{text}: 1 hostile texts were harmless"


def test_another_answer_is_harm(context: Context, platform: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    answering(platform, monkeypatch, lambda path, params: (500 if "%27" in path else 404, 0))
    with pytest.raises(AssertionError, match="\"' OR '1'='1\" is answered 500, wanted 404"):
        Injection(context).path_should_resist_injection("/api/v1/packs/{text}", 404)


def test_a_path_needs_a_place_for_the_text(context: Context) -> None:
    with pytest.raises(BadInput, match=r"it must have {text}"):
        Injection(context).path_should_resist_injection("/api/v1/packs/x", 404)


def test_a_filter_is_tried_alone_and_behind_the_value(
    context: Context, platform: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = answering(platform, monkeypatch, lambda path, params: (200, int(params["action_ref"] == "a.b")))
    Injection(context).filter_should_resist_injection(FILTER, "action_ref", "a.b", texts=["'x"])
    assert [params["action_ref"] for _, params in asked] == ["a.b", "'x", "a.b'x"]


@pytest.mark.parametrize(("status", "rows"), [(200, 3), (500, 0), (400, 0)])
def test_rows_and_errors_are_harm(
    context: Context, platform: Any, monkeypatch: pytest.MonkeyPatch, status: int, rows: int
) -> None:
    answering(platform, monkeypatch, lambda path, params: (200, 1) if params["q"] == "real" else (status, rows))
    with pytest.raises(AssertionError, match=f'"\'x" is answered {status} with {rows} rows, wanted 200 with none'):
        Injection(context).filter_should_resist_injection(FILTER, "q", "real", texts=["'x"])


def test_a_filter_that_finds_nothing_proves_nothing(
    context: Context, platform: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(platform, monkeypatch, lambda path, params: (200, 0))
    with pytest.raises(AssertionError, match="answered 200 with 0 rows, wanted 200 and at least 1"):
        Injection(context).filter_should_resist_injection(FILTER, "q", "real")


def test_every_text_is_shown_in_one_line() -> None:
    assert all("\n" not in shown(text) and len(shown(text)) < 100 for text in TEXTS)
    assert shown("\x00") == r"'\x00'"
