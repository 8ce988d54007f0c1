"""Keywords about workers: which there are, which get new work, and how they are."""

from typing import Any

from robot.api.deco import keyword

from ..core.errors import BadInput
from ..core.waiting import Wait
from ..core.words import unknown
from .base import Component
from .executions import Executions
from .polling import Polling

PATH = "/api/v1/workers"
STATUSES = ("active", "busy", "cordoned", "offline", "error", "inactive")


class Workers(Component):
    """Workers by name, id or object; a cordoned one gets new work again when its test or suite has ended."""

    @keyword(tags=["worker"])
    def get_worker(self, worker: Any, *, session: Any = None) -> Any:
        """Returns a worker as it is now: status, health_state, last_heartbeat, load and more.

        ``worker`` is a name, an id or an object; an unknown one is an error that names those there are.

        Example:
        | ${worker}=    Get Worker    ${execution.worker}
        | Log    ${worker.name} is ${worker.health_state}.
        """
        wanted = worker.get("id") if isinstance(worker, dict) else worker
        for one in (everyone := list(self.api(session).pages(PATH))):
            if str(wanted) in (str(one["id"]), one["name"]):
                return self.dotted(one)
        raise BadInput(unknown("worker", wanted, sorted(one["name"] for one in everyone)))

    @keyword(tags=["worker", "wait"])
    def wait_for_worker_status(
        self, worker: Any, status: Any, *, newer_than: Any = None, timeout: Any = None, session: Any = None
    ) -> Any:
        """Waits until the ``health_state`` of a worker is ``status`` (a word or a list of words); returns the worker.

        The words are ``active``, ``busy``, ``cordoned``, ``offline`` (no sign of life, or none wanted), ``inactive``
        (it is leaving, has left or was given up; it is offline as well) and ``error``. With ``newer_than``, an earlier
        view of the worker, it must have given a sign of life since.

        Example:
        | Kill Worker    ${worker}
        | Wait For Worker Status    ${worker}    offline    timeout=2 min
        """
        wanted = _statuses(status)
        last = None if newer_than is None else newer_than["last_heartbeat"]
        name = self.get_worker(worker, session=session).name
        wait: Wait[Any] = Wait(
            "Wait For Worker Status",
            f"worker {name}",
            " or ".join(wanted) + ("" if last is None else f" with a heartbeat after {last}"),
            look=lambda: self.get_worker(name, session=session),
            holds=lambda one: (
                bool(_states(one) & set(wanted)) and (last is None or str(one.last_heartbeat) > str(last))
            ),
            show=lambda one: f"is {' and '.join(sorted(_states(one)))}, its last heartbeat {one.last_heartbeat}",
        )
        return self.waiter.until(wait, timeout=self.seconds(timeout))

    @keyword(tags=["worker"])
    def cordon_worker(self, worker: Any, *, reason: str | None = None, session: Any = None) -> Any:
        """Keeps new work from a worker, and returns it; what it runs goes on. It is lifted with its test or suite.

        Example:
        | Cordon Worker    ${worker}    reason=maintenance
        """
        found = self.get_worker(worker, session=session)
        self.remember("cordon", found.name, session, lambda: self.uncordon_worker(found, session=session))
        self.api(session).post(f"{PATH}/{found.id}/cordon", json={} if reason is None else {"reason": reason})
        return self.get_worker(found.id, session=session)

    @keyword(tags=["worker"])
    def uncordon_worker(self, worker: Any, *, session: Any = None) -> Any:
        """Lets a worker have new work again, and returns it.

        Example:
        | Uncordon Worker    ${worker}
        """
        found = self.get_worker(worker, session=session)
        self.api(session).post(f"{PATH}/{found.id}/uncordon")
        return self.get_worker(found.id, session=session)

    @keyword(tags=["worker"])
    def cordon_other_workers(self, worker: Any, *, session: Any = None) -> list[Any]:
        """Keeps new work from every worker for actions but this one, so that it gets whatever is started next.

        Returns those cordoned; `Uncordon Workers` or the end of the test or suite lifts it.

        Example:
        | ${others}=    Cordon Other Workers    ${worker}
        | ${execution}=    Execute Action    ${action}
        | Uncordon Workers    ${others}
        """
        kept = self.get_worker(worker, session=session)
        others = [one for one in self._for_actions(session) if one["id"] != kept.id and not one["cordoned"]]
        return [self.cordon_worker(one, session=session) for one in others]

    @keyword(tags=["worker"])
    def uncordon_workers(self, workers: list[Any], *, session: Any = None) -> None:
        """Lets several workers have new work again, such as `Cordon Other Workers` returned.

        Example:
        | Uncordon Workers    ${others}
        """
        for worker in workers:
            self.uncordon_worker(worker, session=session)

    @keyword(tags=["worker"])
    def fill_worker(
        self,
        worker: Any,
        action: Any,
        *,
        parameters: dict[str, Any] | None = None,
        timeout: Any = None,
        session: Any = None,
    ) -> list[Any]:
        """Starts executions until a worker has as much in hand as it may run at a time, and returns them running.

        They go to this worker where no other gets anything: `Cordon Other Workers`. What is started next waits for it.

        Example:
        | Cordon Other Workers    ${worker}
        | Fill Worker    ${worker}    ${sleep}    parameters={'duration': 5}
        | ${waiting}=    Execute Action    ${echo}
        """
        load = self.get_worker(worker, session=session).load
        most = load.get("max_concurrent_executions")
        if not most:
            raise BadInput("the platform does not tell how much this worker runs at a time")
        executions, polling = Executions(self.context), Polling(self.context)
        free = range(most - load.running)
        started = [executions.execute_action(action, parameters=parameters, session=session) for _ in free]
        return [polling.wait_for_execution_status(one, "running", timeout=timeout, session=session) for one in started]

    def _for_actions(self, session: Any) -> list[dict[str, Any]]:
        return list(self.api(session).pages(PATH, role="action"))


def _states(worker: Any) -> set[str]:
    return {str(worker.health_state)} | ({"inactive"} if worker.get("status") == "inactive" else set())


def _statuses(given: Any) -> tuple[str, ...]:
    words = [given] if isinstance(given, str) else list(given)
    for word in words:
        if word not in STATUSES:
            raise BadInput(unknown("worker status", word, STATUSES))
    return tuple(words)
