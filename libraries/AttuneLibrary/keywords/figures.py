"""Keywords that keep what was measured."""

from typing import Any

from robot.api import logger
from robot.api.deco import keyword

from ..core.errors import BadInput
from ..core.figures import Figure, Target, numbers
from .base import Component


class Figures(Component):
    """Figures of the run, such as latencies and rates, each beside the figure the plan wants."""

    @keyword(tags=["settings"])
    def record_metric(self, name: str, value: Any, *, target: Any = None, unit: str = "") -> Any:
        """Keeps a measured value for ``metrics.json`` and the run's summary; returns whether the target was met.

        ``value`` is a number or a list of numbers. ``target`` is what each should be, such as ``<= 0.1`` or
        ``>= 100``; a number alone is a limit from above. A missed target fails nothing: what a test promises, it
        asserts; what depends on the machine, it records. Without a target None is returned.

        Example:
        | Record Metric    notification latency    ${seconds}    target=<= 0.1    unit=s
        | Record Metric    executions per second    ${rate}    target=>= 100
        """
        if not name.strip():
            raise BadInput("name is empty; it must say what was measured")
        wanted = None if target is None or not str(target).strip() else Target.parse(target)
        figure = Figure(name.strip(), self.context.metrics.test, numbers(value), unit, wanted)
        self.context.metrics.figures.append(figure)
        logger.info(str(figure))
        return figure.met
