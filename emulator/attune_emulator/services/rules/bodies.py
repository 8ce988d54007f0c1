"""What is sent to make and to change a rule, and what is asked of it."""

from dataclasses import dataclass, field
from typing import Annotated, Any

from attune_emulator.http.bodies import Body
from attune_emulator.http.fields import ABSENT, Absent, Length


@dataclass
class CreateRule(Body):
    """A rule to be."""

    ref: Annotated[str, Length(1, 255)]
    pack_ref: Annotated[str, Length(1, 255)]
    label: Annotated[str, Length(1, 255)]
    action_ref: Annotated[str, Length(1, 255)]
    trigger_ref: Annotated[str, Length(1, 255)]
    description: str | None = None
    conditions: Any = field(default_factory=dict)
    action_params: Any = field(default_factory=dict)
    trigger_params: Any = field(default_factory=dict)
    permission_set_refs: list[str] | None = None
    enabled: bool = True
    notify_on_trigger: bool = False


@dataclass
class UpdateRule(Body):
    """Changes to a rule; `permission_set_refs` may also be null: take those of the action."""

    label: Annotated[str, Length(1, 255)] | None = None
    description: str | None = None
    action_ref: Annotated[str, Length(1, 255)] | None = None
    trigger_ref: Annotated[str, Length(1, 255)] | None = None
    conditions: Any = None
    action_params: Any = None
    trigger_params: Any = None
    permission_set_refs: list[str] | Absent | None = ABSENT
    enabled: bool | None = None
    notify_on_trigger: bool | None = None
