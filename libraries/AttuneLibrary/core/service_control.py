"""Stopping and starting services: the emulator's workers over its control plane, a deployment's by commands."""

import shlex
import subprocess
import tempfile
from typing import Any, Protocol
from urllib.parse import quote

from ..client import AttuneError, Session
from .errors import BadInput
from .service_commands import ANY, Commands
from .words import unknown

WORKERS = "/_emulator/workers"
WORKER = "worker"
COMMAND_SECONDS = 120.0
SHOWN = 200


class ServiceControl(Protocol):
    """What can be done to services; `order` is kill (as kill -9), stop (as TERM) or start."""

    def service_of(self, name: str) -> str:
        """The service that a service's or worker's name means; BadInput for one that cannot be controlled."""

    def order(self, order: str, service: str) -> None:
        """Have it done. A stop returns at once, since a service may take its time; the others once done."""

    def finish(self, service: str) -> None:
        """Return once what was ordered last is done."""

    def exit_code(self, service: str) -> int | None:
        """How the service's process ended; None while it runs, and where that is not known."""


class EmulatorServices:
    """The emulator's services are its workers; all else is one process with it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def service_of(self, name: str) -> str:
        names = [process["name"] for process in self._processes()]
        if name not in names:
            raise BadInput(unknown("service", name, names))
        return name

    def order(self, order: str, service: str) -> None:
        self._session.post(f"{WORKERS}/{quote(service, safe='')}/{order}", anonymous=True)

    def finish(self, service: str) -> None:
        return None

    def exit_code(self, service: str) -> int | None:
        codes = {process["name"]: process["exit_code"] for process in self._processes()}
        found: int | None = codes[self.service_of(service)]
        return found

    def _processes(self) -> list[dict[str, Any]]:
        return list(self._session.get(WORKERS, anonymous=True).data)


class CommandServices:
    """A deployment's services, by command templates; commands run without a shell."""

    def __init__(self, commands: Commands, names: dict[str, str]) -> None:
        self._commands, self._names = commands, names
        self._stopping: dict[str, tuple[list[str], subprocess.Popen[bytes], Any]] = {}

    def service_of(self, name: str) -> str:
        known = {*self._commands, *self._names} - {ANY}
        if name in known or (ANY in self._commands and WORKER not in known):
            return name
        # Workers register under names of their own; where none is given, all are of the service `worker`.
        if WORKER in known and name.startswith(WORKER):
            return WORKER
        raise BadInput(unknown("service", name, sorted(known)))

    def order(self, order: str, service: str) -> None:
        self.finish(service)
        command = shlex.split(self._template(order, service).replace("{service}", self._names.get(service, service)))
        # A file, not a pipe: what a start command leaves running may hold on to it.
        said = tempfile.TemporaryFile()  # noqa: SIM115  # why: it is closed once the command has ended
        try:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT)
        except OSError as problem:
            said.close()
            raise BadInput(f"the {order} command of service '{service}' cannot be run: {problem}") from None
        self._stopping[service] = command, process, said
        if order != "stop":
            self.finish(service)

    def exit_code(self, service: str) -> int | None:
        return None

    def finish(self, service: str) -> None:
        """Wait for the service's command that was not awaited yet."""
        if service not in self._stopping:
            return
        command, process, said = self._stopping.pop(service)
        with said:
            try:
                code = process.wait(COMMAND_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                raise AttuneError(f"'{shlex.join(command)}' had not ended after {COMMAND_SECONDS:g} s") from None
            if code:
                said.seek(0)
                words = " ".join(said.read().decode("utf-8", "replace").split())[-SHOWN:]
                raise AttuneError(f"'{shlex.join(command)}' ended with exit code {code}: {words or 'it said nothing'}")

    def _template(self, order: str, service: str) -> str:
        orders = self._commands.get(service) or self._commands.get(ANY) or {}
        if order not in orders:
            raise BadInput(f"ATTUNE_SERVICE_COMMANDS has no {order} command for service '{service}'")
        return orders[order]
