"""Keywords about points in time that need no observation: comparing them, and cron expressions that name them."""

from datetime import timedelta
from typing import Any

from robot.api.deco import keyword
from robot.utils import timestr_to_secs

from ..core import cron_text
from ..core.timer_marks import instant
from .base import Component


class Timestamps(Component):
    """Timestamps as the platform writes them."""

    @keyword(tags=["assertion"])
    def timestamps_should_be_near(
        self, first: Any, second: Any, *, later_by: Any = 0, tolerance: Any = "1s", message: str | None = None
    ) -> float:
        """Fails where two timestamps are further apart than ``tolerance``; returns by how much the first is later.

        The result is in seconds. Offsets count, the way of writing does not. With ``later_by`` the first has to be so
        much later than the second, within the tolerance, which TIMING_TOLERANCE stretches.

        Example:
        | Timestamps Should Be Near    ${event.created}    ${fired.received_at}    tolerance=500ms
        | Timestamps Should Be Near    ${inquiry.timeout_at}    ${inquiry.created}    later_by=5s
        """
        apart = (instant(first, "first") - instant(second, "second")).total_seconds()
        allowed = (self.seconds(tolerance, "tolerance") or 0.0) * float(self.settings.timing_tolerance)
        wanted = self.seconds(later_by, "later_by") or 0.0
        if abs(apart - wanted) > allowed:
            near = f"within {allowed:g} s" + (f" of {wanted:+g} s" if wanted else "")
            raise AssertionError(message or f"{first} is {apart:+.3f} s from {second}, wanted {near}")
        return apart

    @keyword(tags=["timer", "fixture"])
    def cron_expression_around_now(self, timezone: str = "UTC", *, seconds: str = "*/20", shift: Any = 0) -> str:
        """Returns an expression that names the present minutes and hour of a time zone's clock, every day.

        ``seconds`` is its first field. It fires from now until four minutes ahead, and again in the other hour where
        those minutes span two. ``shift`` moves it away from now: ``5 hours``, ``20 minutes``.

        Example:
        | ${expression}=    Cron Expression Around Now    Asia/Tokyo    seconds=*/20
        | ${timer}=    Create Cron Timer    ${expression}    timezone=Asia/Tokyo
        """
        moment = self.context.clock.now() + timedelta(seconds=timestr_to_secs(shift))
        return cron_text.around(moment, timezone, seconds)
