"""One HTTP request as the recording server got it, and what may be wanted of it."""

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ..client import Masker
from ..client.masking import MASK, SECRET_HEADERS
from .matching import Matching

AUTHORIZATION = "authorization"


class NotGiven:
    """Nothing is wanted of this part of a request; None would be a value of its own."""

    def __repr__(self) -> str:
        return "not given"


NOT_GIVEN = NotGiven()


@dataclass(frozen=True, slots=True)
class Recorded:
    """A request byte by byte: `target` is its path with the query, header names are in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, Any]:
        """Decoded; a name that was sent several times has a list."""
        found = parse_qs(urlsplit(self.target).query, keep_blank_values=True)
        return {name: values if len(values) > 1 else values[0] for name, values in found.items()}

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")

    @property
    def json(self) -> Any:
        """The parsed body, None where it is no JSON."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    def shown(self, masker: Masker) -> dict[str, Any]:
        """The request as tests and logs may see it: secrets are masked."""
        return {
            "method": self.method,
            "path": masker.text(self.path),
            "query": masker.json(self.query),
            "headers": masker.headers(self.headers),
            "body": masker.text(self.text),
            "json": masker.json(self.json),
        }


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request has to be; what is not given is not judged. A header that is None must be absent."""

    method: str | None = None
    query: Any = NOT_GIVEN
    headers: Mapping[str, str | None] | None = None
    body: str | NotGiven = NOT_GIVEN
    json: Any = NOT_GIVEN
    bearer: str | None = None
    basic: tuple[str, str] | None = None

    def differences(self, request: Recorded) -> list[str]:
        """One line for each; the ones about credentials show none."""
        return [*self._start(request), *self._headers(request), *self._authorization(request), *self._body(request)]

    def _start(self, request: Recorded) -> Iterator[str]:
        if self.method is not None and request.method != self.method:
            yield f"method is {request.method}, wanted {self.method}"
        if not isinstance(self.query, NotGiven):
            yield from _compared("query", request.query, self.query)

    def _headers(self, request: Recorded) -> Iterator[str]:
        for name, wanted in (self.headers or {}).items():
            found = request.headers.get(name.lower())
            if found != wanted:
                seen = MASK if name.lower() in SECRET_HEADERS else repr(found)
                shown = "is absent" if found is None else f"is {seen}"
                yield f"header {name} {shown}, wanted {'to be absent' if wanted is None else repr(wanted)}"

    def _authorization(self, request: Recorded) -> Iterator[str]:
        given = {"token": f"Bearer {self.bearer}" if self.bearer is not None else None}
        if self.basic is not None:
            pair = base64.b64encode(":".join(self.basic).encode()).decode()
            given["login and password"] = f"Basic {pair}"
        found = request.headers.get(AUTHORIZATION)
        for what, wanted in given.items():
            if wanted is not None and found != wanted:
                yield f"header Authorization {'is absent' if found is None else f'is not the {what} that was wanted'}"

    def _body(self, request: Recorded) -> Iterator[str]:
        if not isinstance(self.body, NotGiven) and request.text != self.body:
            yield f"body is {request.text!r}, wanted {self.body!r}"
        if isinstance(self.json, NotGiven):
            return
        if request.json is None and self.json is not None:
            yield f"body is {request.text!r}, which is no JSON"
        else:
            yield from _compared("json", request.json, self.json)


def _compared(what: str, found: Any, wanted: Any) -> list[str]:
    # Inside an object: how two values differ is then told with a path, also where they are no objects.
    return [line.removeprefix("$.") for line in Matching().differences({what: found}, {what: wanted})]
