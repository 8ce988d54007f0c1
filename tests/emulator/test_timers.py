"""Timers: when they fire, what their events say, and what changes to rules do to them."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from attune_emulator.engine.timers.schedules import BadSchedule, make_schedule

INTERVAL = {"trigger": "core.intervaltimer", "trigger_params": {"unit": "seconds", "interval": 1}}


def ahead(seconds: float) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat()


def moment(text: str) -> datetime:
    """Read a time that has nanoseconds."""
    head, _, offset = text.partition("+")
    return datetime.fromisoformat(f"{head[:26]}+{offset}")


def settle(auto, rule: str, count: int) -> list[dict]:
    """Return a rule's events once there are `count`, and let it fire no more."""
    auto.emulator.until(lambda: len(auto.items("/api/v1/events", rule_ref=f"{auto.pack}.{rule}")) >= count)
    auto.emulator.data("POST", f"/api/v1/rules/{auto.pack}.{rule}/disable")
    return auto.events(rule)


def test_an_interval_counts_from_its_start_and_does_not_drift(emulator, automate) -> None:
    auto = automate(emulator)
    begun = datetime.now(UTC)
    auto.rule(**INTERVAL)
    events = settle(auto, "rule", 4)
    payloads = [event["payload"] for event in events]
    assert [payload["execution_count"] for payload in payloads] == list(range(1, len(events) + 1))
    offsets = [(moment(payload["fired_at"]) - begun).total_seconds() for payload in payloads]
    assert all(0 <= offset - number < 0.25 for number, offset in enumerate(offsets, 1)), offsets
    fixed = {"type": "interval", "interval_seconds": 1, "sensor_ref": "core.timer_sensor"}
    assert payloads[0] == fixed | {name: payloads[0][name] for name in ("execution_count", "fired_at")}
    sensor = emulator.data("GET", "/api/v1/sensors/core.timer_sensor")
    assert {(e["source"], e["source_ref"], e["config"]) for e in events} == {(sensor["id"], sensor["ref"], None)}


def test_cron_fires_on_the_second(emulator, automate) -> None:
    auto = automate(emulator)
    auto.rule(trigger="core.crontimer", trigger_params={"expression": "*/2 * * * * *"})
    payloads = [event["payload"] for event in settle(auto, "rule", 2)]
    fired = [moment(payload["fired_at"]) for payload in payloads]
    assert all(at.second % 2 == 0 and at.microsecond < 250_000 for at in fired), fired
    following = [datetime.fromisoformat(payload["next_fire_at"]) for payload in payloads]
    assert all(
        later - at.replace(microsecond=0) == timedelta(seconds=2) for at, later in zip(fired, following, strict=True)
    )


def test_a_date_fires_once(emulator, automate) -> None:
    auto = automate(emulator)
    fire_at = ahead(1.5)
    auto.rule(trigger="core.datetimetimer", trigger_params={"fire_at": fire_at})
    emulator.until(lambda: auto.events("rule"))
    time.sleep(1)
    (event,) = auto.events("rule")
    payload = event["payload"]
    assert datetime.fromisoformat(payload["fire_at"]) == datetime.fromisoformat(fire_at)
    assert 0 <= (moment(payload["fired_at"]) - datetime.fromisoformat(fire_at)).total_seconds() < 0.25
    assert 0 <= payload["delay_ms"] < 250
    assert emulator.data("GET", f"/api/v1/rules/{auto.pack}.rule")["enabled"] is True


def test_a_past_date_fires_at_once_and_never_again_where_the_promise_is_kept(emulator, platform_like, automate) -> None:
    autos = [automate(one) for one in (emulator, platform_like)]
    for auto in autos:
        auto.rule(trigger="core.datetimetimer", trigger_params={"fire_at": "2020-01-01T00:00:00Z"})
    emulator.until(lambda: autos[0].events("rule"), timeout=2)
    for change in ("disable", "enable"):
        emulator.data("POST", f"/api/v1/rules/{autos[0].pack}.rule/{change}")
    time.sleep(0.5)
    assert [len(auto.events("rule")) for auto in autos] == [1, 0]
    log = platform_like.call("GET", "/api/v1/sensors/core.timer_sensor/logs/stderr").text
    assert "must be in the future" in log


def test_a_recurrence_ends_with_its_count(emulator, automate) -> None:
    auto = automate(emulator)
    start = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=1)
    params = {"dtstart": start.isoformat(), "freq": "SECONDLY", "interval": 1, "count": 2}
    auto.rule(trigger="core.rruletimer", trigger_params=params)
    emulator.until(lambda: len(auto.events("rule")) == 2)
    time.sleep(1.2)
    payloads = [event["payload"] for event in auto.events("rule")]
    due = [datetime.fromisoformat(payload["scheduled_at"]) for payload in payloads]
    assert due == [start, start + timedelta(seconds=1)]
    assert [payload["type"] for payload in payloads] == ["rrule", "rrule"]


@pytest.mark.parametrize("expression", ["every tuesday", "* * * * *", "61 * * * * *"])
def test_a_bad_cron_expression_is_refused_where_the_promise_is_kept(
    emulator, platform_like, automate, expression
) -> None:
    for one, status in ((emulator, 422), (platform_like, 201)):
        auto = automate(one)
        body = {"ref": f"{auto.pack}.r", "pack_ref": auto.pack, "label": "R", "action_ref": "core.noop"}
        body |= {"trigger_ref": "core.crontimer", "trigger_params": {"expression": expression}}
        answer = one.call("POST", "/api/v1/rules", json=body)
        assert answer.status_code == status
        if status == 422:
            assert expression in answer.json()["error"]


