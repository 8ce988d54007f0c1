"""Reads the key named by the parameter `key` and prints what the API said about it as JSON.

A secret value is not printed, only its digest: whoever knows the value can tell that it arrived in clear.
"""

import hashlib
import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request


def read_key(ref: str) -> dict:
    address = os.environ["ATTUNE_API_URL"].rstrip("/") + "/api/v1/keys/" + urllib.parse.quote(ref, safe="")
    request = urllib.request.Request(address, headers={"Authorization": "Bearer " + os.environ["ATTUNE_API_TOKEN"]})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            key = json.load(answer)["data"]
    except urllib.error.HTTPError as error:
        if error.code != 404:
            sys.exit(f"reading the key {ref} was answered with HTTP {error.code}")
        return {"found": False, "encrypted": None, "value": None, "digest": None}
    secret = key["encrypted"] and key["value"] is not None
    return {
        "found": True,
        "encrypted": key["encrypted"],
        "value": None if secret else key["value"],
        "digest": digest(key["value"]) if secret else None,
    }


def digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


if __name__ == "__main__":
    json.dump(read_key(json.load(sys.stdin)["key"]), sys.stdout)
