"""The notifier's own port."""

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp

if TYPE_CHECKING:
    from attune_emulator.emulator import Emulator


def application(emulator: "Emulator") -> ASGIApp:
    """Return the notifier as an ASGI application."""

    async def health(request: Request) -> JSONResponse:
        return JSONResponse({"status": "ok"})

    return Starlette(routes=[Route("/health", health)])