def test_a_cron_zone_counts_where_the_promise_is_kept(emulator, platform_like, automate) -> None:
    zones = []
    for one in (emulator, platform_like):
        auto = automate(one)
        auto.rule(trigger="core.crontimer", trigger_params={"expression": "* * * * * *", "timezone": "Asia/Tokyo"})
        zones.append(settle(auto, "rule", 1)[0]["payload"]["timezone"])
    assert zones == ["Asia/Tokyo", "UTC"]
    schedule = make_schedule(
        "core.crontimer", {"expression": "0 30 9 * * *", "timezone": "Asia/Tokyo"}, datetime.now(UTC)
    )
    following = schedule.next_after(datetime(2026, 1, 1, tzinfo=UTC))
    assert following == datetime(2026, 1, 1, 0, 30, tzinfo=UTC)


def test_another_timer_s_change_resets_counts_only_on_the_platform(emulator, platform_like, automate) -> None:
    autos = [automate(one) for one in (emulator, platform_like)]
    for auto in autos:
        auto.rule(**INTERVAL)
    for auto in autos:
        auto.emulator.until(lambda auto=auto: len(auto.events("rule")) == 2)
        auto.rule("other", **INTERVAL | {"trigger_params": {"unit": "hours", "interval": 1}})
    counts = []
    for auto in autos:
        counts.append([event["payload"]["execution_count"] for event in settle(auto, "rule", 3)][:3])
        auto.emulator.data("POST", f"/api/v1/rules/{auto.pack}.other/disable")
    assert counts == [[1, 2, 3], [1, 2, 1]]


def test_a_changed_interval_counts_anew(emulator, automate) -> None:
    auto = automate(emulator)
    auto.rule(**INTERVAL | {"trigger_params": {"unit": "hours", "interval": 1}})
    emulator.data("PUT", f"/api/v1/rules/{auto.pack}.rule", json={"trigger_params": INTERVAL["trigger_params"]})
    assert settle(auto, "rule", 1)[0]["payload"]["execution_count"] == 1


def test_a_disabled_timer_is_silent(emulator, automate) -> None:
    auto = automate(emulator)
    auto.rule(**INTERVAL)
    before = len(settle(auto, "rule", 1))
    time.sleep(2.2)
    assert len(auto.events("rule")) == before


def test_the_timer_of_a_deleted_rule_ticks_on_only_on_the_platform(start_emulator, emulator, automate) -> None:
    ticking = start_emulator("--gaps", "deleted-rule-ticks")
    late = []
    for one in (emulator, ticking):
        auto = automate(one)
        auto.rule(**INTERVAL)
        one.until(lambda auto=auto: auto.events("rule"))
        one.data("DELETE", f"/api/v1/rules/{auto.pack}.rule")
        deleted = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        time.sleep(1.5)
        found = auto.items("/api/v1/events", trigger_ref="core.intervaltimer", per_page=10)
        late.append([event["rule"] for event in found if event["created"] > deleted])
    assert late[0] == []
    assert late[1]
    assert set(late[1]) == {None}


@pytest.mark.parametrize(
    ("trigger", "params"),
    [
        ("core.intervaltimer", {"unit": "seconds", "interval": 0}),
        ("core.datetimetimer", {"fire_at": "2030-01-01T00:00:00"}),
        ("core.rruletimer", {"dtstart": "2026-01-01T00:00:00Z"}),
        (
            "core.rruletimer",
            {"dtstart": "2026-01-01T00:00:00Z", "freq": "DAILY", "count": 1, "until": "2027-01-01T00:00:00Z"},
        ),
    ],
)
def test_schedules_that_are_none_are_refused_or_in_the_sensor_s_log(
    emulator, platform_like, automate, trigger, params
) -> None:
    with pytest.raises(BadSchedule):
        make_schedule(trigger, params, datetime.now(UTC))
    auto = automate(emulator)
    body = {"ref": f"{auto.pack}.bad", "pack_ref": auto.pack, "label": "x", "action_ref": "core.noop"}
    made = emulator.call("POST", "/api/v1/rules", json=body | {"trigger_ref": trigger, "trigger_params": params})
    assert made.status_code == 422
    rule = automate(platform_like).rule(trigger=trigger, trigger_params=params)
    log = platform_like.call("GET", "/api/v1/sensors/core.timer_sensor/logs/stderr").text
    assert f"Failed to start timer for rule {rule['id']}" in log


def test_recurrences_far_in_the_past_are_found_quickly() -> None:
    params = {"dtstart": "2001-01-01T00:00:00Z", "freq": "SECONDLY", "interval": 7}
    begun = time.monotonic()
    now = datetime.now(UTC)
    following = make_schedule("core.rruletimer", params, now).next_after(now)
    assert time.monotonic() - begun < 1
    assert 0 < (following - now).total_seconds() <= 7
    assert (following - datetime(2001, 1, 1, tzinfo=UTC)).total_seconds() % 7 == 0
