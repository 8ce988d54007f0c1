"""Keywords about executions that were cancelled: whether the platform recorded it as it was."""

from typing import Any

from robot.api.deco import keyword

from ..core.history import transitions
from ..core.logs import log_text
from ..core.objects import path_of
from ..core.waiting import Wait
from ..core.words import TERMINAL
from .resources import Resources

BY_USER = "Execution cancelled by user"
# On a platform that may lose a log, a running action counts as having printed after so many seconds.
LOSES_LOGS, LOST_AFTER = "log-cut-short", 2.0
RUNNING_PATH = ["requested", "scheduling", "scheduled", "running", "canceling", "cancelled"]


class Cancellations(Resources):
    """What is to be cancelled, and what a cancelled execution says of itself."""

    @keyword(tags=["wait", "execution"])
    def wait_for_output(self, execution: Any, *, timeout: Any = None, session: Any = None) -> str:
        """Waits until a running execution has printed something to stdout, and returns it, from its log.

        It fails at once when the execution has ended without. Where the target has the gap ``log-cut-short``, which
        may lose a whole log, an execution that has run for two seconds will do; then the text may be empty.

        Example:
        | ${execution}=    Execute Action    ${action}
        | ${line}=    Wait For Output    ${execution}
        """
        number, api = self.id_of("execution", execution, session), self.api(session)
        lossy, running = self.context.platform.has_gap(LOSES_LOGS), []

        def look() -> tuple[str, str]:
            found = api.get(path_of("execution", number)).data
            return found["status"], log_text(api, found, "stdout")

        def holds(seen: tuple[str, str]) -> bool:
            if seen[0] == "running":
                running.append(self.waiter.now())
            return bool(seen[1]) or (lossy and bool(running) and running[-1] - running[0] >= LOST_AFTER)

        wait = Wait[tuple[str, str]](
            keyword="Wait For Output",
            subject=f"execution {number}",
            wanted="a text on stdout",
            look=look,
            holds=holds,
            show=lambda seen: f"is {seen[0]} and has printed {seen[1]!r}",
            hopeless=lambda seen: f"{seen[0]} is final" if seen[0] in TERMINAL["execution"] else None,
            topics=frozenset({f"execution:{number}"}),
        )
        return self.waiter.until(wait, timeout=self.seconds(timeout))[1]

    @keyword(tags=["execution", "cancellation", "assertion"])
    def cancellation_should_be_recorded(
        self, execution: Any, exit_code: int, *, stdout: str = "", session: Any = None
    ) -> Any:
        """Fails unless a running execution was cancelled in every respect; returns it as it is now.

        Its status is cancelled, ``succeeded`` false and ``cancelled`` true, the exit code and the text of stdout are
        just these, and its history leads over running and canceling. A process that died by a signal has the exit
        code -1.

        Example:
        | Cancel Execution    ${execution}
        | Wait For Execution Status    ${execution}    cancelled
        | Cancellation Should Be Recorded    ${execution}    -1    stdout=begun\\n
        """
        found = self.fetch("execution", execution, session)
        result = found.result or {}
        steps = transitions(self.api(session), found.id)
        facts = (
            ("status", found.status, "cancelled"),
            ("succeeded", result.get("succeeded"), False),
            ("cancelled", result.get("cancelled"), True),
            ("exit code", result.get("exit_code"), exit_code),
            ("error", result.get("error"), BY_USER),
            ("stdout", result.get("stdout", ""), stdout),
            ("transitions", [step.status for step in steps], RUNNING_PATH),
        )
        wrong = [f"{name} is {actual!r}, wanted {wanted!r}" for name, actual, wanted in facts if actual != wanted]
        if wrong:
            lines = "\n  ".join(wrong)
            raise AssertionError(f"Cancellation Should Be Recorded: execution {found.id}:\n  {lines}")
        return found
