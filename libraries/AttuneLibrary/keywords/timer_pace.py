"""Keywords about a timer's pace over a whole window: how often it fired, and whether it fell behind."""

import re
from datetime import timedelta
from typing import Any

from robot.api.deco import keyword

from ..core.errors import BadInput
from ..core.timer_marks import Gaps
from .timer_reading import TimerReading, fired, listed

# A fire this close to an end of the window may lie on either side of it.
EDGE = 0.1


class TimerPace(TimerReading):
    """Rules that `Observe Timers` has watched."""

    @keyword(tags=["timer"])
    def timer_should_have_fired(self, rule: Any, times: Any, *, session: Any = None) -> str:
        """Fails unless a timer fired so many times in the window of `Observe Timers`: neither fewer nor more.

        ``times`` is a number, or a range such as ``4-5``. A fire within a tenth of a second of either end of the
        window may be counted or not. Returns a line with the count.

        Example:
        | Observe Timers    ${three}    ${five}    for=21s
        | Timer Should Have Fired    ${three}    7
        | Timer Should Have Fired    ${five}    4-5
        """
        least, most = _range(times)
        ref = self.ref_of("rule", rule, session)
        window = self.window_of(ref)
        edge = timedelta(seconds=EDGE)
        moments = [fired(event) for event in self.events_of(ref, window.end + edge, session)]
        possible = [moment for moment in moments if moment >= window.start - edge]
        certain = [moment for moment in possible if window.start + edge <= moment <= window.end - edge]
        line = f"{ref}: fired {len(possible)} times in {window.seconds:g} s"
        if len(possible) < least or len(certain) > most:
            raise AssertionError(f"{line}, wanted {times} ({listed(possible)})")
        return line

    @keyword(tags=["timer"])
    def timer_should_not_have_drifted(
        self, rule: Any, period: Any, *, tolerance: Any = "500ms", minimum: int = 3, session: Any = None
    ) -> str:
        """Fails where a fire is further than ``tolerance`` from its multiple of ``period`` after the first fire.

        Gaps that are each within their tolerance add up where they are all wrong to the same side; here they do not
        pass. ``minimum`` is how many fires there must be at least. TIMING_TOLERANCE stretches the tolerance. Returns
        a line with the greatest deviation.

        Example:
        | Timer Should Not Have Drifted    ${timer}    3s    tolerance=500ms
        """
        ref = self.ref_of("rule", rule, session)
        length = self.seconds(period, "period") or 0.0
        allowed = self.stretched(tolerance)
        window = self.window_of(ref)
        moments = [moment for moment in map(fired, self.events_of(ref, window.end, session)) if moment in window]
        if len(moments) < minimum:
            raise AssertionError(
                f"{ref}: {len(moments)} fires in the window, wanted {minimum} at least to tell a drift"
            )
        behind = [(moment - moments[0]).total_seconds() - number * length for number, moment in enumerate(moments)]
        worst = max(behind, key=abs)
        line = f"{ref}: {len(moments)} fires {length:g} s apart, fire {behind.index(worst) + 1} is {worst:+.3f} s off"
        if abs(worst) > allowed:
            raise AssertionError(f"{line}, wanted within {allowed:g} s ({Gaps.between(moments)})")
        return line


def _range(given: Any) -> tuple[int, int]:
    found = re.fullmatch(r"\s*(\d+)\s*(?:-\s*(\d+)\s*)?", str(given))
    least, most = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if most < least:
        raise BadInput(f"times is '{given}'; it must be a number or a range such as 4-5")
    return least, most
