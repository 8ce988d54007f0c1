"""Keywords about the containers that actions run in."""

from typing import Any

from robot.api.deco import keyword

from ..core.container_engine import Engine
from ..core.errors import BadInput
from .base import Component


class Containers(Component):
    """Containers, as the engine that ATTUNE_CONTAINER_ENGINE names tells of them."""

    @keyword(tags=["container"])
    def list_containers(self, execution: Any, *, session: Any = None) -> list[Any]:
        """Returns the containers of an execution that the engine knows, running or not; none once they are removed.

        Each has ``name``, ``running``, ``image``, ``user``, ``memory`` (bytes), ``network`` and ``privileged``.
        It needs ``ATTUNE_CONTAINER_ENGINE``, the command of the engine that the workers use.

        Example:
        | ${containers}=    List Containers    ${execution}
        | Should Be Equal    ${containers}[0][network]    none
        """
        command = self.settings.container_engine
        if not command:
            raise BadInput("ATTUNE_CONTAINER_ENGINE is not set; it must be the engine's command, such as docker")
        return [self.dotted(one) for one in Engine(command).containers(self.id_of("execution", execution, session))]
