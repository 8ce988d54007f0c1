"""What killed runs left on a platform is found, removed in order, and nobody else's."""

import http.server
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from attune_e2e.errors import RunnerError
from attune_e2e.sweep import seconds, sweep

OLD = (datetime.now(UTC) - timedelta(hours=5)).isoformat().replace("+00:00", "Z")
NEW = datetime.now(UTC).isoformat().replace("+00:00", "Z")


def thing(number: int, ref: str, created: str = OLD, **more: Any) -> dict[str, Any]:
    return {"id": number, "ref": ref, "created": created, **more}


def world() -> dict[str, list[dict[str, Any]]]:
    """Leftovers and what must stay; a pack with `owner` is seen by that login alone."""
    return {
        "identities": [
            {"id": 7, "login": "e2e_k3f_0_1", "frozen": True},
            {"id": 8, "login": "e2e_new_0_1"},
            {"id": 9, "login": "e2e_new_0_2"},
            {"id": 1, "login": "test@attune.local"},
        ],
        "packs": [
            thing(1, "e2e_k3f_0_2"),
            thing(2, "core"),
            thing(3, "e2e_k3f_0_3", owner="e2e_k3f_0_1"),
            thing(4, "my_e2e_pack"),
        ],
        "rules": [
            thing(1, "e2e_k3f_0_2.rule", enabled=True),
            thing(2, "ops.e2e_k3f_0_9_rule", enabled=False),
            thing(3, "ops.daily", enabled=True),
        ],
        "keys": [thing(number, f"e2e_k3f_0_{number}") for number in range(1, 251)],
        "actions": [thing(1, "e2e_new_0_2.act", NEW), thing(2, "e2e_k3f_0_2.act")],
        "executions": [
            {"id": 1, "action_ref": "e2e_k3f_0_2.act", "status": "running", "created": OLD},
            {"id": 2, "action_ref": "e2e_k3f_0_2.act", "status": "completed", "created": OLD},
        ],
        "artifacts": [thing(1, "e2e_k3f_0_2.act.stdout.log"), thing(2, "e2e_k3f_0_4_report")],
    }


class Platform(http.server.BaseHTTPRequestHandler):
    """Lists, deletes and logs in, after the platform's conventions."""

    world: dict[str, list[dict[str, Any]]]
    calls: list[str]
    audited = True

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/health":
            self._answer(200, {"status": "ok"})
        elif parts.path == "/api/v1/audit-events":
            self._audit(query)
        else:
            self._list(parts.path.removeprefix("/api/v1/"), query)

    def _list(self, name: str, query: dict[str, str]) -> None:
        if name not in self.world:
            self._answer(501, {"error": "known, not built"})
            return
        rows = int(query.get("per_page" if name in ("executions", "keys", "artifacts", "queues") else "page_size", 20))
        start = (int(query.get("page", 1)) - 1) * rows
        seen = [item for item in self.world[name] if item.get("owner") in (None, self._login())]
        self._answer(200, {"items": seen[start : start + rows], "pagination": {}})

    def _audit(self, query: dict[str, str]) -> None:
        """Only two identities were seen lately: one acted, one was made."""
        if not self.audited:
            self._answer(403, {"error": "Insufficient permissions: audit_log:read"})
            return
        assert OLD < query["created_after"] < NEW
        made = query.get("event_type") == "admin.identity.created" and query["resource_id"] == "9"
        seen = query.get("actor_login") == "e2e_new_0_1" or made
        self._answer(200, {"items": [{"id": 1}] if seen else []})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or "{}")
        if self.path == "/auth/login":
            self._answer(200, {"data": {"access_token": body["login"]}})
            return
        self._note()
        self._answer(200, {"data": {}})

    do_PUT = do_POST

    def do_DELETE(self) -> None:
        self._note()
        kind, _, name = self.path.removeprefix("/api/v1/").partition("/")
        items = self.world[kind]
        kept = [item for item in items if name not in (item.get("ref"), str(item["id"]))]
        self.world[kind] = kept
        self._answer(200 if len(kept) < len(items) else 404, {"success": True})

    def _note(self) -> None:
        self.calls.append(f"{self._login()} {self.command} {self.path}")

    def _login(self) -> str:
        return self.headers.get("Authorization", "").removeprefix("Bearer ")

    def _answer(self, status: int, body: Any) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: object) -> None:
        """Keep the tests' output clean."""


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Platform]]:
    handler = type("Handler", (Platform,), {"world": world(), "calls": []})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("ATTUNE_API_URL", f"http://127.0.0.1:{server.server_port}")
    yield handler
    server.shutdown()
    server.server_close()


