"""The audit log and how long records are kept."""

import time
import uuid

import pytest


def events(emulator, **query) -> list[dict]:
    return emulator.call("GET", "/api/v1/audit-events", params=query).json()["items"]


def test_every_request_is_recorded_with_who_what_and_how_it_ended(emulator) -> None:
    emulator.data("POST", "/api/v1/packs", json={"ref": "audited", "label": "x", "version": "1.0.0"})
    emulator.call("POST", "/api/v1/packs", json={"ref": "audited", "label": "x", "version": "1.0.0"})
    emulator.call("GET", "/api/v1/packs", token=None)
    (made,) = emulator.until(lambda: events(emulator, event_type="pack.created", resource_ref="audited"))
    # Other tests of this emulator are refused packs as well; this one's refusal comes after its pack.
    query = {"event_type": "api.post.failure", "http_status": 409, "created_after": made["created"]}
    found = emulator.until(lambda: [e for e in events(emulator, **query) if e["http_path"] == "/api/v1/packs"])
    assert (found[0]["actor_login"], found[0]["outcome"], found[0]["http_path"]) == (
        "test@attune.local",
        "failure",
        "/api/v1/packs",
    )
    assert (made["resource_type"], made["actor_login"]) == ("pack", "test@attune.local")
    request = emulator.data("GET", f"/api/v1/audit-events/by-request/{found[0]['request_id']}")
    assert [event["event_type"] for event in request] == ["api.post.failure"]
    assert request[0]["actor_user_agent"].startswith("python-requests/")
    denied = emulator.until(lambda: events(emulator, event_type="api.get.denied", http_path="/api/v1/packs"))
    assert denied[0]["outcome"] == "denied" and denied[0]["actor_login"] is None


def test_logins_are_recorded_by_name(emulator) -> None:
    emulator.call("POST", "/auth/login", token=None, json={"login": "intruder", "password": "guess"})
    found = emulator.until(lambda: events(emulator, event_type="auth.login.failure", actor_login="INTRUD"))
    assert (found[0]["category"], found[0]["outcome"]) == ("auth", "failure")
    assert "guess" not in str(found)


def test_reading_the_audit_log_and_the_health_is_not_recorded(emulator) -> None:
    emulator.call("GET", "/health")
    time.sleep(0.3)
    assert not events(emulator, http_path="/health") and not events(emulator, http_path="/audit-events")


def test_the_way_of_an_execution_is_recorded(emulator) -> None:
    execution = emulator.data("POST", "/api/v1/executions/execute", json={"action_ref": "core.noop"})["id"]
    query = {"resource_type": "execution", "resource_id": execution}
    emulator.until(lambda: events(emulator, event_type="execution.completed", **query))
    steps = [event["event_type"].partition(".")[2] for event in reversed(events(emulator, **query))]
    assert steps == ["requested", "status_changed", "scheduled", "started", "completed"]
    last = emulator.data("GET", f"/api/v1/audit-events/{events(emulator, **query)[0]['id']}")
    assert (last["details"]["old_status"], last["correlation_chain"]) == ("running", {"execution_id": execution})


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_the_audit_log_cannot_be_changed(emulator, method) -> None:
    assert emulator.call(method, "/api/v1/audit-events/1").status_code == 405


def test_pages_and_bad_filters(emulator) -> None:
    emulator.until(lambda: len(events(emulator)) >= 2)
    page = emulator.call("GET", "/api/v1/audit-events?per_page=1").json()["pagination"]
    assert page == {"page": 1, "page_size": 1, "has_previous": False, "has_next": True}
    counted = emulator.call("GET", "/api/v1/audit-events?per_page=1&include_total=true").json()["pagination"]
    assert counted["total_items"] == counted["total_pages"] > 1
    assert emulator.call("GET", "/api/v1/audit-events?category=gossip").status_code == 400
    assert emulator.call("GET", "/api/v1/audit-events?created_after=soon").status_code == 400
    assert emulator.call("GET", "/api/v1/audit-events/by-request/nonsense").status_code == 400
    assert emulator.data("GET", f"/api/v1/audit-events/by-request/{uuid.uuid4()}") == []
    assert emulator.call("GET", "/api/v1/audit-events/999999999").status_code == 404


def test_retention_is_replaced_whole(emulator) -> None:
    default = emulator.data("GET", "/api/v1/retention-config")
    assert (default["targets"]["events"], default["targets"]["audit_events"]) == (
        {"max_age_seconds": 2592000},
        {"max_age_seconds": 7776000},
    )
    changed = emulator.data("PUT", "/api/v1/retention-config", json={"targets": {"events": {"max_age_seconds": None}}})
    assert changed == default | {"targets": default["targets"] | {"events": {"max_age_seconds": None}}}
    assert emulator.data("PUT", "/api/v1/retention-config", json={}) == default


@pytest.mark.parametrize(
    "body",
    [{"check_interval_seconds": 0}, {"batch_size": -1}, {"targets": {"events": {"max_age_seconds": 0}}}],
)
def test_retention_refuses_zero(emulator, body) -> None:
    before = emulator.data("GET", "/api/v1/retention-config")
    assert emulator.call("PUT", "/api/v1/retention-config", json=body).status_code == 400
    assert emulator.data("GET", "/api/v1/retention-config") == before


def test_old_records_go_unless_it_is_a_dry_run(start_emulator) -> None:
    emulator = start_emulator()
    emulator.call("POST", "/auth/login", token=None, json={"login": "long_ago", "password": "x"})
    emulator.until(lambda: events(emulator, actor_login="long_ago"))
    config = {"check_interval_seconds": 1, "targets": {"audit_events": {"max_age_seconds": 2}}}
    emulator.data("PUT", "/api/v1/retention-config", json=config | {"dry_run": True})
    time.sleep(4)
    assert events(emulator, actor_login="long_ago")
    emulator.data("PUT", "/api/v1/retention-config", json=config)
    emulator.until(lambda: not events(emulator, actor_login="long_ago"))
