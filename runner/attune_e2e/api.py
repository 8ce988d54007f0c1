"""The few calls of the platform's API that the runner makes itself."""

import os
from collections.abc import Iterator
from typing import Any

import requests

from attune_e2e.errors import UNREACHABLE, RunnerError
from attune_e2e.target import TIMEOUT, reason

LOGIN = "test@attune.local"
PASSWORD = "TestPass123!"
ROWS = 100
# What a list is asked with depends on its group of paths.
_SIZE = {"executions": "per_page", "keys": "per_page", "artifacts": "per_page", "queues": "per_page"}


class Refused(Exception):
    """The platform answered with something else than success."""

    def __init__(self, method: str, path: str, status: int, text: str) -> None:
        super().__init__(f"{method} {path} answers {status}: {' '.join(text.split())[:200]}")
        self.status = status


class Api:
    """One identity's access to the platform."""

    def __init__(self, url: str, login: str, password: str) -> None:
        self.url, self.login = url.rstrip("/"), login
        self._session = requests.Session()
        try:
            token = self.call("POST", "/auth/login", json={"login": login, "password": password})
        except Refused as problem:
            raise RunnerError(
                f"login of {login} was refused: {problem}; see TEST_USER_LOGIN, TEST_USER_PASSWORD"
            ) from None
        self._session.headers["Authorization"] = f"Bearer {token['data']['access_token']}"

    def call(self, method: str, path: str, **arguments: Any) -> Any:
        """Return the answer's JSON.

        Raises:
            Refused: the status is 400 or above.
            RunnerError: there is no answer.
        """
        try:
            answer = self._session.request(method, self.url + path, timeout=TIMEOUT, **arguments)
        except requests.RequestException as problem:
            raise RunnerError(f"no answer from {self.url}: {reason(problem)}", UNREACHABLE) from problem
        if answer.status_code >= 400:
            raise Refused(method, path, answer.status_code, answer.text)
        return answer.json() if answer.content else None

    def every(self, collection: str) -> Iterator[dict[str, Any]]:
        """Yield every item of a list such as `rules`; nothing where the platform has no such list for us."""
        page = 1
        while True:
            params = {_SIZE.get(collection, "page_size"): ROWS, "page": page}
            try:
                answer = self.call("GET", f"/api/v1/{collection}", params=params)
            except Refused as refusal:
                if refusal.status in (403, 404, 501):
                    return
                raise
            yield from answer["items"]
            if len(answer["items"]) < ROWS:
                return
            page += 1

    def refuses(self, path: str) -> bool:
        """Tell whether reading a path is refused for want of a permission."""
        try:
            self.call("GET", path)
        except Refused as refusal:
            return refusal.status in (401, 403)
        return False


def administrator(url: str) -> Api:
    """Return the access of the administrator that TEST_USER_LOGIN and TEST_USER_PASSWORD name."""
    login = os.environ.get("TEST_USER_LOGIN") or LOGIN
    return Api(url, login, os.environ.get("TEST_USER_PASSWORD") or PASSWORD)
