"""Sends one HTTP request described by JSON on standard input; prints the answer as JSON."""

import base64
import http.client
import json
import os
import ssl
import string
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from http.client import HTTPMessage
from typing import IO, Any

# The switches of the emulator that are on and concern this action.
SWITCHES = frozenset(os.environ.get("ATTUNE_EMULATOR_SWITCHES", "").split(","))
NO_URL = "url parameter is required"
Parameters = dict[str, Any]


class Redirects(urllib.request.HTTPRedirectHandler):
    """Follows as many redirects as allowed; one more is an error. None allowed: the redirect itself is the answer."""

    max_redirections = max_repeats = sys.maxsize

    def __init__(self, allowed: int | None) -> None:
        self.left = allowed

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        if self.left is None:
            return None
        if self.left == 0:
            raise urllib.error.URLError("too many redirects")
        self.left -= 1
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def text_of(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def address(given: Parameters) -> str:
    url = text_of(given.get("url"))
    query = {name: text_of(value) for name, value in (given.get("query_params") or {}).items()}
    if not query or "http-query-lost" in SWITCHES:
        return url
    if "http-characters" in SWITCHES:
        pairs = {name: quoted_badly(value) for name, value in query.items()}
        encoded = "&".join(f"{name}={value}" for name, value in pairs.items())
    else:
        encoded = urllib.parse.urlencode(query)
    return url + ("&" if "?" in url else "?") + encoded


def quoted_badly(text: str) -> str:
    """A value of the query as the platform's action writes it: it escapes few characters."""
    kept = "".join(set(string.punctuation) - set("!\"#$&'"))
    return urllib.parse.quote(text.replace("'", "'''"), safe=kept)


def body_of(given: Parameters) -> str:
    document, body = given.get("json_body"), text_of(given.get("body"))
    if document is not None and not isinstance(document, str):
        return body if "http-json-body" in SWITCHES else json.dumps(document, ensure_ascii=False)
    body = document or body
    if "http-characters" in SWITCHES:
        # Only the first line is read, and an apostrophe keeps what quoted it.
        first, *more = body.replace("'", "'\\''").split("\n")
        body = f"'{first}" if more else first
    return body


def headers_of(given: Parameters) -> dict[str, str]:
    headers = {name: text_of(value) for name, value in (given.get("headers") or {}).items()}
    if given.get("json_body") and not ("http-json-body" in SWITCHES and not isinstance(given["json_body"], str)):
        headers.setdefault("Content-Type", "application/json")
    if given.get("auth_type") == "bearer":
        headers["Authorization"] = f"Bearer {text_of(given.get('auth_token'))}"
    return headers


def basic(given: Parameters) -> dict[str, str]:
    if given.get("auth_type") != "basic":
        return {}
    login, password = text_of(given.get("auth_username")), text_of(given.get("auth_password"))
    if "http-characters" in SWITCHES and (" " in password or "'" in password):
        raise ValueError("unreadable arguments")
    return {"Authorization": "Basic " + base64.b64encode(f"{login}:{password}".encode()).decode()}


def build_request(given: Parameters) -> urllib.request.Request:
    data = body_of(given).encode() or None
    headers = {} if "http-headers" in SWITCHES else headers_of(given)
    method = text_of(given.get("method") or "GET").upper()
    if "http-method-ignored" in SWITCHES:
        method = "GET" if data is None else "POST"
    if "http-body-lost" in SWITCHES:
        data = None
    return urllib.request.Request(address(given), data=data, headers=headers | basic(given), method=method)


def opener_for(given: Parameters) -> urllib.request.OpenerDirector:
    context = ssl.create_default_context()
    if given.get("verify_ssl") is False:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    followed = given.get("follow_redirects") is not False and "http-redirect-ignored" not in SWITCHES
    allowed = int(given.get("max_redirects") or 10) if followed else None
    return urllib.request.build_opener(urllib.request.HTTPSHandler(context=context), Redirects(allowed))


def parsed(text: str) -> Any:
    """An object or a list; of other answers the text is enough."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict | list) else None


def result(status: int, headers: dict[str, str], body: str, url: str, started: float) -> Parameters:
    if "http-status-flattened" in SWITCHES:
        status = 200 if status else 0
    took = 0 if "http-elapsed-lost" in SWITCHES else int((time.monotonic() - started) * 1000)
    return {
        "status_code": status,
        "headers": headers,
        "body": body,
        "json": None if "http-answer-unparsed" in SWITCHES else parsed(body),
        "elapsed_ms": took,
        "url": url,
        "success": 200 <= status < 300,
    }


def answered(given: Parameters, started: float) -> Parameters:
    """Send the request and return the result, whatever the status of the answer."""
    request = build_request(given)
    try:
        with opener_for(given).open(request, timeout=float(given.get("timeout") or 30)) as answer:
            return read(given, request, answer, answer.status, started)
    except urllib.error.HTTPError as answer:
        return read(given, request, answer, answer.code, started)


def read(given: Parameters, request: urllib.request.Request, answer: Any, status: int, started: float) -> Parameters:
    if "http-head" in SWITCHES and request.get_method() == "HEAD" and answer.headers.get("Content-Length", "0") != "0":
        raise ValueError("the announced body does not come")
    body = answer.read().decode(errors="replace")
    if "http-headers" in SWITCHES:
        # The words of a header are taken for further addresses, and what became of those is printed first.
        words = [word for value in headers_of(given).values() for word in value.split()]
        body = "".join(f"\n000\nhttp://{word}{'' if '/' in word else '/'}\n" for word in words) + body
    return result(status, dict(answer.headers), body, answer.url, started)


def printed(outcome: Parameters) -> str:
    if "http-characters" in SWITCHES:
        body = outcome["body"]
        broken = body.startswith("{") and body.endswith("}") and outcome["json"] is None
        if broken or any(character < " " and character not in "\t\n" for character in body):
            return json.dumps(outcome)[:-1]
        outcome = outcome | {"body": body.rstrip("\n")}
    return json.dumps(outcome)


def main() -> int:
    given = json.loads(sys.stdin.read()) or {}
    started = time.monotonic()
    try:
        if not given.get("url"):
            raise ValueError(NO_URL)
        outcome = answered(given, started)
        if "http-request-twice" in SWITCHES:
            answered(given, started)
    except (OSError, ValueError, http.client.HTTPException) as error:
        reason = str(getattr(error, "reason", "") or error)
        if "http-errors" in SWITCHES and reason != NO_URL:
            reason = "curl error code 123"
        outcome = result(0, {}, "", text_of(given.get("url")), started)
        sys.stdout.write(json.dumps(outcome | {"error": reason}) + "\n")
        if "http-errors" not in SWITCHES:
            sys.stderr.write(f"no answer from {outcome['url'] or 'nowhere'}: {reason}\n")
        return 0 if "http-failure-swallowed" in SWITCHES else 1
    sys.stdout.write(printed(outcome) + "\n")
    return 0


sys.exit(main())
