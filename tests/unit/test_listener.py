"""What the listener makes of gaps, needs and endings."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from robot.result import TestCase as Result
from robot.running import TestCase as Data

from AttuneLibrary.client import NotFound
from AttuneLibrary.core.context import Context
from AttuneLibrary.core.gaps import Gap
from AttuneLibrary.listener import Listener

IGNORED = "Request Should Be Refused: 'Get Key' was obeyed, wanted 404"


@pytest.fixture
def context(monkeypatch: pytest.MonkeyPatch) -> Context:
    """A context whose target has the gap key-ttl and nothing else."""
    context = Context({}, dict)
    monkeypatch.setattr(context.platform, "has_gap", lambda gap: gap == "key-ttl")
    monkeypatch.setattr(context.platform, "describe", lambda: "real Attune 1 at http://x")
    ids = ("key-ttl", "rbac-unchecked")
    known = {id: Gap(id, "It is so.", "It is not.", "was obeyed, wanted 40[34]") for id in ids}
    monkeypatch.setattr("AttuneLibrary.core.gaps.registered", lambda: known)
    monkeypatch.setattr("AttuneLibrary.listener._dry_run", lambda: False)
    return context


def ended(context: Context, *, status: str, message: str = "", gap: str = "key-ttl", mode: str = "fail") -> Result:
    context.settings.change("gaps", mode, "test")
    result = Result(name="T", tags=["tier1", f"gap:{gap}"], status=status, message=message)
    Listener(context).end_test(Data("T"), result)
    return result


def test_a_known_gap_is_skipped_with_its_reason_where_that_is_wanted(context: Context) -> None:
    result = ended(context, status="FAIL", message=IGNORED, mode="skip")
    assert result.status == "SKIP"
    assert result.message.startswith("Known gap 'key-ttl' of the platform: It is not.")
    assert result.message.endswith(IGNORED)


def test_a_known_gap_stays_a_failure_otherwise_but_says_what_it_is(context: Context) -> None:
    result = ended(context, status="FAIL", message=IGNORED)
    assert result.status == "FAIL"
    assert result.message.startswith("Known gap 'key-ttl' of the platform")


def test_another_message_is_an_ordinary_failure(context: Context) -> None:
    result = ended(context, status="FAIL", message="KeyError: 'id'", mode="skip")
    assert (result.status, result.message) == ("FAIL", "KeyError: 'id'")


def test_a_target_without_the_gap_gets_no_excuse(context: Context) -> None:
    result = ended(context, status="FAIL", message="was obeyed, wanted 403", gap="rbac-unchecked", mode="skip")
    assert (result.status, result.message) == ("FAIL", "was obeyed, wanted 403")


def test_a_gap_that_does_not_show_is_reported_as_fixed(context: Context) -> None:
    result = ended(context, status="PASS", message="key 7")
    assert result.status == "PASS"
    assert result.message == "key 7\ngap:key-ttl seems fixed: the promise is kept by real Attune 1 at http://x"


def test_a_promise_that_the_target_keeps_anyway_is_no_news(context: Context) -> None:
    assert ended(context, status="PASS", gap="rbac-unchecked").message == ""


def test_what_a_test_needs_and_the_target_lacks_skips_it(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context.capabilities, "has", lambda name: name != "container")
    data = Data("T")
    data.body.create_keyword("Log", args=["not to be run"])
    Listener(context).start_test(data, Result(name="T", tags=["needs:container", "needs:nodejs"]))
    (step,) = data.body
    assert (step.name, step.args) == ("Skip", (context.capabilities.reason("container"),))


def test_cleaning_up_never_changes_what_a_test_ended_with(context: Context) -> None:
    listener, result = Listener(context), Result(name="T", status="FAIL", message="its own failure")
    refusing: Any = SimpleNamespace(alias="x", delete=_refuse)
    listener.start_test(Data("T"), result)
    context.cleanup.remember("pack", "p", refusing)
    listener.end_test(Data("T"), result)
    assert (result.status, result.message) == ("FAIL", "its own failure")
    assert context.metrics.left == ["pack p could not be deleted: 403"]


def test_two_imports_of_the_library_open_and_close_a_test_once(context: Context) -> None:
    listener, result = Listener(context), Result(name="T", status="PASS")
    gone: Any = SimpleNamespace(alias="x", delete=_gone)
    for _ in range(2):
        listener.start_test(Data("T"), result)
    context.cleanup.remember("pack", "of the test", gone)
    listener.end_test(Data("T"), result)
    context.cleanup.remember("pack", "of the suite", gone)
    listener.end_test(Data("T"), result)
    assert [made.key for made in context.cleanup._scopes[0]] == ["of the suite"]


def test_an_unusable_setting_does_not_break_the_ending(tmp_path: Path) -> None:
    listener = Listener(Context({"timeout": "soon"}, dict))
    listener._folder = tmp_path
    listener.close()
    assert list(tmp_path.iterdir()) == []


def _refuse(path: str) -> None:
    from AttuneLibrary.client import Forbidden

    raise Forbidden("403")


def _gone(path: str) -> None:
    raise NotFound("404")
