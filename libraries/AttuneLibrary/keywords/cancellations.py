"""Keywords about executions that were cancelled: whether the platform recorded it as it was."""

from typing import Any

from robot.api.deco import keyword

from ..core.history import transitions
from .resources import Resources

BY_USER = "Execution cancelled by user"
RUNNING_PATH = ["requested", "scheduling", "scheduled", "running", "canceling", "cancelled"]


class Cancellations(Resources):
    """What a cancelled execution says of itself."""

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
