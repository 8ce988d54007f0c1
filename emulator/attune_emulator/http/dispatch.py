"""The API as an ASGI application: from a request to its answer, with everything that happens around it."""

import asyncio
import inspect
import itertools
import logging
import sqlite3
import time
import uuid
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from attune_emulator import deviations
from attune_emulator.authz import PermissionRefused
from attune_emulator.http.bodies import read_body
from attune_emulator.http.call import Call
from attune_emulator.http.errors import ApiError, Bare, DatabaseError, NotBuilt, Rejection, from_constraint
from attune_emulator.http.grants import demand_first
from attune_emulator.http.queries import read_query
from attune_emulator.http.routes import Match, Route, Table, path_values

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator

LATE = 2.5
log = logging.getLogger("attune_emulator.http")


class Api:
    """Answers requests by the table of operations."""

    def __init__(self, emulator: "Emulator", table: Table) -> None:
        self._emulator, self._table = emulator, table
        self._answers = itertools.count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        started = time.perf_counter()
        call = Call(self._emulator, Request(scope, receive))
        call.request_id = _named(call.request) or str(uuid.uuid4())
        if deviations.on("tenth-answer-late") and next(self._answers) % 10 == 0:
            await asyncio.sleep(LATE)
        response = await self._guarded(call)
        took_ms = (time.perf_counter() - started) * 1000
        self._emulator.journal.note(call, response.status_code, took_ms)
        self._emulator.audit.note_request(call, response.status_code, took_ms)
        await response(scope, receive, send)

    async def _guarded(self, call: Call) -> Response:
        try:
            return await self._answer(call)
        except PermissionRefused as error:
            call.audit("rbac", "rbac.denied", "denied", resource_type=error.resource, details=error.details)
            return error.response()
        except ApiError as error:
            return error.response()
        except sqlite3.IntegrityError as error:
            return from_constraint(error).response()
        except sqlite3.DataError as error:
            return DatabaseError(f"Database error: {error}").response()
        except Exception as error:  # noqa: BLE001  # why: reported, and answered with a 500
            self._emulator.supervisor.report(f"{call.request.method} {call.request.url.path}", error)
            return ApiError("Internal server error").response()

    async def _answer(self, call: Call) -> Response:
        raw_path = call.request.scope.get("raw_path", call.request.scope["path"].encode()).decode("latin-1")
        match = self._table.find(raw_path.partition("?")[0])
        if match is None:
            raise Bare(404)
        return await self._run(call, self._route(call, match), match.values)

    def _route(self, call: Call, match: Match) -> Route:
        method = call.request.method
        if method == "HEAD" and "HEAD" not in match.methods:
            method = "GET"
        if deviations.on("audit-can-be-changed") and "/audit-events/" in call.request.url.path:
            method = "GET"
        if method not in match.methods:
            raise Bare(405)
        route = match.methods[method]
        if route is None:
            raise NotBuilt(f"The emulator knows {method} {call.request.url.path} but has not built it")
        return route

    async def _run(self, call: Call, route: Route, values: tuple[str, ...]) -> Response:
        if not route.public:
            # why: judged first of all, as the platform's token extractor is.
            call.count()
            demand_first(call, route)
        try:
            arguments = path_values(route, values)
        except ValueError as error:
            raise Rejection(400, f"Invalid URL: {error}") from error
        if route.query is not None:
            arguments["query"] = read_query(call.request.query_params, route.query)
        if route.body is not None:
            arguments["body"] = await read_body(call.request, route.body)
        outcome = route.handler(call, **arguments)
        return await outcome if inspect.isawaitable(outcome) else outcome


def _named(request: Request) -> str | None:
    """Return the id that the caller has given a request; the platform takes none."""
    if deviations.on("request-id"):
        return None
    try:
        return str(uuid.UUID(request.headers.get("x-request-id", "")))
    except ValueError:
        return None
