"""The keyword components, one a topic; a new component is added to this list and nowhere else."""

from .actions import Actions
from .base import Component
from .events import Events
from .packs import Packs
from .rules import Rules
from .sensors import Sensors
from .sessions import Sessions
from .triggers import Triggers
from .webhooks import Webhooks

COMPONENTS: tuple[type[Component], ...] = (Sessions, Packs, Actions, Triggers, Webhooks, Sensors, Rules, Events,)
