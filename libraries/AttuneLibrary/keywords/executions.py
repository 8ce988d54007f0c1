"""Keywords about executions: starting, running to the end, reading and cancelling them."""

from collections.abc import Mapping
from typing import Any

from robot.api.deco import keyword

from ..core.history import transitions
from ..core.logs import log_text
from ..core.words import status_of
from .polling import Polling
from .resources import Resources, given

PATH = "/api/v1/executions"


class Executions(Resources):
    """Executions; their single fields have getters of their own."""

    @keyword(tags=["execution"])
    def execute_action(
        self,
        action: Any,
        *,
        parameters: Mapping[str, Any] | None = None,
        env_vars: Mapping[str, str] | None = None,
        permission_set_refs: list[str] | None = None,
        worker_selector: dict[str, Any] | None = None,
        worker_tolerations: list[Any] | None = None,
        worker_affinity: dict[str, Any] | None = None,
        session: Any = None,
    ) -> Any:
        """Starts an action or workflow and returns the execution, without waiting for anything.

        What is still unfinished at the end of the test or suite is cancelled. ``permission_set_refs`` replace the
        action's own ones in the execution's token.

        Example:
        | ${execution}=    Execute Action    core.echo    parameters={'message': 'hello'}
        | Wait For Execution Status    ${execution}    completed
        """
        body = given(
            action_ref=self.ref_of("action", action, session),
            parameters=parameters,
            env_vars=env_vars,
            permission_set_refs=permission_set_refs,
            worker_selector=worker_selector,
            worker_tolerations=worker_tolerations,
            worker_affinity=worker_affinity,
        )
        execution = self.dotted(self.api(session).post(f"{PATH}/execute", json=body).data)
        self.remember("execution", execution.id, session)
        return execution

    @keyword(tags=["execution"])
    def run_action(
        self,
        action: Any,
        *,
        parameters: Mapping[str, Any] | None = None,
        expect: str = "completed",
        exit_code: int | None = None,
        stdout: str | None = None,
        stderr: str | None = None,
        error: str | None = None,
        env_vars: Mapping[str, str] | None = None,
        permission_set_refs: list[str] | None = None,
        timeout: Any = None,
        session: Any = None,
    ) -> Any:
        """Starts an action or workflow, waits until its status is ``expect``, and returns the finished execution.

        It ends at once on any other final status. ``exit_code`` must be equal; ``stdout`` and ``stderr`` must be
        equal apart from newlines at the end; ``error`` must be a part of the result's error. All that differs is
        told in one failure.

        Example:
        | Run Action    ${failing}    expect=failed    exit_code=3    stderr=boom
        """
        started = self.execute_action(
            action,
            parameters=parameters,
            env_vars=env_vars,
            permission_set_refs=permission_set_refs,
            session=session,
        )
        finished = Polling(self.context).wait_for_execution_status(started, expect, timeout=timeout, session=session)
        result = finished.result or {}
        differences = _different("exit code", result.get("exit_code"), exit_code)
        if stdout is not None:
            differences += _different_text("stdout", result.get("stdout", ""), stdout)
        if stderr is not None:
            differences += _different_text("stderr", log_text(self.api(session), finished, "stderr"), stderr)
        if error is not None and error not in str(result.get("error", "")):
            differences.append(f"error is {result.get('error')!r}, which does not contain {error!r}")
        if differences:
            raise AssertionError(
                f"Run Action: execution {finished.id} of {finished.action_ref} is {finished.status}, but "
                + "; ".join(differences)
            )
        return finished

    @keyword(tags=["execution"])
    def list_executions(
        self,
        *,
        action: Any = None,
        rule: Any = None,
        trigger: Any = None,
        enforcement: Any = None,
        parent: Any = None,
        status: str | None = None,
        top_level_only: bool | None = None,
        limit: int | None = None,
        session: Any = None,
    ) -> list[Any]:
        """Returns the executions that all given filters fit, newest first, from all pages.

        ``action`` and ``trigger`` are refs (``pack.*`` fits every one of a pack), ids or objects; ``parent`` is an
        execution. ``limit`` is the most executions wanted. The list has neither results nor
        parameters: `Get Execution`.

        Example:
        | ${executions}=    List Executions    rule=${rule}    status=failed
        """
        return self.every(
            PATH,
            session,
            most=limit,
            action_ref=self.optional_ref("action", action, session),
            rule_ref=self.optional_ref("rule", rule, session),
            trigger_ref=self.optional_ref("trigger", trigger, session),
            enforcement=self.optional_id("enforcement", enforcement, session),
            parent=self.optional_id("execution", parent, session),
            status=status_of("execution", status) if status else None,
            top_level_only=None if top_level_only is None else str(top_level_only).lower(),
        )

    @keyword(tags=["execution"])
    def get_execution(self, execution: Any, *, session: Any = None) -> Any:
        """Returns an execution as it is now: status, config (its parameters), result and more.

        Example:
        | ${execution}=    Get Execution    ${execution}
        | Should Be Equal    ${execution.result.exit_code}    ${0}
        """
        return self.fetch("execution", execution, session)

    @keyword(tags=["execution"])
    def cancel_execution(self, execution: Any, *, session: Any = None) -> Any:
        """Cancels an execution and returns it; a finished one is refused with 409.

        A running one is ``canceling`` until its process has ended.

        Example:
        | Cancel Execution    ${execution}
        | Wait For Execution Status    ${execution}    cancelled
        """
        path = f"{self.address('execution', execution, session)}/cancel"
        return self.dotted(self.api(session).post(path, json={}).data)

    @keyword(tags=["execution"])
    def get_children(self, execution: Any, *, session: Any = None) -> list[Any]:
        """Returns an execution's children, oldest first, each with its parameters and result.

        Example:
        | ${children}=    Get Children    ${parent}
        | Length Should Be    ${children}    3
        """
        listed = self.list_executions(parent=execution, session=session)
        return [self.get_execution(child, session=session) for child in sorted(listed, key=lambda child: child.id)]

    @keyword(tags=["execution"])
    def execution_should_not_be_retried(self, execution: Any, *, session: Any = None) -> None:
        """Fails where the platform made another attempt of a finished execution.

        Neither an execution that names it as its original may exist, nor a second one of the same enforcement, nor
        may it have been requested twice itself.

        Example:
        | ${failed}=    Run Action    ${failing}    expect=failed
        | Execution Should Not Be Retried    ${failed}
        """
        subject = self.get_execution(execution, session=session)
        again = [
            other
            for other in self.list_executions(action=subject.action_ref, session=session)
            if other.id != subject.id
            and (
                other.get("original_execution") == subject.id
                or (subject.enforcement is not None and other.enforcement == subject.enforcement)
            )
        ]
        if again:
            raise AssertionError(f"execution {subject.id} was retried as {', '.join(str(other.id) for other in again)}")
        words = [transition.status for transition in transitions(self.api(session), subject.id)]
        if words.count("requested") > 1:
            raise AssertionError(f"execution {subject.id} was requested more than once: {' '.join(words)}")


def _different(what: str, actual: Any, wanted: Any) -> list[str]:
    return [] if wanted is None or actual == wanted else [f"{what} is {actual!r}, wanted {wanted!r}"]


def _different_text(what: str, actual: str, wanted: str) -> list[str]:
    return _different(what, actual.rstrip("\n"), wanted.rstrip("\n"))
