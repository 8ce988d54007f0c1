"""Creators of test data - inline actions, webhooks, whole automations - and the names and times they need."""

import shlex
from typing import Any

from robot.api.deco import keyword
from robot.utils import timestr_to_secs

from ..core.errors import BadInput
from .actions import Actions
from .fixture_timers import FixtureTimers
from .resources import Resources
from .rules import Rules
from .triggers import Triggers
from .webhooks import Webhooks

LONGEST_ENTRYPOINT = 1024
ECHO = "printf '%s\\n' \"$message\""
ECHO_SCHEMA = {"message": {"description": "What is printed."}}
WHOLE_PAYLOAD = {"message": "{{ event.payload }}"}
TICK = {"message": "tick {{ event.payload.execution_count }}"}


class Fixtures(Resources):
    """What tests make again and again; everything is deleted with its test or suite."""

    @keyword(tags=["fixture", "action"])
    def create_simple_action(
        self, *, script: str = "echo ok", ref: str | None = None, pack: Any = None, session: Any = None
    ) -> Any:
        """Creates an action that runs the shell text ``script`` (at most 1024 characters) and returns it.

        Example:
        | ${action}=    Create Simple Action    script=echo one; echo two
        """
        return self._inline("simple", script, None, ref, pack, session)

    @keyword(tags=["fixture", "action"])
    def create_echo_action(self, *, ref: str | None = None, pack: Any = None, session: Any = None) -> Any:
        """Creates an action that prints its parameter ``message`` and a newline, and returns the action.

        A text is printed as it is, any other value as JSON.

        Example:
        | ${echo}=    Create Echo Action
        | Run Action    ${echo}    parameters={'message': 'hello'}    stdout=hello
        """
        return self._inline("echo", ECHO, ECHO_SCHEMA, ref, pack, session)

    @keyword(tags=["fixture", "action"])
    def create_failing_action(
        self,
        *,
        exit_code: int = 1,
        stderr: str = "failed on purpose",
        stdout: str = "",
        ref: str | None = None,
        pack: Any = None,
        session: Any = None,
    ) -> Any:
        """Creates an action that prints ``stdout`` and ``stderr`` and ends with ``exit_code`` (1 to 255).

        Example:
        | ${failing}=    Create Failing Action    exit_code=3    stderr=boom
        | Run Action    ${failing}    expect=failed    exit_code=3    stderr=boom
        """
        if not 1 <= exit_code <= 255:
            raise BadInput(f"exit_code is {exit_code}; it must be 1 to 255, or the action would not fail")
        lines = [f"printf '%s\\n' {shlex.quote(stdout)}"] if stdout else []
        lines += [f"printf '%s\\n' {shlex.quote(stderr)} >&2"] if stderr else []
        return self._inline("failing", "\n".join([*lines, f"exit {exit_code}"]), None, ref, pack, session)

    @keyword(tags=["fixture", "action"])
    def create_sleep_action(
        self, *, duration: float = 1, ref: str | None = None, pack: Any = None, session: Any = None
    ) -> Any:
        """Creates an action that sleeps ``duration`` seconds and then prints ``slept <duration>``.

        An execution may bring a parameter ``duration`` of its own.

        Example:
        | ${sleep}=    Create Sleep Action    duration=30
        | ${execution}=    Execute Action    ${sleep}
        | Cancel Execution    ${execution}
        """
        if duration < 0:
            raise BadInput(f"duration is {duration:g}; it must be 0 or more seconds")
        script = f'sleep "${{duration:-{duration:g}}}"\necho "slept ${{duration:-{duration:g}}}"'
        schema = {"duration": {"type": "number", "description": "Seconds to sleep."}}
        return self._inline("sleep", script, schema, ref, pack, session)

    @keyword(tags=["fixture", "webhook"])
    def create_webhook_trigger(self, *, ref: str | None = None, pack: Any = None, session: Any = None) -> Any:
        """Creates a trigger with a webhook and returns it; its ``webhook_key`` is a Secret.

        Example:
        | ${trigger}=    Create Webhook Trigger
        | Fire Webhook    ${trigger}    ${{ {'n': 1} }}
        """
        trigger = Triggers(self.context).create_trigger(ref, pack=pack, session=session)
        return Webhooks(self.context).enable_webhook(trigger, session=session)

    @keyword(tags=["fixture", "webhook"])
    def create_webhook_automation(
        self,
        *,
        action: Any = None,
        conditions: Any = None,
        criteria: Any = None,
        action_params: dict[str, Any] | None = None,
        pack: Any = None,
        session: Any = None,
    ) -> Any:
        """Creates a webhook, an action and the rule between them; returns ``trigger``, ``action`` and ``rule``.

        The action is a fresh echo action unless one is given. Without ``action_params`` it is given the whole
        payload as ``message``. ``conditions`` (or ``criteria``) are those of `Create Rule`.

        Example:
        | ${automation}=    Create Webhook Automation    criteria=event.payload.n > 3
        | Fire Webhook    ${automation.trigger}    ${{ {'n': 4} }}
        | Wait For Execution Count    1    rule=${automation.rule}
        """
        trigger = self.create_webhook_trigger(pack=pack, session=session)
        chosen = action or self.create_echo_action(pack=pack, session=session)
        rule = Rules(self.context).create_rule(
            trigger,
            chosen,
            pack=pack,
            conditions=conditions,
            criteria=criteria,
            action_params=WHOLE_PAYLOAD if action_params is None else action_params,
            session=session,
        )
        return self.dotted({"trigger": trigger, "action": chosen, "rule": rule})

    @keyword(tags=["fixture", "timer"])
    def create_timer_automation(
        self,
        interval: int,
        *,
        unit: str = "seconds",
        action: Any = None,
        action_params: dict[str, Any] | None = None,
        pack: Any = None,
        session: Any = None,
    ) -> Any:
        """Creates an action and one rule that runs it every ``interval``; returns ``action`` and ``rule``.

        The action is a fresh echo action unless one is given. Without ``action_params`` it prints ``tick`` and the
        number of the tick.

        Example:
        | ${automation}=    Create Timer Automation    5
        | Wait For Execution Count    3    rule=${automation.rule}    status=completed
        """
        chosen = action or self.create_echo_action(pack=pack, session=session)
        rule = FixtureTimers(self.context).create_interval_timer(
            interval,
            unit=unit,
            action=chosen,
            action_params=TICK if action_params is None else action_params,
            pack=pack,
            session=session,
        )
        return self.dotted({"action": chosen, "rule": rule})

    @keyword(tags=["fixture"])
    def unique_ref(self, suffix: str = "") -> str:
        """Returns a name that no other test, process or run uses: ``e2e_<run>_<process>_<n>_<suffix>``.

        Example:
        | ${ref}=    Unique Ref    webhook
        """
        return self.names.ref(suffix)

    @keyword(tags=["fixture"])
    def timestamp_now(self) -> str:
        """Returns the present time by the platform's clock, such as ``2026-01-27T10:30:00.000Z``.

        Example:
        | ${now}=    Timestamp Now
        """
        return self.context.clock.text()

    @keyword(tags=["fixture"])
    def timestamp_future(self, seconds: Any, *, offset: str = "Z", whole_second: bool = False) -> str:
        """Returns the time ``seconds`` from now by the platform's clock; a negative time lies in the past.

        ``seconds`` is a number or a Robot Framework time such as ``1 hour`` or ``- 1 hour``. ``offset`` is how the
        instant is written, such as ``+05:30``; it does not move it. With ``whole_second`` it is moved on to the next
        whole second.

        Example:
        | ${at}=    Timestamp Future    5
        | ${past}=    Timestamp Future    - 1 hour
        """
        try:
            ahead = float(timestr_to_secs(seconds))
        except ValueError:
            raise BadInput(f"seconds is '{seconds}'; it must be a time such as 5, 1 hour or - 1 hour") from None
        return self.context.clock.text(ahead, offset, whole_second=whole_second)

    def _inline(
        self, word: str, script: str, schema: dict[str, Any] | None, ref: str | None, pack: Any, session: Any
    ) -> Any:
        if not 1 <= len(script) <= LONGEST_ENTRYPOINT:
            raise BadInput(
                f"the action's script has {len(script)} characters; an inline action holds 1 to {LONGEST_ENTRYPOINT}"
            )
        full = self.full_ref(ref, self.pack_of(pack, session), word)
        return Actions(self.context).create_action(
            full, pack=pack, entrypoint=script, param_schema=schema, session=session
        )
