"""Cleaning up: order, scopes, and what cannot be deleted."""

from typing import Any

import pytest

from AttuneLibrary.client import Answer, AttuneError, Conflict, Forbidden, Invalid, NotFound, PlatformUnreachable
from AttuneLibrary.core.cleanup import Cleanup


class Recorder:
    """Stands in for a session; `refuses` maps a path to what it raises."""

    def __init__(self, log: list[str], refuses: dict[str, AttuneError] | None = None, name: str = "") -> None:
        self.log, self.refuses, self.name = log, refuses or {}, name

    def _call(self, method: str, path: str) -> Answer:
        self.log.append(f"{self.name}{method} {path.removeprefix('/api/v1')}")
        if path in self.refuses:
            raise self.refuses[path]
        return Answer(200, {}, {"items": [{"id": 5, "status": "running"}, {"id": 6, "status": "failed"}]}, "", 0)

    def get(self, path: str, **options: Any) -> Answer:
        return self._call("GET", path)

    def post(self, path: str, **options: Any) -> Answer:
        return self._call("POST", path)

    def delete(self, path: str, **options: Any) -> Answer:
        return self._call("DELETE", path)


def test_dependents_go_before_what_they_depend_on_and_rules_are_disabled_first() -> None:
    log: list[str] = []
    session: Any = Recorder(log)
    cleanup = Cleanup()
    for kind in ("identity", "pack", "action", "trigger", "rule", "key"):
        cleanup.remember(kind, "x", session)
    assert cleanup.close_scope() == []
    assert log == [
        "POST /rules/x/disable",
        "DELETE /rules/x",
        "DELETE /keys/x",
        "GET /executions",
        "POST /executions/5/cancel",
        "DELETE /actions/x",
        "DELETE /triggers/x",
        "DELETE /packs/x",
        "DELETE /identities/x",
    ]


def test_of_one_kind_the_youngest_goes_first() -> None:
    log: list[str] = []
    session: Any = Recorder(log)
    cleanup = Cleanup()
    cleanup.remember("pack", "first", session)
    cleanup.remember("pack", "second", session)
    cleanup.close_scope()
    assert log == ["DELETE /packs/second", "DELETE /packs/first"]


def test_everything_is_deleted_by_the_session_that_made_it() -> None:
    log: list[str] = []
    ann, bob = Recorder(log, name="ann "), Recorder(log, name="bob ")
    cleanup = Cleanup()
    cleanup.remember("pack", "a", ann)  # type: ignore[arg-type]  # why: a recorder stands in
    cleanup.remember("pack", "b", bob)  # type: ignore[arg-type]  # why: a recorder stands in
    cleanup.close_scope()
    assert log == ["bob DELETE /packs/b", "ann DELETE /packs/a"]


def test_a_scope_deletes_its_own_things_only() -> None:
    log: list[str] = []
    session: Any = Recorder(log)
    cleanup = Cleanup()
    cleanup.remember("pack", "suite", session)
    cleanup.open_scope()
    cleanup.remember("pack", "test", session)
    cleanup.close_scope()
    assert log == ["DELETE /packs/test"]
    cleanup.close_scope()
    assert log == ["DELETE /packs/test", "DELETE /packs/suite"]
    cleanup.close_scope()
    assert len(log) == 2


def test_what_is_gone_already_is_no_failure() -> None:
    session: Any = Recorder([], {"/api/v1/rules/x/disable": NotFound("404")})
    cleanup = Cleanup()
    cleanup.remember("rule", "x", session)
    assert cleanup.close_scope() == []


@pytest.mark.parametrize("problem", [Forbidden("403: no"), PlatformUnreachable("no answer")])
def test_a_failure_is_told_and_the_rest_is_deleted_all_the_same(problem: AttuneError) -> None:
    log: list[str] = []
    session: Any = Recorder(log, {"/api/v1/actions/x": problem})
    cleanup = Cleanup()
    cleanup.remember("action", "x", session)
    cleanup.remember("pack", "p", session)
    assert cleanup.close_scope() == [f"action x could not be deleted: {problem}"]
    assert log[-1] == "DELETE /packs/p"


def test_keys_that_nobody_registered_go_with_the_pack_that_owns_them() -> None:
    class Owning(Recorder):
        def get(self, path: str, **options: Any) -> Answer:
            return Answer(200, {}, {"data": {"id": 21}}, "", 0)

        def pages(self, path: str, **filters: Any) -> list[dict[str, str]]:
            assert filters == {"owner_type": "pack", "owner": "21"}
            self.refuses.clear()
            return [{"ref": "a/b"}]

    log: list[str] = []
    session: Any = Owning(log, {"/api/v1/packs/p": Invalid("422: key_owner_pack_fkey")})
    cleanup = Cleanup()
    cleanup.remember("pack", "p", session)
    assert cleanup.close_scope() == []
    assert log == ["DELETE /packs/p", "DELETE /keys/a%2Fb", "DELETE /packs/p"]


def test_an_execution_that_has_ended_needs_no_cancelling() -> None:
    session: Any = Recorder([], {"/api/v1/executions/7/cancel": Conflict("409")})
    cleanup = Cleanup()
    cleanup.remember("execution", 7, session)
    assert cleanup.close_scope() == []


def test_an_order_whose_connection_broke_is_given_once_more() -> None:
    log: list[str] = []
    session: Any = Recorder(log, {"/api/v1/executions/5/cancel": PlatformUnreachable("reset")})
    cleanup = Cleanup()
    cleanup.remember("execution", 5, session)
    assert cleanup.close_scope() == ["execution 5 could not be deleted: reset"]
    assert log == ["POST /executions/5/cancel"] * 2


def test_what_is_kept_is_told_and_not_deleted(caplog: pytest.LogCaptureFixture) -> None:
    log: list[str] = []
    session: Any = Recorder(log)
    cleanup = Cleanup()
    cleanup.remember("pack", "p", session)
    assert cleanup.close_scope(keep=True) == []
    assert log == []
    assert "kept: pack p" in caplog.text


def test_what_a_test_deleted_itself_is_forgotten() -> None:
    log: list[str] = []
    session: Any = Recorder(log)
    cleanup = Cleanup()
    cleanup.remember("pack", "p", session)
    cleanup.forget("pack", "p")
    cleanup.close_scope()
    assert log == []


def test_an_unknown_kind_is_an_error_in_our_own_code() -> None:
    session: Any = Recorder([])
    with pytest.raises(ValueError, match="unknown kind 'car'"):
        Cleanup().remember("car", "x", session)
