"""One identity's requests: signing in, renewing, repeating, refusing."""

import base64
import json
import socket
from typing import Any

import pytest

from AttuneLibrary.client import (
    AttuneError,
    Conflict,
    Credentials,
    Forbidden,
    Invalid,
    NotFound,
    PlatformUnreachable,
    RetryPolicy,
    ServerError,
    Session,
    TooManyRequests,
    Unauthorized,
    deadline,
)

from .conftest import FakePlatform, Reply, Request

ANN = Credentials("ann", "correct horse")
QUICK = RetryPolicy(first_pause=0.01)


def jwt(number: int, life: float = 3600) -> str:
    def part(value: Any) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    return f"{part({'alg': 'HS256'})}.{part({'iat': 1000, 'exp': 1000 + life, 'n': number})}.signature{number}"


class Accounts:
    """Signs in, counts tokens, and knows which are good."""

    def __init__(self, life: float = 3600) -> None:
        self.life = life
        self.given: list[str] = []
        self.bad: set[str] = set()
        self.refreshable = True

    def __call__(self, request: Request) -> Reply:
        if request.path == "/auth/login":
            if request.body["password"] != ANN.password:
                return Reply(401, {"error": "Invalid login or password", "code": "UNAUTHORIZED"})
            return self._token()
        if request.path == "/auth/refresh":
            return self._token() if self.refreshable else Reply(401, {"error": "Invalid or expired refresh token"})
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token in self.bad or token not in self.given:
            return Reply(401, {"error": {"code": 401, "message": "Authentication token expired"}})
        return Reply(200, {"data": {"path": request.path}})

    def _token(self) -> Reply:
        self.given.append(jwt(len(self.given), self.life))
        return Reply(
            200, {"data": {"access_token": self.given[-1], "refresh_token": "r" * 20, "expires_in": self.life}}
        )


def session_at(platform: FakePlatform, credentials: Credentials | None = ANN, **options: Any) -> Session:
    return Session(platform.url, credentials, retry=options.pop("retry", QUICK), **options)


def test_it_signs_in_once_and_only_when_needed(platform: FakePlatform) -> None:
    platform.answer = Accounts()
    session = session_at(platform)
    assert platform.requests == []
    assert session.get("/api/v1/packs").data == {"path": "/api/v1/packs"}
    session.get("/api/v1/actions")
    assert len(platform.asked("/auth/login")) == 1


def test_an_anonymous_request_carries_no_token_and_needs_none(platform: FakePlatform) -> None:
    session_at(platform).get("/health", anonymous=True)
    assert [request.path for request in platform.requests] == ["/health"]
    assert "Authorization" not in platform.requests[0].headers


def test_a_token_about_to_run_out_is_refreshed(platform: FakePlatform) -> None:
    accounts = Accounts(life=0)
    platform.answer = accounts
    session = session_at(platform)
    session.get("/a")
    session.get("/b")
    assert len(platform.asked("/auth/login")) == 1
    assert len(platform.asked("/auth/refresh")) == 1


def test_a_refresh_that_is_refused_leads_to_a_new_login(platform: FakePlatform) -> None:
    accounts = Accounts(life=0)
    accounts.refreshable = False
    platform.answer = accounts
    session = session_at(platform)
    session.get("/a")
    session.get("/b")
    assert len(platform.asked("/auth/login")) == 2


def test_after_a_401_it_signs_in_anew_and_repeats_once(platform: FakePlatform) -> None:
    accounts = Accounts()
    platform.answer = accounts
    session = session_at(platform)
    session.get("/a")
    accounts.bad.update(accounts.given)
    assert session.post("/b", json={}).status == 200
    assert len(platform.asked("/auth/login")) == 2
    assert len(platform.asked("/b")) == 2


def test_a_second_401_is_a_refusal(platform: FakePlatform) -> None:
    platform.answer = lambda request: (
        Accounts()(request) if request.path == "/auth/login" else Reply(401, {"error": "Unauthorized"})
    )
    with pytest.raises(Unauthorized, match="GET /a answered 401"):
        session_at(platform).get("/a")
    assert len(platform.asked("/a")) == 2


def test_a_session_of_a_given_token_never_signs_in(platform: FakePlatform) -> None:
    platform.answer = Accounts()
    with pytest.raises(Unauthorized, match="Authentication token expired"):
        session_at(platform, None, token="no-such-token").get("/a")
    assert [request.path for request in platform.requests] == ["/a"]


def test_wrong_credentials_are_told_in_one_line_without_the_password(platform: FakePlatform) -> None:
    platform.answer = Accounts()
    session = session_at(platform, Credentials("ann", "wrong password", advice="set TEST_USER_PASSWORD"))
    with pytest.raises(Unauthorized) as caught:
        session.get("/a")
    refused = f"signing in as 'ann' at {platform.url} was refused with 401"
    assert str(caught.value) == f"{refused}: Invalid login or password (set TEST_USER_PASSWORD)"


def test_sessions_share_nothing(platform: FakePlatform) -> None:
    platform.answer = Accounts()
    first, second = session_at(platform), session_at(platform)
    first.get("/a")
    second.get("/b")
    one, other = platform.asked("/a")[0], platform.asked("/b")[0]
    assert one.headers["Authorization"] != other.headers["Authorization"]


