"""What is sent to make and to change a key."""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from attune_emulator import deviations
from attune_emulator.http.bodies import Body
from attune_emulator.http.errors import Invalid
from attune_emulator.http.fields import Length

OwnerType = Literal["system", "identity", "pack", "action", "sensor"]


@dataclass
class CreateKey(Body):
    """A key to be, with exactly the owner fields its type needs."""

    judged_early: ClassVar[bool] = False

    ref: Annotated[str, Length(1, 255)]
    owner_type: OwnerType
    name: Annotated[str, Length(1, 255)]
    value: Any
    owner: str | None = None
    owner_identity: int | None = None
    owner_pack: int | None = None
    owner_pack_ref: str | None = None
    owner_action: int | None = None
    owner_action_ref: str | None = None
    owner_sensor: int | None = None
    owner_sensor_ref: str | None = None
    encrypted: bool = False
    ttl: Any = None


@dataclass
class UpdateKey(Body):
    """Changes to a key; a value of null leaves it as it is."""

    judged_early: ClassVar[bool] = False

    name: Annotated[str, Length(1, 255)] | None = None
    value: Any = None
    encrypted: bool | None = None
    ttl: Any = None


def read_ttl(ttl: Any) -> int | None:
    """Return a key's time to live in whole seconds, None for none; raises Invalid. The platform knows no such field."""
    if ttl is None or deviations.on("key-ttl"):
        return None
    if not isinstance(ttl, int) or isinstance(ttl, bool) or ttl < 1:
        if deviations.on("ttl-unchecked"):
            return None
        raise Invalid(f"Validation failed: ttl: {ttl!r} is no time to live: whole seconds, at least 1")
    return ttl
