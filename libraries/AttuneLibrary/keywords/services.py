"""Keywords that stop and start services; whatever they stopped is brought back when its test or suite ends."""

from typing import Any

from robot.api.deco import keyword
from robot.api.exceptions import SkipExecution

from ..client import AttuneError
from ..core.errors import BadInput, WaitFailed
from ..core.waiting import Wait
from .base import Component
from .own_platform import CAPABILITY, OwnPlatform
from .workers import Workers

CONTROL = "service-control"
KIND = "service"
# What the platform allows itself before it gives up the executions of a silent worker, and how often it looks.
STALE_AFTER, LOOKS_EVERY = 90.0, 60.0
# The emulator looks far more often; the rest is for a busy machine.
LENIENCE = 10.0
# A leaving worker is given 30 s; what looks at it every minute should have a chance to do so.
DRAIN, LONG_DRAIN = 4, 25


class Services(Component):
    """Orders to services: on the emulator to its workers, on a deployment to what ATTUNE_SERVICE_COMMANDS names."""

    @keyword(tags=["platform"])
    def use_services_of_my_own(self, *, workers: Any = 2, heartbeat: Any = "300ms", stale_after: Any = "3s") -> Any:
        """Makes sure that the suite may kill and stop services, and returns how long the loss of one takes to be found.

        With the emulator it starts a platform of the suite's own (`Start Own Platform`) with these options. On a
        deployment that has ATTUNE_SERVICE_COMMANDS it takes the lock ``services`` until the suite ends; what other
        machines run there at that time may fail. Elsewhere the tests are skipped (``needs:service-control``).

        Returns an object of seconds: ``stale_after``, after which a silent worker counts as lost; ``found_within``,
        within which its executions have to be abandoned; ``drain``, how long work should take for a leaving worker to
        be seen at it, and no longer than it is given.

        Example:
        | ${services}=    Use Services Of My Own    workers=2
        | Wait For Execution Status    ${execution}    abandoned    timeout=${services.found_within}
        """
        capabilities = self.context.capabilities
        if capabilities.has(CAPABILITY):
            started = OwnPlatform(self.context).start_own_platform(
                heartbeat=heartbeat, stale_after=stale_after, workers=workers
            )
            stale = float(started["stale_after"])
            return self.dotted({"stale_after": stale, "found_within": stale + LENIENCE, "drain": DRAIN})
        if not capabilities.has(CONTROL):
            raise SkipExecution(capabilities.reason(CONTROL))
        self.context.exclusion.take("services", self.seconds("10 min") or 0.0)
        within = STALE_AFTER + LOOKS_EVERY + LENIENCE
        return self.dotted({"stale_after": STALE_AFTER, "found_within": within, "drain": LONG_DRAIN})

    @keyword(tags=["platform"])
    def kill_service(self, service: str) -> None:
        """Ends a service at once, as kill -9 does. It is started again when the test or suite has ended.

        On a deployment this takes ATTUNE_SERVICE_COMMANDS. What cannot be controlled is refused with the known names.

        Example:
        | Kill Service    executor
        """
        self._order("kill", service)

    @keyword(tags=["platform"])
    def stop_service(self, service: str) -> None:
        """Asks a service to end (TERM) and does not wait for it. It is started again when the test or suite has ended.

        Example:
        | Stop Service    executor
        """
        self._order("stop", service)

    @keyword(tags=["platform"])
    def start_service(self, service: str) -> None:
        """Starts a service that was killed or stopped, and waits until it was started.

        Example:
        | Kill Service    executor
        | Start Service    executor
        """
        control = self.context.services
        known = control.service_of(service)
        control.order("start", known)
        self.context.cleanup.forget(KIND, known)

    @keyword(tags=["platform", "worker"])
    def kill_worker(self, worker: Any) -> Any:
        """Ends a worker at once, as kill -9 does, with all it runs; returns the worker as it was just before.

        ``worker`` is a name, an id (such as ``${execution.worker}``) or an object. It is started again when the test or
        suite has ended.

        Example:
        | ${execution}=    Wait For Execution Status    ${execution}    running
        | Kill Worker    ${execution.worker}
        """
        return self._order_worker("kill", worker)

    @keyword(tags=["platform", "worker"])
    def stop_worker(self, worker: Any) -> Any:
        """Asks a worker to finish what it runs, to take nothing more and to end (TERM); does not wait for it.

        Returns the worker as it was just before. It is started again when the test or suite has ended.

        Example:
        | Stop Worker    ${execution.worker}
        | Wait For Worker Status    ${execution.worker}    offline
        """
        return self._order_worker("stop", worker)

    @keyword(tags=["platform", "worker"])
    def start_worker(self, worker: Any, *, timeout: Any = None) -> Any:
        """Starts a worker that was killed or stopped, waits until it has shown up again and returns it.

        Example:
        | Kill Worker    ${execution.worker}
        | Start Worker    ${execution.worker}
        """
        before = self._workers.get_worker(worker)
        self.start_service(before.name)
        well = ["active", "busy", "cordoned"]
        return self._workers.wait_for_worker_status(before, well, newer_than=before, timeout=timeout)

    @keyword(tags=["platform", "worker", "wait"])
    def wait_for_worker_exit(self, worker: Any, exit_code: int | None = None, *, timeout: Any = None) -> int | None:
        """Waits until the process of a worker that was stopped has ended, and returns its exit code.

        With ``exit_code`` it fails where the process ended otherwise; one that was killed has ended with -9. On a
        deployment it waits for the stop command; how the process ended is not known, and None is returned.

        Example:
        | Stop Worker    ${worker}
        | Wait For Worker Exit    ${worker}    0
        """
        name, control = self._workers.get_worker(worker).name, self.context.services
        if not self.context.platform.is_emulator:
            control.finish(control.service_of(name))
            return None
        wait: Wait[int | None] = Wait(
            "Wait For Worker Exit",
            f"the process of worker {name}",
            "it to have ended" if exit_code is None else f"exit code {exit_code}",
            look=lambda: control.exit_code(name),
            holds=lambda code: code is not None and exit_code in (None, code),
            show=lambda code: "runs" if code is None else f"has ended with exit code {code}",
            hopeless=lambda code: None if code is None else "it has ended otherwise",
        )
        return self.waiter.until(wait, timeout=self.seconds(timeout))

    @property
    def _workers(self) -> Workers:
        return Workers(self.context)

    def _order_worker(self, order: str, worker: Any) -> Any:
        found = self._workers.get_worker(worker)
        self._order(order, found.name, lambda: self._brought_back(found.name))
        return found

    def _brought_back(self, worker: str) -> None:
        try:
            self.start_worker(worker)
        except (WaitFailed, BadInput) as problem:
            raise AttuneError(str(problem)) from problem

    def _order(self, order: str, name: str, bring_back: Any = None) -> None:
        control = self.context.services
        service = control.service_of(name)
        # Before it is stopped, so that it comes back whatever happens.
        self.remember(KIND, service, None, bring_back or (lambda: control.order("start", service)))
        control.order(order, service)
