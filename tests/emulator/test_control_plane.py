"""The control plane: what the emulator tells and does about itself."""

import pytest

from attune_emulator import deviations


def test_info_tells_how_it_was_started(platform_like) -> None:
    info = platform_like.data("GET", "/_emulator/info", token=None)
    assert info["emulator"] is True and info["url"] == platform_like.url
    assert set(info["gaps"]) == deviations.GAPS and info["defects"] == []


def test_gaps_and_defects_are_switched_at_run_time(start_emulator) -> None:
    emulator = start_emulator("--gaps", "paging,key-ttl", "--defects", "duplicate-event")
    info = emulator.data("GET", "/_emulator/info")
    assert (info["gaps"], info["defects"]) == (["key-ttl", "paging"], ["duplicate-event"])
    emulator.data("PUT", "/_emulator/gaps", json={"on": ["past-date"], "off": ["paging"]})
    emulator.data("PUT", "/_emulator/defects", json={"off": ["duplicate-event"]})
    info = emulator.data("GET", "/_emulator/info")
    assert (info["gaps"], info["defects"]) == (["key-ttl", "past-date"], [])


@pytest.mark.parametrize("kind", ["gaps", "defects"])
def test_an_unknown_switch_changes_nothing(emulator, kind) -> None:
    before = emulator.data("GET", f"/_emulator/{kind}")
    known = before[0]["id"]
    answer = emulator.call("PUT", f"/_emulator/{kind}", json={"on": [known, "nonsense"]})
    assert answer.status_code == 400 and "'nonsense'" in answer.json()["error"]
    assert emulator.data("GET", f"/_emulator/{kind}") == before


def test_every_deviation_has_a_sentence_and_scenarios() -> None:
    for deviation in deviations.REGISTRY.values():
        assert deviation.sentence and deviation.scenarios, deviation.id
    with pytest.raises(KeyError):
        deviations.on("nonsense")


def test_the_journal_tells_requests_without_their_secrets(emulator) -> None:
    start = max([0, *(entry["n"] for entry in emulator.data("GET", "/_emulator/journal"))])
    emulator.call("GET", "/api/v1/packs/journalled?colour=red")
    (entry,) = emulator.data("GET", f"/_emulator/journal?after={start}")
    assert (entry["method"], entry["path"], entry["query"]) == ("GET", "/api/v1/packs/journalled", "colour=red")
    assert (entry["status"], entry["login"]) == (404, "test@attune.local")
    assert "Bearer" not in str(entry) and emulator.admin_token() not in str(entry)


def test_reset_returns_to_a_fresh_start(start_emulator) -> None:
    emulator = start_emulator("--gaps", "paging")
    emulator.data("POST", "/api/v1/packs", json={"ref": "fleeting", "label": "x", "version": "1.0.0"})
    emulator.data("PUT", "/_emulator/gaps", json={"on": ["key-ttl"], "off": ["paging"]})
    emulator.data("POST", "/_emulator/reset")
    assert [pack["ref"] for pack in emulator.call("GET", "/api/v1/packs").json()["items"]] == ["core"]
    assert emulator.data("GET", "/auth/me")["id"] == 1
    assert emulator.data("GET", "/_emulator/info")["gaps"] == ["paging"]
    assert emulator.data("GET", "/_emulator/state")["failures"] == []


def test_state_counts_rows(emulator) -> None:
    state = emulator.data("GET", "/_emulator/state")
    assert state["tables"]["permission_set"] >= 4 and state["failures"] == []
