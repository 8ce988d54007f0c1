"""The keyword components, one a topic; a new component is added to this list and nowhere else."""

from .base import Component
from .sessions import Sessions

COMPONENTS: tuple[type[Component], ...] = (Sessions,)
