"""Creators of timers: rules on the platform's own timer triggers."""

from datetime import datetime
from typing import Any

from robot.api.deco import keyword

from .resources import Resources, given
from .rules import Rules

INTERVAL, DATE, CRON, RECURRENCE = (
    "core.intervaltimer",
    "core.datetimetimer",
    "core.crontimer",
    "core.rruletimer",
)
ACTION = "core.echo"


class FixtureTimers(Resources):
    """Each creator makes one rule, which runs ``core.echo`` unless another action is given."""

    @keyword(tags=["fixture", "timer"])
    def create_interval_timer(
        self,
        interval: int,
        *,
        unit: str = "seconds",
        action: Any = ACTION,
        action_params: dict[str, Any] | None = None,
        ref: str | None = None,
        pack: Any = None,
        enabled: bool = True,
        session: Any = None,
    ) -> Any:
        """Creates a rule that runs ``action`` every ``interval`` seconds (or minutes, or hours) and returns the rule.

        ``action_params`` may use ``{{ event.payload.execution_count }}`` and ``{{ event.payload.fired_at }}``.

        Example:
        | ${timer}=    Create Interval Timer    5    action=${echo}    action_params={'message': 'tick'}
        """
        params = {"unit": unit, "interval": interval}
        return self._timer(INTERVAL, params, action, action_params, ref, pack, enabled, session)

    @keyword(tags=["fixture", "timer"])
    def create_date_timer(
        self,
        fire_at: str | datetime,
        *,
        timezone: str | None = None,
        action: Any = ACTION,
        action_params: dict[str, Any] | None = None,
        ref: str | None = None,
        pack: Any = None,
        enabled: bool = True,
        session: Any = None,
    ) -> Any:
        """Creates a rule that runs ``action`` once, at ``fire_at``, and returns the rule.

        ``fire_at`` is a timestamp with an offset; it goes to the platform as it is. `Timestamp Future` gives one by
        the platform's clock.

        Example:
        | ${at}=    Timestamp Future    5
        | ${timer}=    Create Date Timer    ${at}
        """
        moment = fire_at.isoformat() if isinstance(fire_at, datetime) else fire_at
        params = given(fire_at=moment, timezone=timezone)
        return self._timer(DATE, params, action, action_params, ref, pack, enabled, session)

    @keyword(tags=["fixture", "timer"])
    def create_cron_timer(
        self,
        expression: str,
        *,
        timezone: str | None = None,
        action: Any = ACTION,
        action_params: dict[str, Any] | None = None,
        ref: str | None = None,
        pack: Any = None,
        enabled: bool = True,
        session: Any = None,
    ) -> Any:
        """Creates a rule that runs ``action`` at the marks of a cron expression and returns the rule.

        ``expression`` has six fields, seconds first; ``timezone`` is an IANA name such as Europe/Berlin.

        Example:
        | ${timer}=    Create Cron Timer    0,15,30,45 * * * * *
        """
        params = given(expression=expression, timezone=timezone)
        return self._timer(CRON, params, action, action_params, ref, pack, enabled, session)

    @keyword("Create RRule Timer", tags=["fixture", "timer"])
    def create_rrule_timer(
        self,
        rule: str,
        *,
        dtstart: str | datetime | None = None,
        timezone: str | None = None,
        action: Any = ACTION,
        action_params: dict[str, Any] | None = None,
        ref: str | None = None,
        pack: Any = None,
        enabled: bool = True,
        session: Any = None,
    ) -> Any:
        """Creates a rule that runs ``action`` at the occurrences of a recurrence and returns the rule.

        ``rule`` is the text of an RRULE, ``dtstart`` the timestamp it counts from, by default now.

        Example:
        | ${timer}=    Create RRule Timer    FREQ=SECONDLY;INTERVAL=5;COUNT=3
        """
        start = self.context.clock.text() if dtstart is None else dtstart
        moment = start.isoformat() if isinstance(start, datetime) else start
        params = given(rule=rule, dtstart=moment, timezone=timezone)
        return self._timer(RECURRENCE, params, action, action_params, ref, pack, enabled, session)

    def _timer(
        self,
        trigger: str,
        params: dict[str, Any],
        action: Any,
        action_params: dict[str, Any] | None,
        ref: str | None,
        pack: Any,
        enabled: bool,
        session: Any,
    ) -> Any:
        return Rules(self.context).create_rule(
            trigger,
            action,
            ref=ref,
            pack=pack,
            action_params=action_params,
            trigger_params=params,
            enabled=enabled,
            session=session,
        )
