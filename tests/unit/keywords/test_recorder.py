"""Keywords of the recorder: what they refuse, what they compare, and what they never show."""

import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from robot.api.types import Secret

from AttuneLibrary.core.context import Context
from AttuneLibrary.core.errors import BadInput, WaitFailed
from AttuneLibrary.core.recorder import Recorder
from AttuneLibrary.keywords.recorder import Recorders

TOKEN = "token-nobody-may-see"


@pytest.fixture
def keywords(context: Context) -> Recorders:
    return Recorders(context)


@pytest.fixture
def recorder(context: Context, keywords: Recorders) -> Iterator[Recorder]:
    yield keywords.start_recorder()
    context.cleanup.close_scope()


def post(recorder: Recorder, path: str = "/orders?a=1", body: bytes = b'{"id": 7}', **headers: str) -> None:
    request = urllib.request.Request(recorder.url + path, data=body, headers=headers)
    urllib.request.urlopen(request, timeout=30).read()


def test_it_is_closed_with_its_scope(context: Context, keywords: Recorders) -> None:
    recorder = keywords.start_recorder()
    assert context.cleanup.close_scope() == []
    assert recorder.closing.is_set()


def test_a_stopped_one_is_not_closed_again_and_still_tells(
    context: Context, keywords: Recorders, recorder: Recorder
) -> None:
    post(recorder)
    keywords.stop_recorder(recorder)
    assert recorder.closing.is_set()
    assert keywords.list_recorded_requests(recorder)[0].json == {"id": 7}


def test_a_request_that_is_as_wanted_is_returned(keywords: Recorders, recorder: Recorder) -> None:
    post(recorder, Authorization=f"Bearer {TOKEN}")
    (seen,) = keywords.recorder_should_have_received(
        recorder,
        method="post",
        path="/orders",
        query={"a": "1"},
        headers={"X-Other": None, "Content-Length": "9"},
        body='{"id": 7}',
        json='{"id": 7}',
        bearer=Secret(TOKEN),
    )
    assert (seen.method, seen.path, seen.query.a) == ("POST", "/orders", "1")
    assert TOKEN not in str(seen)


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"method": "PUT"}, "method is POST, wanted PUT"),
        ({"query": {}}, r"query\.a: is '1' \(string\), wanted to be absent"),
        ({"headers": {"X-One": "1"}}, "header X-One is absent, wanted '1'"),
        ({"headers": {"Content-Length": None}}, "header Content-Length is '9', wanted to be absent"),
        ({"body": ""}, r"body is '\{\"id\": 7\}', wanted ''"),
        ({"json": {"id": "7"}}, r"json\.id: is 7 \(integer\), wanted '7' \(string\)"),
        ({"headers": {"Authorization": "other"}}, r"header Authorization is \*\*\*, wanted 'other'"),
        ({"bearer": "other"}, "header Authorization is not the token that was wanted"),
        ({"basic": ["ann", Secret("pass")]}, "header Authorization is not the login and password that was wanted"),
    ],
)
def test_every_difference_is_told_and_no_token(
    keywords: Recorders, recorder: Recorder, wanted: dict[str, Any], told: str
) -> None:
    post(recorder, Authorization=f"Bearer {TOKEN}")
    with pytest.raises(AssertionError, match=told) as failure:
        keywords.recorder_should_have_received(recorder, **wanted)
    assert TOKEN not in str(failure.value)


def test_a_body_that_is_no_json_is_told(keywords: Recorders, recorder: Recorder) -> None:
    post(recorder, body=b"plain")
    with pytest.raises(AssertionError, match="body is 'plain', which is no JSON"):
        keywords.recorder_should_have_received(recorder, json={})


def test_counts_are_exact(keywords: Recorders, recorder: Recorder) -> None:
    post(recorder)
    post(recorder, "/other")
    keywords.recorder_should_have_received(recorder, path="/orders")
    keywords.recorder_should_have_received(recorder, path="/never", count=0)
    with pytest.raises(WaitFailed, match=r"are 2 .*, wanted == 1"):
        keywords.recorder_should_have_received(recorder)
    with pytest.raises(WaitFailed, match=r"are 1 after .*, wanted == 2(.|\n)*POST /other"):
        keywords.recorder_should_have_received(recorder, path="/other", count=2, timeout="50ms")


@pytest.mark.parametrize("recorder", ["http://127.0.0.1:1", None, {"url": "x"}])
def test_what_is_no_recorder_is_refused(keywords: Recorders, recorder: Any) -> None:
    for refuse in (keywords.stop_recorder, keywords.list_recorded_requests, keywords.recorder_should_have_received):
        with pytest.raises(BadInput, match=r"recorder is .*; it must be what Start Recorder returned"):
            refuse(recorder)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"path": "orders"}, "path is 'orders'; it must begin with /"),
        ({"path": "/orders?a=1"}, r"path is '/orders\?a=1'; it must .* have no query"),
        ({"method": "FETCH"}, "unknown method 'FETCH'"),
        ({"basic": "ann:pass"}, "basic must be a list of login and password"),
        ({"count": "some"}, "count is 'some'"),
    ],
)
def test_bad_wishes_are_refused(keywords: Recorders, recorder: Recorder, arguments: dict[str, Any], told: str) -> None:
    with pytest.raises(BadInput, match=told):
        keywords.recorder_should_have_received(recorder, **arguments)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"status": 99}, "status is 99; it must be 200 to 599"),
        ({"delay": "soon"}, "delay is 'soon'; it must be a time"),
        ({"body": "a", "json": {}}, "body and json are both given"),
    ],
)
def test_bad_answers_are_refused(keywords: Recorders, recorder: Recorder, arguments: dict[str, Any], told: str) -> None:
    with pytest.raises(BadInput, match=told):
        keywords.set_recorder_answer(recorder, "/", **arguments)


def test_an_answer_with_json_says_so_and_a_redirect_is_a_302(keywords: Recorders, recorder: Recorder) -> None:
    keywords.set_recorder_answer(recorder, "/new", json={"ä": [1]})
    keywords.set_recorder_answer(recorder, "/old", redirect="/new")
    with urllib.request.urlopen(f"{recorder.url}/old", timeout=30) as answer:
        assert answer.headers["Content-Type"] == "application/json"
        assert answer.read().decode() == '{"ä": [1]}'
    assert [seen.path for seen in recorder.requests()] == ["/old", "/new"]
