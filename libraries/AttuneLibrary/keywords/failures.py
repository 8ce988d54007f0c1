"""Keywords about executions that failed: whether the platform recorded the failure as it was."""

from collections.abc import Mapping
from typing import Any

from robot.api.deco import keyword

from ..core.history import transitions
from ..core.logs import log_text
from .resources import Resources

FAILED_PATH = ["requested", "scheduling", "scheduled", "running", "failed"]
# Of a longer stderr the platform tells only the last line as the error; its log has all of it.
LINES_IN_ERROR = 5


class Failures(Resources):
    """What a failed execution says of itself."""

    @keyword(tags=["execution", "failure", "assertion"])
    def failure_should_be_recorded(
        self,
        execution: Any,
        exit_code: int,
        *,
        stderr: str = "",
        stdout: str = "",
        error: str | None = None,
        session: Any = None,
    ) -> Any:
        """Fails unless an execution is recorded as failed in every respect; returns it as it is now.

        Its status is failed, ``succeeded`` false, the exit code and the texts of stdout and stderr (from its log) are
        just these, and its history is requested, scheduling, scheduled, running, failed. The error is ``error``, by
        default the text of stderr (its last line where it has more than five), or ``Command exited with code N``
        where stderr is empty. A process that died by a signal has the exit code -1.

        Example:
        | ${execution}=    Run Action    ${failing}    expect=failed
        | Failure Should Be Recorded    ${execution}    127    stderr=no such command\\n
        """
        found = self.fetch("execution", execution, session)
        result = found.result or {}
        told = error if error is not None else _error(stderr, exit_code)
        api = self.api(session)
        facts = (
            ("status", found.status, "failed"),
            ("succeeded", result.get("succeeded"), False),
            ("exit code", result.get("exit_code"), exit_code),
            ("error", result.get("error"), told),
            ("stdout", result.get("stdout", ""), stdout),
            ("stderr log", log_text(api, found, "stderr"), stderr),
            ("transitions", [step.status for step in transitions(api, found.id)], FAILED_PATH),
        )
        wrong = [f"{name} is {actual!r}, wanted {wanted!r}" for name, actual, wanted in facts if actual != wanted]
        if wrong:
            lines = "\n  ".join(wrong)
            raise AssertionError(f"Failure Should Be Recorded: execution {found.id} of {found.action_ref}:\n  {lines}")
        return found

    @keyword(tags=["execution", "failure", "assertion"])
    def failures_should_be_recorded(
        self, executions: list[Any], wanted: Mapping[int, str], *, session: Any = None
    ) -> None:
        """Fails unless there is one recorded failure for each exit code of ``wanted``, with its line on stderr.

        Example:
        | Failures Should Be Recorded    ${executions}    ${{ {11: 'first', 22: 'second'} }}
        """
        found = [self.fetch("execution", one, session) for one in executions]
        codes = sorted((one.result or {}).get("exit_code") or 0 for one in found)
        if codes != sorted(wanted):
            raise AssertionError(f"Failures Should Be Recorded: the exit codes are {codes}, wanted {sorted(wanted)}")
        for one in found:
            code = one.result.exit_code
            self.failure_should_be_recorded(one, code, stderr=f"{wanted[code]}\n", session=session)


def _error(stderr: str, exit_code: int) -> str:
    if not stderr:
        return f"Command exited with code {exit_code}"
    lines = stderr.splitlines()
    return stderr if len(lines) <= LINES_IN_ERROR else lines[-1]
