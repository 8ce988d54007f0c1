"""Keywords about inquiries: questions that executions ask people."""

from typing import Any

from robot.api.deco import keyword

from ..core.kinds import KINDS
from ..core.objects import path_of
from ..core.topics import about, any_of
from ..core.waiting import Wait
from ..core.words import TERMINAL, status_of
from .resources import Resources, given, structured

PATH = KINDS["inquiry"].path
EXECUTIONS = KINDS["execution"].path
# An execution's status and the questions it has open.
Asked = tuple[str, list[dict[str, Any]]]


class Inquiries(Resources):
    """Inquiries; waiting for them is among the waits."""

    @keyword(tags=["inquiry"])
    def create_inquiry(
        self,
        execution: Any,
        prompt: str,
        *,
        response_schema: dict[str, Any] | None = None,
        assigned_to: Any = None,
        timeout_at: str | None = None,
        session: Any = None,
    ) -> Any:
        """Asks a question for an execution and returns the inquiry; it is deleted at the end of the test or suite.

        ``assigned_to`` is the identity that may answer, ``timeout_at`` a timestamp such as `Timestamp Future` gives.
        An execution that has an inquiry already is refused with 409.

        Example:
        | ${inquiry}=    Create Inquiry    ${execution}    Deploy now?
        """
        body = given(
            execution=self.id_of("execution", execution, session),
            prompt=prompt,
            response_schema=response_schema,
            assigned_to=self.optional_id("identity", assigned_to, session),
            timeout_at=timeout_at,
        )
        inquiry = self.dotted(self.api(session).post(PATH, json=body).data)
        self.remember("inquiry", inquiry.id, session)
        return inquiry

    @keyword(tags=["inquiry"])
    def get_inquiry(self, inquiry: Any, *, session: Any = None) -> Any:
        """Returns an inquiry.

        Example:
        | ${inquiry}=    Get Inquiry    ${inquiry.id}
        """
        return self.fetch("inquiry", inquiry, session)

    @keyword(tags=["inquiry"])
    def list_inquiries(
        self,
        *,
        execution: Any = None,
        status: str | None = None,
        assigned_to: Any = None,
        limit: int | None = None,
        session: Any = None,
    ) -> list[Any]:
        """Returns the inquiries that all given filters fit, from all pages.

        ``status`` is pending, responded, timeout (or expired) or cancelled.

        Example:
        | ${open}=    List Inquiries    status=pending
        """
        return self.every(
            PATH,
            session,
            most=limit,
            execution=self.optional_id("execution", execution, session),
            status=status_of("inquiry", status) if status else None,
            assigned_to=self.optional_id("identity", assigned_to, session),
        )

    @keyword(tags=["inquiry", "wait"])
    def wait_for_inquiry(
        self, execution: Any, *, timeout: Any = None, poll_interval: Any = None, session: Any = None
    ) -> Any:
        """Waits until an execution, or one of its children, has asked a question, and returns the pending inquiry.

        It fails at once when the execution has ended without one. Of several the oldest is returned.

        Example:
        | ${execution}=    Execute Action    ${approval workflow}
        | ${inquiry}=    Wait For Inquiry    ${execution}
        | Respond To Inquiry    ${inquiry}    ${{ {'approved': True} }}
        """
        number = self.id_of("execution", execution, session)
        api = self.api(session)

        def look() -> Asked:
            status = api.get(path_of("execution", number)).data["status"]
            asking = [number, *(child["id"] for child in api.pages(EXECUTIONS, parent=number))]
            pending = [one for asker in asking for one in api.pages(PATH, execution=asker, status="pending")]
            return status, sorted(pending, key=lambda one: int(one["id"]))

        wait = Wait[Asked](
            keyword="Wait For Inquiry",
            subject=f"execution {number}",
            wanted="a pending inquiry",
            look=look,
            holds=lambda seen: bool(seen[1]),
            show=lambda seen: f"is {seen[0]} and has asked nothing",
            hopeless=lambda seen: f"{seen[0]} is final" if seen[0] in TERMINAL["execution"] else None,
            topics=any_of("inquiry") | about("execution", "id", number, TERMINAL["execution"]),
        )
        interval = self.seconds(poll_interval, "poll_interval")
        _, pending = self.waiter.until(wait, timeout=self.seconds(timeout), poll_interval=interval)
        return self.get_inquiry(pending[0], session=session)

    @keyword(tags=["inquiry"])
    def update_inquiry(
        self,
        inquiry: Any,
        *,
        status: str | None = None,
        response: Any = None,
        assigned_to: Any = None,
        session: Any = None,
    ) -> Any:
        """Changes what is given of an inquiry and returns it as it is then.

        Example:
        | Update Inquiry    ${inquiry}    assigned_to=${ann}
        """
        changes = given(
            status=status_of("inquiry", status) if status else None,
            response=response,
            assigned_to=self.optional_id("identity", assigned_to, session),
        )
        return self.change("inquiry", inquiry, changes, session)

    @keyword(tags=["inquiry"])
    def delete_inquiry(self, inquiry: Any, *, session: Any = None) -> None:
        """Deletes an inquiry.

        Example:
        | Delete Inquiry    ${inquiry}
        """
        self.remove("inquiry", inquiry, session)

    @keyword(tags=["inquiry"])
    def respond_to_inquiry(self, inquiry: Any, response: Any, *, session: Any = None) -> Any:
        """Answers an inquiry with any JSON value and returns the inquiry.

        A text that is an object or list counts as that.

        One that is not pending, or past its time, is refused with 400, one assigned to somebody else with 403.

        Example:
        | Respond To Inquiry    ${inquiry}    ${{ {'approved': True} }}
        """
        path = f"{self.address('inquiry', inquiry, session)}/respond"
        return self.dotted(self.api(session).post(path, json={"response": structured(response)}).data)

    @keyword(tags=["inquiry", "wait"])
    def answer_in_turn(self, execution: Any, answers: list[Any], *, timeout: Any = None, session: Any = None) -> Any:
        """Answers the questions of an execution one after another, each as soon as it is asked; returns the inquiries.

        ``answers`` are JSON values in the order of the questions. It fails where there are fewer questions.

        Example:
        | Answer In Turn    ${execution}    ${{ [{'approved': True}, {'approved': False}] }}
        """
        answered = []
        for answer in answers:
            inquiry = self.wait_for_inquiry(execution, timeout=timeout, session=session)
            answered.append(self.respond_to_inquiry(inquiry, answer, session=session))
        return answered
