"""Runs the API and the notifier in one event loop until told to stop."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
from collections.abc import Iterator
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from attune_emulator import __version__, owner, plugins
from attune_emulator.emulator import Emulator
from attune_emulator.http.dispatch import Api
from attune_emulator.http.operations import known_operations
from attune_emulator.http.routes import Table
from attune_emulator.notify.server import application
from attune_emulator.settings import Settings

# Longer than clients keep idle connections, so that a kept connection does not close under a request.
KEEP_ALIVE = 75
GRACE = 1


class _Server(uvicorn.Server):
    """A server that leaves the signals to us: there are two of them in this process."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _server(app: ASGIApp) -> _Server:
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        lifespan="off",
        ws="websockets-sansio",
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=GRACE,
        server_header=False,
    )
    return _Server(config)


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        # asyncio switches Nagle's delay off only where the protocol is given; with it every answer takes 40 ms more.
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(1024)
    except OSError as error:
        reason = error.strerror or str(error)
        raise SystemExit(f"attune_emulator: cannot listen on {host}:{port}: {reason}") from error
    return listener


def _announce(settings: Settings, emulator: Emulator) -> None:
    facts = {"url": emulator.api_url, "ws_url": emulator.ws_url, "pid": os.getpid(), "version": __version__}
    sys.stdout.write(f"attune emulator {__version__} at {emulator.api_url}, notifier at {emulator.ws_url}\n")
    sys.stdout.flush()
    if settings.ready_file is not None:
        partial = settings.ready_file.with_name(settings.ready_file.name + ".part")
        partial.write_text(json.dumps(facts))
        partial.replace(settings.ready_file)


def _asked_to_stop() -> asyncio.Event:
    """Return the event that SIGTERM and SIGINT set."""
    asked = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, asked.set)
    return asked


async def _until_told(asked: asyncio.Event, owner_pid: int | None) -> None:
    """Return when a signal asked for the end or the owner is gone."""
    ends: list[asyncio.Task[Any]] = [asyncio.create_task(asked.wait())]
    if owner_pid is not None:
        ends.append(asyncio.create_task(owner.gone(owner_pid)))
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    for end in ends:
        end.cancel()


async def serve(settings: Settings) -> None:
    """Run an emulator until SIGTERM, SIGINT or the end of its owner."""
    with _listen(settings.host, settings.port) as api, _listen(settings.host, settings.ws_port) as notifier:
        emulator = Emulator(settings)
        emulator.api_url = f"http://{settings.host}:{api.getsockname()[1]}"
        emulator.ws_url = f"ws://{settings.host}:{notifier.getsockname()[1]}/ws"
        table = Table(plugins.routes(), known_operations())
        emulator.table = table
        servers = [_server(Api(emulator, table)), _server(application(emulator))]
        running = [
            asyncio.ensure_future(server.serve(sockets=[listener]))
            for server, listener in zip(servers, (api, notifier), strict=True)
        ]
        asked = _asked_to_stop()
        try:
            emulator.start()
            _announce(settings, emulator)
            await _until_told(asked, settings.owner_pid)
        finally:
            for server in servers:
                server.should_exit = True
            await emulator.stop()
            await asyncio.gather(*running)
            emulator.db.close()
