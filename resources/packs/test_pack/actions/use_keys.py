"""Sends requests about keys with the token of its own execution and prints what the API answered as JSON.

The values of encrypted keys are not printed, only their digests: whoever knows a value can tell that it arrived.
"""

import hashlib
import http.client
import json
import os
import sys
import urllib.parse

METHODS = {"create": "POST", "read": "GET", "update": "PUT", "delete": "DELETE"}


def main() -> None:
    parameters = json.load(sys.stdin)
    if "ATTUNE_API_TOKEN" not in os.environ:
        sys.exit("this execution was given no token")
    api = urllib.parse.urlsplit(os.environ["ATTUNE_API_URL"])
    kind = http.client.HTTPSConnection if api.scheme == "https" else http.client.HTTPConnection
    connection = kind(api.hostname, api.port, timeout=10)
    answers = [ask(connection, dict(request), parameters.get("secret")) for request in parameters["requests"]]
    json.dump({"answers": answers}, sys.stdout)
    sys.exit(parameters.get("exit_code", 0))


def ask(connection: http.client.HTTPConnection, request: dict, secret: object) -> dict:
    method = METHODS[request.pop("do")]
    if request.get("encrypted"):
        request["value"] = secret
    path = "/api/v1/keys" + ("" if method == "POST" else "/" + urllib.parse.quote(request.pop("ref"), safe=""))
    body = json.dumps(request) if request else None
    headers = {"Authorization": "Bearer " + os.environ["ATTUNE_API_TOKEN"], "Content-Type": "application/json"}
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    told = json.load(answer)
    return {"status": answer.status, "error": told.get("error"), "key": shown(told.get("data"))}


def shown(key: dict | None) -> dict | None:
    if key is None or not key["encrypted"] or key["value"] is None:
        return key
    digest = hashlib.sha256(json.dumps(key["value"], sort_keys=True).encode()).hexdigest()
    return key | {"value": None, "digest": digest}


if __name__ == "__main__":
    main()
