"""Sensors: made, changed, their logs."""


def body(auto, **extra):
    return {
        "ref": f"{auto.pack}.eye",
        "pack_ref": auto.pack,
        "label": "Eye",
        "entrypoint": "eye.py",
        "runtime_ref": "core.python",
        "trigger_ref": "core.alert",
    } | extra


def test_a_sensor_is_made_changed_and_deleted(emulator, automate) -> None:
    auto = automate(emulator)
    made = auto.post("/api/v1/sensors", **body(auto, worker_selector={"zone": "e2e"}))
    assert (made["enabled"], made["worker_selector"], made["worker_tolerations"]) == (True, {"zone": "e2e"}, [])
    assert "log_retention_limit" not in made
    path = f"/api/v1/sensors/{made['ref']}"
    change = {"label": "New", "log_retention_limit": {"op": "set", "value": 3}, "param_schema": {"op": "clear"}}
    changed = emulator.data("PUT", path, json=change)
    assert (changed["label"], changed["log_retention_limit"], changed["param_schema"]) == ("New", 3, None)
    assert emulator.data("POST", f"{path}/disable")["enabled"] is False
    assert [sensor["ref"] for sensor in auto.items(f"/api/v1/packs/{auto.pack}/sensors")] == [made["ref"]]
    assert emulator.data("DELETE", path)["message"] == f"Sensor '{made['ref']}' deleted successfully"
    assert emulator.call("GET", path).status_code == 404


def test_what_a_sensor_needs_must_exist(emulator, automate) -> None:
    auto = automate(emulator)
    for wrong, message in (
        ({"pack_ref": "nowhere"}, "Pack 'nowhere' not found"),
        ({"runtime_ref": "core.cobol"}, "Runtime 'core.cobol' not found"),
        ({"trigger_ref": "core.none"}, "Trigger 'core.none' not found"),
    ):
        answer = emulator.call("POST", "/api/v1/sensors", json=body(auto, **wrong))
        assert (answer.status_code, answer.json()["error"]) == (404, message)


def test_the_timers_belong_to_their_sensor(emulator) -> None:
    trigger = emulator.data("GET", "/api/v1/triggers/core.intervaltimer")
    sensor = emulator.data("GET", "/api/v1/sensors/core.timer_sensor")
    assert (trigger["sensor"], trigger["sensor_ref"]) == (sensor["id"], "core.timer_sensor")
    listed = emulator.call("GET", "/api/v1/triggers/core.alert/sensors").json()["items"]
    assert "core.timer_sensor" in [entry["ref"] for entry in listed]


def test_logs_are_read_by_stream_and_line(emulator, automate) -> None:
    auto = automate(emulator)
    params = {"unit": "hours", "interval": 1}
    rule = auto.rule(trigger="core.intervaltimer", trigger_params=params)
    path = "/api/v1/sensors/core.timer_sensor/logs"
    listed = emulator.call("GET", path).json()
    assert [entry["stream"] for entry in listed["logs"]] == ["stdout", "stderr"]
    assert all(isinstance(entry["artifact_id"], int) for entry in listed["logs"])
    answer = emulator.call("GET", f"{path}/stdout?tail=1")
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.text.count("\n") == 1
    assert f"Timer started for rule {rule['id']}" in answer.text
    assert emulator.call("GET", f"{path}/stdin").json()["error"] == "stream must be 'stdout' or 'stderr'"


def test_a_sensor_that_never_ran_has_no_logs(emulator) -> None:
    logs = emulator.call("GET", "/api/v1/sensors/no.such/logs").json()["logs"]
    assert [entry["artifact_id"] for entry in logs] == [None, None]
    missing = emulator.call("GET", "/api/v1/sensors/no.such/logs/stdout")
    assert (missing.status_code, missing.json()["error"]) == (404, "Sensor log 'sensor.no.such.stdout' not found")
