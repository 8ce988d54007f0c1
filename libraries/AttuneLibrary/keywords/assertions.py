"""Keywords that assert: JSON values, refusals of the platform, whole chains; and the raw request."""

import ast
import json as jsons
from collections.abc import Mapping
from typing import Any

from robot.api.deco import keyword

from ..client import AttuneError
from ..core.counts import whole
from ..core.errors import BadInput
from ..core.matching import Matching, listed
from ..core.secrets import hidden
from ..core.words import unknown
from .base import Component
from .resources import plain
from .running import Attempt

MODES = ("exact", "subset")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")


class Assertions(Component):
    """Assertions that fit no single topic."""

    @keyword(tags=["assertion"])
    def json_should_match(
        self,
        actual: Any,
        expected: Any,
        *,
        mode: str = "exact",
        ignore: Any = None,
        unordered: Any = None,
        message: str | None = None,
    ) -> None:
        """Compares two JSON values deeply and lists every difference with its path.

        Types count: 1 is not '1', 1.0 or true.

        ``expected`` and ``actual`` are values or JSON texts. With ``mode=subset`` the actual value may have further
        members. ``ignore`` names members (``created``), whole paths (``user.id``) or patterns (``e2e_*``) that are
        not compared; ``unordered`` names lists whose order does not count, ``*`` for all. Both take a list or a text
        with commas.

        Example:
        | Json Should Match    ${event.payload}    {"user": {"id": 1}}    mode=subset    ignore=created, *_at
        """
        if mode not in MODES:
            raise BadInput(unknown("mode", mode, MODES))
        matching = Matching(mode == "subset", _patterns(ignore), _patterns(unordered))
        differences = matching.differences(_parsed(actual), _parsed(expected))
        if differences:
            number = f"{len(differences)} difference" + ("s" if len(differences) > 1 else "")
            text = self.context.masker.text(listed(differences))
            raise AssertionError(f"{message or 'the JSON values do not match'}: {number}\n{text}")

    @keyword(tags=["assertion", "security"])
    def request_should_be_refused(
        self, wanted_status: Any, keyword_name: str, *arguments: Any, error: str | None = None, **named: Any
    ) -> Any:
        """Runs a keyword that the platform has to refuse with ``wanted_status``; returns the refusal.

        ``wanted_status`` is a number or a list of numbers, such as ``403, 404``. Arguments of the keyword follow as
        usual, named ones too. ``error`` has to be a part of the platform's error text. The result has the members
        ``status``, ``error``, ``code``, ``details``, ``method`` and ``path``.

        Example:
        | Request Should Be Refused    403    Create Pack    ref=mine    session=${ordinary}
        | Request Should Be Refused    422    Create Key    UPPER    value=1    error=Validation
        """
        wanted = [whole(part, "wanted_status") for part in _parts(wanted_status)]
        try:
            Attempt(keyword_name, arguments, named).run()
        except AttuneError as refusal:
            return self._judged(refusal, wanted, error, keyword_name)
        allowed = " or ".join(map(str, wanted))
        raise AssertionError(f"Request Should Be Refused: '{keyword_name}' was obeyed, wanted {allowed}")

    @keyword(tags=["request"])
    def send_request(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        data: Any = None,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, Any] | None = None,
        anonymous: bool = False,
        expected_status: Any = None,
        session: Any = None,
    ) -> Any:
        """Sends a request as it is and returns the answer.

        The answer has ``status``, ``headers``, ``body`` (parsed where it is JSON), ``text`` and ``seconds``.

        ``path`` begins with ``/``. ``json`` is a value or a JSON text, ``data`` a text sent as it is. Any status but
        a 2xx or 3xx is an error, unless ``expected_status`` names it; ``any`` takes every one. What the request makes
        is not deleted afterwards. Tokens, keys and passwords of the answer's body are Secrets, its text is masked.

        Example:
        | ${answer}=    Send Request    GET    /health    anonymous=True
        | Send Request    POST    /api/v1/packs    json={"ref": "x"}    expected_status=422
        """
        verb = method.strip().upper()
        if verb not in METHODS:
            raise BadInput(unknown("method", method, METHODS))
        if not path.startswith("/"):
            raise BadInput(f"path is '{path}'; it must begin with /, such as /api/v1/packs")
        anything = str(expected_status).strip().lower() == "any"
        wanted = None if expected_status is None or anything else whole(expected_status, "expected_status")
        answer = self.api(session).request(
            verb,
            path,
            json=plain(_parsed(json)),
            data=plain(data),
            params=plain(params),
            headers=None if headers is None else {name: str(plain(value)) for name, value in headers.items()},
            anonymous=anonymous,
            expected=wanted,
            any_status=anything,
        )
        masker = self.context.masker
        body = hidden(answer.body, masker)
        return self.dotted(
            {
                "status": answer.status,
                "headers": masker.headers(answer.headers),
                "body": body,
                "text": masker.text(answer.text),
                "seconds": answer.seconds,
            }
        )

    def _judged(self, refusal: AttuneError, wanted: list[int], error: str | None, keyword: str) -> Any:
        first = str(refusal).splitlines()[0]
        name = "Request Should Be Refused"
        if refusal.status not in wanted:
            allowed = " or ".join(map(str, wanted))
            raise AssertionError(f"{name}: '{keyword}' was to be refused with {allowed}, but {first}")
        if error is not None and error not in refusal.error:
            raise AssertionError(f"{name}: the error of '{keyword}' does not contain '{error}': {first}")
        names = ("status", "error", "code", "details", "method", "path")
        return self.dotted({name: getattr(refusal, name) for name in names})


def _patterns(given: Any) -> tuple[str, ...]:
    return tuple(str(part).strip() for part in _parts(given)) if given else ()


def _parts(given: Any) -> list[Any]:
    if isinstance(given, str):
        return [part for part in given.split(",") if part.strip()]
    return list(given) if isinstance(given, list | tuple | set) else [given]


def _parsed(value: Any) -> Any:
    """The JSON value of a text that is one; a Python literal, as Robot users write them, counts too."""
    if not isinstance(value, str) or not value.strip().startswith(("{", "[")):
        return value
    for parse in (jsons.loads, ast.literal_eval):
        try:
            return parse(value)
        except (ValueError, SyntaxError):
            continue
    return value