@pytest.mark.parametrize(
    ("status", "family"),
    [
        (400, Invalid),
        (401, Unauthorized),
        (403, Forbidden),
        (404, NotFound),
        (409, Conflict),
        (413, Invalid),
        (415, Invalid),
        (422, Invalid),
        (429, TooManyRequests),
        (500, ServerError),
        (503, ServerError),
        (418, AttuneError),
    ],
)
def test_each_status_has_its_family(platform: FakePlatform, status: int, family: type[AttuneError]) -> None:
    platform.answer = lambda _: Reply(status, {"error": "why", "code": "CODE", "details": {"field": "x"}})
    with pytest.raises(AttuneError) as caught:
        session_at(platform, retry=RetryPolicy(attempts=1)).get("/a", anonymous=True)
    refusal = caught.value
    assert type(refusal) is family
    assert (refusal.status, refusal.method, refusal.path) == (status, "GET", "/a")
    assert (refusal.error, refusal.code, refusal.details) == ("why", "CODE", {"field": "x"})


def test_a_refusal_reads_as_what_was_wanted_what_came_and_how_to_repeat_it(platform: FakePlatform) -> None:
    platform.answer = lambda _: Reply(422, {"error": "Validation failed: label", "code": "VALIDATION_ERROR"})
    with pytest.raises(Invalid) as caught:
        session_at(platform).post("/api/v1/packs", json={"ref": "x", "password": "hush"}, anonymous=True)
    first, curl = str(caught.value).splitlines()
    assert first.startswith("POST /api/v1/packs answered 422, expected 2xx (")
    assert first.endswith("s): Validation failed: label [VALIDATION_ERROR]")
    kind = "-H 'Content-Type: application/json'"
    assert curl == f"""  curl -X POST {kind} -d '{{"ref": "x", "password": "***"}}' {platform.url}/api/v1/packs"""


def test_plain_text_answers_are_told_too(platform: FakePlatform) -> None:
    platform.answer = lambda _: Reply(415, "Expected request with `Content-Type: application/json`")
    with pytest.raises(Invalid, match="Expected request with `Content-Type"):
        session_at(platform).get("/a", anonymous=True)


def test_an_expected_status_is_returned_and_every_other_raised(platform: FakePlatform) -> None:
    platform.answer = lambda _: Reply(409)
    session = session_at(platform)
    assert session.get("/a", anonymous=True, expected=409).status == 409
    platform.answer = lambda _: Reply(200)
    with pytest.raises(AttuneError, match="answered 200, expected 409"):
        session.get("/a", anonymous=True, expected=409)


@pytest.mark.parametrize(("method", "sent"), [("GET", 3), ("PUT", 3), ("DELETE", 3), ("POST", 1)])
def test_only_idempotent_calls_are_repeated(platform: FakePlatform, method: str, sent: int) -> None:
    platform.answer = lambda _: Reply(503)
    session = session_at(platform)
    with pytest.raises(ServerError):
        session.request(method, "/a", anonymous=True)
    assert len(platform.requests) == sent
    assert session.retries == sent - 1


def test_a_500_is_not_repeated(platform: FakePlatform) -> None:
    platform.answer = lambda _: Reply(500)
    with pytest.raises(ServerError):
        session_at(platform).get("/a", anonymous=True)
    assert len(platform.requests) == 1


def test_retry_after_is_honoured(platform: FakePlatform, caplog: pytest.LogCaptureFixture) -> None:
    platform.answer = lambda _: Reply(429, headers={"Retry-After": "0"}) if len(platform.requests) == 1 else Reply()
    session_at(platform, retry=RetryPolicy(first_pause=60)).get("/a", anonymous=True)
    assert "trying again in 0.0 s (attempt 2 of 3)" in caplog.text


def test_within_a_deadline_nothing_is_repeated(platform: FakePlatform) -> None:
    platform.answer = lambda _: Reply(503)
    with deadline.until(0), pytest.raises(ServerError):
        session_at(platform).get("/a", anonymous=True)
    assert len(platform.requests) == 1


def test_an_answer_that_does_not_come_is_an_error_in_one_line(platform: FakePlatform) -> None:
    platform.answer = lambda _: Reply(delay=2)
    with pytest.raises(PlatformUnreachable, match="connected, but no answer within the time limit"):
        session_at(platform, read=0.1, retry=RetryPolicy(attempts=1)).get("/a", anonymous=True)


def test_a_refused_connection_is_an_error_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    with pytest.raises(PlatformUnreachable) as caught:
        Session(url, retry=RetryPolicy(attempts=1)).get("/health", anonymous=True)
    text = str(caught.value)
    assert text.startswith(f"no answer from {url} to GET /health after ")
    assert text.endswith("connection refused")


def test_lists_are_read_to_the_last_page_with_each_list_s_own_words(platform: FakePlatform) -> None:
    def answer(request: Request) -> Reply:
        more = request.path.endswith(("&page=1", "offset=0"))
        return Reply(200, {"items": [{"path": request.path}], "pagination": {"has_next": more}})

    platform.answer = answer
    session = session_at(platform, None, token="token-token")
    assert [item["path"] for item in session.pages("/api/v1/executions", status="failed", rule_ref=None)] == [
        "/api/v1/executions?status=failed&per_page=100&page=1",
        "/api/v1/executions?status=failed&per_page=100&page=2",
    ]
    assert [item["path"] for item in session.pages("/api/v1/packs")][1] == "/api/v1/packs?page_size=100&page=2"
    assert [item["path"] for item in session.pages("/api/v1/inquiries")][1] == "/api/v1/inquiries?limit=100&offset=100"
    assert len(list(session.pages("/api/v1/packs", most=1))) == 1


def test_truth_values_are_sent_in_lower_case(platform: FakePlatform) -> None:
    session_at(platform).get("/a", params={"flag": True, "absent": None}, anonymous=True)
    assert platform.requests[0].path == "/a?flag=true"


def test_a_redirect_is_an_answer(platform: FakePlatform) -> None:
    platform.answer = lambda _: Reply(307, headers={"Location": "/login"})
    assert session_at(platform).get("/auth/logout", anonymous=True).status == 307
    assert len(platform.requests) == 1
