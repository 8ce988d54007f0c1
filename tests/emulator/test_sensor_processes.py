"""Sensors of packs at work: started for the rules that listen, restarted when they fail, ended when nobody listens."""

import io
import os
import tarfile
import uuid

import pytest

# Reports its own pid and what it was told of its rules, once for every rule, and goes on until it is ended.
WATCH = """
import json, os, sys, time, urllib.request
print("watching", os.getpid())
for rule in json.loads(os.environ["ATTUNE_SENSOR_TRIGGERS"]):
    payload = {"pid": os.getpid(), "config": rule["config"], "sensor": os.environ["ATTUNE_SENSOR_REF"]}
    body = {"trigger_ref": "PACK.seen", "payload": payload, "trigger_instance_id": f"rule_{rule['id']}"}
    request = urllib.request.Request(os.environ["ATTUNE_API_URL"] + "/api/v1/events", json.dumps(body).encode())
    request.add_header("Content-Type", "application/json")
    request.add_header("Authorization", "Bearer " + os.environ["ATTUNE_API_TOKEN"])
    urllib.request.urlopen(request).read()
print("warned", file=sys.stderr)
time.sleep(60)
"""


def watch(emulator) -> str:
    """Upload a pack with a trigger and the sensor that watches for it; return its ref."""
    ref = f"watch_{uuid.uuid4().hex[:8]}"
    sensor = "runner_type: python\nentry_point: watch.py\ntrigger_type: PACK.seen\n"
    files = {
        "pack.yaml": "ref: PACK\nname: Watch\nversion: 1.0.0\n",
        "triggers/seen.yaml": "ref: PACK.seen\nlabel: Seen\nparameters:\n  depth:\n    type: integer\n",
        "sensors/watch.yaml": f"ref: PACK.watch\nlabel: Watch\nenabled: true\n{sensor}",
        "sensors/watch.py": WATCH,
    }
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, text in files.items():
            raw = text.replace("PACK", ref).encode()
            info = tarfile.TarInfo(name)
            info.size = len(raw)
            archive.addfile(info, io.BytesIO(raw))
    upload = {"pack": ("pack.tar.gz", buffer.getvalue(), "application/gzip")}
    emulator.data("POST", "/api/v1/packs/upload", files=upload)
    return ref


@pytest.fixture
def watched(emulator) -> str:
    """A watched trigger on the shared emulator."""
    ref = watch(emulator)
    yield ref
    emulator.call("DELETE", f"/api/v1/packs/{ref}")


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_sensor_runs_while_a_rule_listens(emulator, automate, watched) -> None:
    auto = automate(emulator)
    trigger = f"{watched}.seen"
    assert emulator.data("GET", f"/api/v1/triggers/{trigger}")["sensor_ref"] == f"{watched}.watch"
    rule = auto.rule(trigger=trigger, trigger_params={"depth": 3})
    (event,) = emulator.until(lambda: auto.events("rule"))
    assert event["payload"]["config"] == {"depth": 3}
    assert (event["source_ref"], event["rule"]) == (f"{watched}.watch", rule["id"])
    assert len(auto.enforcements(event["id"])) == 1
    pid = event["payload"]["pid"]
    assert alive(pid)
    logs = f"/api/v1/sensors/{watched}.watch/logs"
    emulator.until(lambda: emulator.call("GET", f"{logs}/stderr").text == "warned\n")
    assert emulator.call("GET", f"{logs}/stdout").text == f"watching {pid}\n"
    emulator.data("POST", f"/api/v1/rules/{rule['ref']}/disable")
    emulator.until(lambda: not alive(pid))


def test_a_changed_rule_restarts_the_sensor_and_disabling_ends_it(emulator, automate, watched) -> None:
    auto = automate(emulator)
    auto.rule("one", trigger=f"{watched}.seen")
    (first,) = emulator.until(lambda: auto.events("one"))
    auto.rule("two", trigger=f"{watched}.seen")
    (second,) = emulator.until(lambda: auto.events("two"))
    assert first["payload"]["pid"] != second["payload"]["pid"]
    emulator.until(lambda: not alive(first["payload"]["pid"]))
    emulator.data("POST", f"/api/v1/sensors/{watched}.watch/disable")
    emulator.until(lambda: not alive(second["payload"]["pid"]))


def test_a_sensor_ends_with_its_emulator(start_emulator, automate) -> None:
    emulator = start_emulator()
    auto = automate(emulator)
    auto.rule(trigger=f"{watch(emulator)}.seen")
    (event,) = emulator.until(lambda: auto.events("rule"))
    emulator.kill()
    emulator.until(lambda: not alive(event["payload"]["pid"]))
    emulator.start()
    again = emulator.until(lambda: auto.events("rule")[1:])
    assert again[0]["payload"]["pid"] != event["payload"]["pid"]
