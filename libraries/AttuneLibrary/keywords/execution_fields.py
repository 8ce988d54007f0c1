"""Getters of single fields of an execution, each with an assertion."""

from typing import Any

from assertionengine import AssertionOperator, verify_assertion
from robot.api.deco import keyword

from ..core.history import transitions
from ..core.logs import log_text
from ..core.words import status_of
from .resources import Resources


class ExecutionFields(Resources):
    """Each getter reads the execution afresh, returns one field and, where an operator is given, judges it."""

    @keyword(tags=["execution", "getter"])
    def get_execution_status(
        self,
        execution: Any,
        assertion_operator: AssertionOperator | None = None,
        assertion_expected: Any = None,
        message: str | None = None,
        *,
        session: Any = None,
    ) -> Any:
        """Returns an execution's status; with ``==`` and ``!=`` the older words count as well.

        Example:
        | Get Execution Status    ${execution}    ==    completed
        """
        expected = assertion_expected
        if assertion_operator in (AssertionOperator["=="], AssertionOperator["!="]):
            expected = status_of("execution", assertion_expected)
        status = self._read(execution, session).status
        return self._judge(execution, "status", status, assertion_operator, expected, message)

    @keyword(tags=["execution", "getter"])
    def get_execution_result(
        self,
        execution: Any,
        assertion_operator: AssertionOperator | None = None,
        assertion_expected: Any = None,
        message: str | None = None,
        *,
        session: Any = None,
    ) -> Any:
        """Returns an execution's whole result, None where it has none yet.

        Example:
        | ${result}=    Get Execution Result    ${execution}
        | Should Be True    ${result.succeeded}
        """
        result = self._read(execution, session).result
        return self._judge(execution, "result", result, assertion_operator, assertion_expected, message)

    @keyword(tags=["execution", "getter"])
    def get_execution_exit_code(
        self,
        execution: Any,
        assertion_operator: AssertionOperator | None = None,
        assertion_expected: int | None = None,
        message: str | None = None,
        *,
        session: Any = None,
    ) -> Any:
        """Returns the exit code of an execution's process, None where no process ended.

        A process that died by a signal has -1.

        Example:
        | Get Execution Exit Code    ${execution}    ==    127
        """
        code = (self._read(execution, session).result or {}).get("exit_code")
        return self._judge(execution, "exit code", code, assertion_operator, assertion_expected, message)

    @keyword(tags=["execution", "getter"])
    def get_execution_output(
        self,
        execution: Any,
        assertion_operator: AssertionOperator | None = None,
        assertion_expected: Any = None,
        message: str | None = None,
        *,
        session: Any = None,
    ) -> Any:
        """Returns what an execution gave out: parsed data where the action has such a format, else its stdout text.

        Example:
        | Get Execution Output    ${execution}    ==    hello
        """
        result = self._read(execution, session).result or {}
        output = result["data"] if "data" in result else result.get("stdout", "")
        return self._judge(execution, "output", output, assertion_operator, assertion_expected, message)

    @keyword(tags=["execution", "getter"])
    def get_execution_error(
        self,
        execution: Any,
        assertion_operator: AssertionOperator | None = None,
        assertion_expected: Any = None,
        message: str | None = None,
        *,
        session: Any = None,
    ) -> Any:
        """Returns the error text of an execution's result, empty where there is none.

        Example:
        | Get Execution Error    ${execution}    contains    boom
        """
        error = (self._read(execution, session).result or {}).get("error", "")
        return self._judge(execution, "error", error, assertion_operator, assertion_expected, message)

    @keyword(tags=["execution", "getter"])
    def get_execution_config(
        self,
        execution: Any,
        assertion_operator: AssertionOperator | None = None,
        assertion_expected: Any = None,
        message: str | None = None,
        *,
        session: Any = None,
    ) -> Any:
        """Returns the parameters an execution was started with, None where it had none.

        Example:
        | Get Execution Config    ${execution}    ==    ${{ {'message': 'hello'} }}
        """
        config = self._read(execution, session).config
        return self._judge(execution, "config", config, assertion_operator, assertion_expected, message)

    @keyword(tags=["execution", "getter"])
    def get_execution_stderr(
        self,
        execution: Any,
        assertion_operator: AssertionOperator | None = None,
        assertion_expected: Any = None,
        message: str | None = None,
        *,
        session: Any = None,
    ) -> str:
        """Returns all that an execution wrote to stderr, from the log the platform keeps of it.

        Example:
        | Get Execution Stderr    ${execution}    contains    boom
        """
        return self._stream("stderr", execution, assertion_operator, assertion_expected, message, session)

    @keyword(tags=["execution", "getter"])
    def get_execution_stdout(
        self,
        execution: Any,
        assertion_operator: AssertionOperator | None = None,
        assertion_expected: Any = None,
        message: str | None = None,
        *,
        session: Any = None,
    ) -> str:
        """Returns all that an execution wrote to stdout, from the log the platform keeps of it.

        Example:
        | Get Execution Stdout    ${execution}    matches    ^hello
        """
        return self._stream("stdout", execution, assertion_operator, assertion_expected, message, session)

    @keyword(tags=["execution", "getter"])
    def get_execution_transitions(
        self,
        execution: Any,
        assertion_operator: AssertionOperator | None = None,
        assertion_expected: Any = None,
        message: str | None = None,
        *,
        session: Any = None,
    ) -> list[str]:
        """Returns every status an execution has had, oldest first, from the platform's history.

        Example:
        | ${words}=    Get Execution Transitions    ${execution}
        | Should Be Equal    ${words}[-1]    failed
        """
        number = self.id_of("execution", execution, session)
        words = [transition.status for transition in transitions(self.api(session), number)]
        self._judge(execution, "transitions", words, assertion_operator, assertion_expected, message)
        return words

    def _stream(
        self,
        stream: str,
        execution: Any,
        operator: AssertionOperator | None,
        expected: Any,
        message: str | None,
        session: Any,
    ) -> str:
        text = log_text(self.api(session), self._read(execution, session), stream)
        self._judge(execution, stream, text, operator, expected, message)
        return text

    def _read(self, execution: Any, session: Any) -> Any:
        return self.fetch("execution", execution, session)

    def _judge(
        self,
        execution: Any,
        field: str,
        value: Any,
        operator: AssertionOperator | None,
        expected: Any,
        message: str | None,
    ) -> Any:
        subject = f"execution {self.id_of('execution', execution)}: {field}"
        return verify_assertion(value, operator, expected, subject, message)
