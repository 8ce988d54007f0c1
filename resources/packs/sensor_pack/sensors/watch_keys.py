#!/usr/bin/env python3
"""Makes an event whenever the value of a rule's key changes; some values it obeys as well: crash, quit, babble, garble."""

import json
import os
import sys
import time
import urllib.error
import urllib.request

POLL_SECONDS = 0.2
SENSOR = os.environ["ATTUNE_SENSOR_REF"]


def ask(method, path, body=None):
    """The data of an answer, None where there is no such thing."""
    content = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(os.environ["ATTUNE_API_URL"] + path, content, method=method)
    request.add_header("Content-Type", "application/json")
    request.add_header("Authorization", "Bearer " + os.environ["ATTUNE_API_TOKEN"])
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)["data"]
    except urllib.error.HTTPError as problem:
        if problem.code == 404:
            return None
        raise


def value_of(key):
    """The present value of a key, None where it is gone."""
    found = ask("GET", f"/api/v1/keys/{key}")
    return None if found is None else found["value"]


def report(rule, old, new):
    """Make the event of one change, for one rule."""
    config = rule["config"]
    payload = {"key": config["key"], "old": old, "new": new, "note": config.get("note"), "pid": os.getpid()}
    event = {"trigger_ref": f"{SENSOR}_saw", "payload": payload, "trigger_instance_id": f"rule_{rule['id']}"}
    made = ask("POST", "/api/v1/events", event)
    print(f"event {made['id']} for rule {rule['id']}", flush=True)


def babble():
    """Write what no line of a log should be."""
    for piece in (b"a null \0 byte\n", b'{"half": \n', b"x" * 100_000 + b"\n", b"no end of line "):
        sys.stdout.buffer.write(piece)
    sys.stdout.flush()


def obey(value):
    """Do what a value orders."""
    if value == "babble":
        babble()
    if value == "garble":
        sys.stdout.buffer.write(b"\xff\xfe is no text\n")
        sys.stdout.flush()
    if value in ("crash", "quit"):
        print(f"about to {value}", file=sys.stderr, flush=True)
        sys.exit(3 if value == "crash" else 0)


def main():
    """Watch the keys of all rules until ended."""
    rules = json.loads(os.environ["ATTUNE_SENSOR_TRIGGERS"])
    known = {rule["id"]: value_of(rule["config"]["key"]) for rule in rules}
    for rule in rules:
        print(f"process {os.getpid()} watches {rule['config']['key']} for rule {rule['id']}", flush=True)
    while True:
        for rule in rules:
            value = value_of(rule["config"]["key"])
            if value != known[rule["id"]]:
                old, known[rule["id"]] = known[rule["id"]], value
                obey(value)
                report(rule, old, value)
        time.sleep(POLL_SECONDS)


main()
