"""What is sent to make and to change queues and items."""

import re
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from attune_emulator.http.bodies import Body
from attune_emulator.http.errors import Invalid
from attune_emulator.http.fields import ABSENT, Absent, Length, Patch, complaints
from attune_emulator.services.queues.config import BadConfig, read_config

UpdateStrategy = Literal["immutable", "replace", "merge_patch"]
BatchMode = Literal["single", "batch"]
_REF = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)*")


class QueueBody(Body):
    """What making and changing queues have in common: their config is judged with the bounds."""

    config: Any

    def judge(self) -> None:
        found = complaints(self) + self.ref_complaints()
        try:
            if self.config is not None:
                read_config(self.config)
        except BadConfig as error:
            found.append(f"config: Validation error: {error}")
        if found:
            raise Invalid(f"{self.invalid}: " + "\n".join(found))

    def ref_complaints(self) -> list[str]:
        """Return what is wrong with the ref, if one is sent."""
        return []


@dataclass
class CreateQueue(QueueBody):
    """A queue to be; one with a pack is managed by that pack's files from then on."""

    ref: Annotated[str, Length(1, 255)]
    label: Annotated[str, Length(1, 255)]
    dispatch_action_ref: Annotated[str, Length(1, 255)]
    pack_ref: Annotated[str, Length(1, 255)] | None = None
    description: str | None = None
    enabled: bool = True
    accepting_new_items: bool = True
    default_priority: int = 0
    allow_pending_update: bool = False
    update_strategy: UpdateStrategy = "replace"
    batch_mode: BatchMode = "single"
    item_schema: Any = field(default_factory=dict)
    action_params: Any = field(default_factory=dict)
    permission_set_refs: list[str] | None = None
    config: Any = field(default_factory=dict)

    def ref_complaints(self) -> list[str]:
        if _REF.fullmatch(self.ref):
            return []
        return [f"r#ref: Validation error: Invalid work queue reference format: '{self.ref}'"]


@dataclass
class UpdateQueue(QueueBody):
    """Changes to a queue; the first two are all that a pack-managed one allows."""

    enabled: bool | None = None
    accepting_new_items: bool | None = None
    pack_ref: Patch[str] | None = None
    label: Annotated[str, Length(1, 255)] | None = None
    description: Patch[str] | None = None
    dispatch_action_ref: Annotated[str, Length(1, 255)] | None = None
    default_priority: int | None = None
    allow_pending_update: bool | None = None
    update_strategy: UpdateStrategy | None = None
    batch_mode: BatchMode | None = None
    item_schema: Any = None
    action_params: Any = None
    permission_set_refs: list[str] | Absent | None = ABSENT
    config: Any = None


class ItemBody(Body):
    """What making and changing items have in common: a key that is not empty."""

    def judge(self) -> None:
        if self.key() == "":
            raise Invalid(f"{self.invalid}: item_key: item_key cannot be empty")
        super().judge()

    def key(self) -> str | None:
        """Return the key that is sent, if any."""
        return None


@dataclass
class CreateItem(ItemBody):
    """An item to be."""

    payload: Any
    item_key: Annotated[str, Length(1, 255)] | None = None
    priority: int | None = None
    metadata: Any = field(default_factory=dict)

    def key(self) -> str | None:
        return self.item_key


@dataclass
class UpdateItem(ItemBody):
    """Changes to an item that waits."""

    item_key: Annotated[Patch[str], Length(1, 255)] | None = None
    priority: int | None = None
    payload: Any = None
    metadata: Any = None

    def key(self) -> str | None:
        return self.item_key.value if self.item_key is not None else None