def names(handler: type[Platform], kind: str) -> list[str]:
    return [str(item.get("ref") or item.get("login") or item["id"]) for item in handler.world[kind]]


def test_old_leftovers_go_and_everything_else_stays(fake: type[Platform]) -> None:
    assert sweep(older_than=3600) == 0
    assert names(fake, "packs") == ["core", "my_e2e_pack"]
    assert names(fake, "rules") == ["ops.daily"]
    assert names(fake, "keys") == []
    assert names(fake, "actions") == ["e2e_new_0_2.act"]
    assert names(fake, "artifacts") == ["e2e_k3f_0_2.act.stdout.log"]
    assert names(fake, "identities") == ["e2e_new_0_1", "e2e_new_0_2", "test@attune.local"]


def test_order_and_identity(fake: type[Platform]) -> None:
    sweep(older_than=3600)
    calls = fake.calls
    mine, admin = "e2e_k3f_0_1", "test@attune.local"
    steps = [
        f"{admin} POST /api/v1/identities/7/unfreeze",
        f"{admin} PUT /api/v1/identities/7",
        f"{admin} POST /api/v1/permissions/assignments",
        f"{mine} POST /api/v1/rules/e2e_k3f_0_2.rule/disable",
        f"{mine} POST /api/v1/executions/1/cancel",
        f"{mine} DELETE /api/v1/rules/e2e_k3f_0_2.rule",
        f"{mine} DELETE /api/v1/keys/e2e_k3f_0_1",
        f"{mine} DELETE /api/v1/packs/e2e_k3f_0_3",
        f"{admin} DELETE /api/v1/identities/7",
    ]
    places = [calls.index(step) for step in steps]
    assert places == sorted(places)
    assert places[-1] == len(calls) - 1
    assert not any("/executions/2/" in call or "ops.daily" in call for call in calls)


def test_identities_of_unknown_age_stay_and_are_told(
    fake: type[Platform], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fake, "audited", False)
    assert sweep(older_than=3600) == 1
    assert len(names(fake, "identities")) == 4
    assert "identity e2e_k3f_0_1 stays, its age is unknown" in capsys.readouterr().out
    assert sweep(older_than=0) == 0
    assert names(fake, "identities") == ["test@attune.local"]


def test_a_dry_run_only_lists(fake: type[Platform], capsys: pytest.CaptureFixture[str]) -> None:
    before = json.dumps(fake.world)
    assert sweep(older_than=0, dry_run=True) == 0
    assert json.dumps(fake.world) == before
    assert fake.calls == []
    assert "nothing was removed (--dry-run)" in capsys.readouterr().out


def test_what_cannot_be_removed_makes_it_red(
    fake: type[Platform], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        fake, "do_DELETE", lambda self: self._answer(422, {"error": "Referenced entity does not exist"})
    )
    assert sweep(older_than=3600) == 1
    assert "DELETE /api/v1/packs/e2e_k3f_0_2 answers 422" in capsys.readouterr().out


def test_without_a_platform_it_says_so() -> None:
    with pytest.raises(RunnerError, match="ATTUNE_API_URL is not set"):
        sweep()


@pytest.mark.parametrize("prefix", ["", "e", "core"])
def test_a_prefix_that_is_not_ours_is_refused(fake: type[Platform], prefix: str) -> None:
    with pytest.raises(RunnerError, match="is not ours: give e2e_"):
        sweep(prefix=prefix)


@pytest.mark.parametrize(("text", "value"), [("0", 0), ("90s", 90), ("30m", 1800), ("2h", 7200), ("1.5 d", 129600)])
def test_ages(text: str, value: float) -> None:
    assert seconds(text) == value


@pytest.mark.parametrize("text", ["", "soon", "-1h", "1 week"])
def test_an_age_that_is_none_says_how_to_give_it(text: str) -> None:
    with pytest.raises(RunnerError, match="give it as 0, 90s, 30m, 2h or 1d"):
        seconds(text)
