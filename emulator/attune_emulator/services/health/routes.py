"""Health checks and the description of the API."""

import sqlite3

from starlette.responses import Response

from attune_emulator.http.call import Call
from attune_emulator.http.openapi import document
from attune_emulator.http.replies import Json
from attune_emulator.http.routes import Routes
from attune_emulator.settings import PLATFORM_VERSION

routes = Routes("health")


def _database_error(call: Call) -> str | None:
    try:
        call.db.value("SELECT 1")
    except sqlite3.Error as error:
        return str(error)
    return None


@routes.get("/health", public=True)
def health(call: Call) -> Response:
    """Tell that the API answers."""
    return Json({"status": "ok"})


@routes.get("/health/detailed", public=True)
def health_detailed(call: Call) -> Response:
    """Tell the version and whether the store answers."""
    error = _database_error(call)
    if error is not None:
        return Json({"status": "error", "database": "disconnected", "error": error}, 503)
    return Json({"status": "ok", "version": PLATFORM_VERSION, "database": "connected"})


@routes.get("/health/ready", public=True)
def health_ready(call: Call) -> Response:
    """Tell by the status alone whether requests can be served."""
    return Response(status_code=503 if _database_error(call) else 200)


@routes.get("/health/live", public=True)
def health_live(call: Call) -> Response:
    """Tell by the status alone that the process runs."""
    return Response()


@routes.get("/api-spec/openapi.json", public=True)
def openapi(call: Call) -> Response:
    """Describe the operations built here."""
    return Json(document(call.emulator.table.routes, PLATFORM_VERSION))
