"""Sends one HTTP request described by dotenv lines on standard input; prints the answer as JSON."""

import base64
import json
import ssl
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from http.client import HTTPMessage
from typing import IO, Any


class Redirects(urllib.request.HTTPRedirectHandler):
    """Follows as many redirects as allowed; beyond that the redirect itself is the answer."""

    def __init__(self, allowed: int) -> None:
        self.left = allowed

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        if self.left <= 0:
            return None
        self.left -= 1
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def read_parameters(text: str) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """Return the values and, for names with a dot, the groups they belong to."""
    values: dict[str, str] = {}
    groups: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        name, sign, value = line.partition("=")
        if not sign:
            continue
        if len(value) > 1 and value[0] == value[-1] == "'":
            value = value[1:-1].replace("'\\''", "'")
        group, dot, member = name.partition(".")
        if dot:
            groups.setdefault(group, {})[member] = value
        else:
            values[name] = value
    return values, groups


def is_true(values: dict[str, str], name: str, default: str) -> bool:
    return values.get(name, default).lower() in ("true", "1", "yes")


def build_request(values: dict[str, str], groups: dict[str, dict[str, str]]) -> urllib.request.Request:
    url = values["url"]
    query = groups.get("query_params")
    if query:
        url += ("&" if "?" in url else "?") + urllib.parse.urlencode(query)
    headers = dict(groups.get("headers", {}))
    # Only a text can be sent as JSON: the members of an object come as lines of their own and are not put together.
    body = values.get("json_body") or values.get("body") or None
    if values.get("json_body"):
        headers.setdefault("Content-Type", "application/json")
    kind = values.get("auth_type", "none")
    if kind == "basic":
        pair = f"{values.get('auth_username', '')}:{values.get('auth_password', '')}"
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
    elif kind == "bearer":
        headers["Authorization"] = "Bearer " + values.get("auth_token", "")
    data = body.encode() if body is not None else None
    return urllib.request.Request(url, data=data, headers=headers, method=values.get("method", "GET").upper())


def opener_for(values: dict[str, str]) -> urllib.request.OpenerDirector:
    context = ssl.create_default_context()
    if not is_true(values, "verify_ssl", "true"):
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    allowed = int(values.get("max_redirects", "10")) if is_true(values, "follow_redirects", "true") else 0
    return urllib.request.build_opener(urllib.request.HTTPSHandler(context=context), Redirects(allowed))


def parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def result(
    status: int, headers: dict[str, str], body: bytes, url: str, started: float, error: str | None = None
) -> dict[str, Any]:
    text = body.decode(errors="replace")
    content = {
        "status_code": status,
        "headers": headers,
        "body": text,
        "json": parsed(text),
        "elapsed_ms": int((time.monotonic() - started) * 1000),
        "url": url,
        "success": 200 <= status < 400,
    }
    return content if error is None else content | {"error": error}


def main() -> int:
    values, groups = read_parameters(sys.stdin.read())
    started = time.monotonic()
    url = values.get("url", "")
    try:
        if not url:
            raise ValueError("url parameter is required")
        timeout = float(values.get("timeout", "30"))
        with opener_for(values).open(build_request(values, groups), timeout=timeout) as answer:
            outcome = result(answer.status, dict(answer.headers), answer.read(), answer.url, started)
    except urllib.error.HTTPError as answer:
        outcome = result(answer.code, dict(answer.headers), answer.read(), answer.url, started)
    except (OSError, ValueError) as error:
        outcome = result(0, {}, b"", url, started, str(getattr(error, "reason", error)))
        sys.stdout.write(json.dumps(outcome) + "\n")
        return 1
    sys.stdout.write(json.dumps(outcome) + "\n")
    return 0


sys.exit(main())
