"""Seeded defects of timers and of what webhooks take: each shows, and only while it is on."""

import time
from datetime import UTC, datetime, timedelta, timezone

import pytest

INTERVAL, CRON, DATE = "core.intervaltimer", "core.crontimer", "core.datetimetimer"
EVERY_SECOND = {"unit": "seconds", "interval": 1}
OFFSET = timezone(timedelta(hours=5, minutes=30))


def ahead(seconds: float, zone: timezone = UTC) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).astimezone(zone).isoformat()


def counts(auto, trigger: str, params: dict, seconds: float, **rule) -> list[int | None]:
    """Return the numbers of a timer's ticks within so many seconds."""
    auto.rule(trigger=trigger, trigger_params=params, **rule)
    time.sleep(seconds)
    auto.emulator.data("POST", f"/api/v1/rules/{auto.pack}.rule/disable")
    return [event["payload"].get("execution_count") for event in auto.events("rule")]


def fired(auto, trigger: str, params: dict, seconds: float, **rule) -> int:
    return len(counts(auto, trigger, params, seconds, **rule))


def another_month() -> str:
    return f"* * * * {datetime.now(UTC).month % 12 + 1} *"


def fired_anew(auto) -> int:
    fired(auto, DATE, {"fire_at": ahead(-60)}, 0.3)
    auto.emulator.data("POST", f"/api/v1/rules/{auto.pack}.rule/enable")
    time.sleep(0.3)
    return len(auto.events("rule"))


def complaints(auto) -> int:
    fired(auto, INTERVAL, EVERY_SECOND, 1.3)
    log = auto.emulator.call("GET", "/api/v1/sensors/core.timer_sensor/logs/stderr").text
    return log.count(f"({auto.pack}.rule) fired, although nobody asked")


def status_of_a_bad_timer(auto) -> int:
    body = {"ref": f"{auto.pack}.bad", "pack_ref": auto.pack, "label": "x", "action_ref": "core.noop"}
    params = {"trigger_ref": INTERVAL, "trigger_params": {"unit": "fortnights", "interval": 1}}
    return auto.emulator.call("POST", "/api/v1/rules", json=body | params).status_code


def status_of_a_post(auto, **request) -> int:
    return auto.emulator.call("POST", f"/api/v1/webhooks/{auto.webhook()}", token=None, **request).status_code


def source_of_an_event(auto) -> str | None:
    return auto.emulator.data("GET", f"/api/v1/events/{auto.fire(auto.webhook(), 1)}")["source_ref"]


def events_of_two_equal_posts(auto) -> int:
    key = auto.webhook()
    return len({auto.fire(key, {"n": 1}), auto.fire(key, {"n": 1})})


def enforcements_of_an_empty_payload(auto) -> int:
    key = auto.webhook()
    auto.rule()
    empty = auto.fire(key, {})
    auto.enforcements(auto.fire(key, {"n": 1}))
    return len(auto.items("/api/v1/enforcements", event=empty))


def rendered(auto) -> object:
    key = auto.webhook()
    auto.rule(action_params={"n": "{{ event.payload.n }}"})
    return auto.config(auto.fire(key, {"n": 5}))["n"]


SIGHTINGS = {
    "interval-drifts": (lambda auto: fired(auto, INTERVAL, EVERY_SECOND, 2.4), 2, 1),
    "interval-unit-ignored": (lambda auto: fired(auto, INTERVAL, {"unit": "minutes", "interval": 1}, 1.4), 0, 1),
    "tick-count-stuck": (lambda auto: counts(auto, INTERVAL, EVERY_SECOND, 2.4), [1, 2], [1, 1]),
    "disabled-timer-ticks": (lambda auto: fired(auto, INTERVAL, EVERY_SECOND, 1.4, enabled=False), 0, 1),
    "sensor-log-errors": (complaints, 0, 1),
    "date-timer-at-once": (lambda auto: fired(auto, DATE, {"fire_at": ahead(3600)}, 0.3), 0, 1),
    "date-offset-ignored": (lambda auto: fired(auto, DATE, {"fire_at": ahead(0.3, OFFSET)}, 0.8), 1, 0),
    "spent-timer-fires-again": (fired_anew, 1, 2),
    "cron-fields-ignored": (lambda auto: min(1, fired(auto, CRON, {"expression": another_month()}, 1.4)), 0, 1),
    "timer-parameters-unchecked": (status_of_a_bad_timer, 422, 201),
    "event-source-lost": (source_of_an_event, "webhook", None),
    "repeated-post-dropped": (events_of_two_equal_posts, 2, 1),
    "empty-payload-ignored": (enforcements_of_an_empty_payload, 1, 0),
    "raw-body-accepted": (lambda auto: status_of_a_post(auto, json={"n": 1}), 400, 200),
    "webhook-needs-login": (lambda auto: status_of_a_post(auto, json={"payload": 1}), 200, 401),
    "webhook-key-weak": (lambda auto: len(auto.webhook()) > 30, True, False),
    "template-types-lost": (rendered, 5, "5"),
}


@pytest.mark.parametrize("defect", SIGHTINGS)
def test_a_defect_shows_while_it_is_on(emulator, automate, switched, defect) -> None:
    look, sound, broken = SIGHTINGS[defect]
    assert look(automate(emulator)) == sound
    switched(defect)
    assert look(automate(emulator)) == broken
