"""What the identity endpoints are sent."""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from attune_emulator.http.bodies import Body
from attune_emulator.http.fields import Length, Timestamp


class JudgedLater(Body):
    """A body whose bounds are judged when the grant is known to be there."""

    judged_early: ClassVar[bool] = False


@dataclass
class CreateIdentity(JudgedLater):
    login: Annotated[str, Length(3, 255)]
    display_name: Annotated[str, Length(None, 255)] | None = None
    password: Annotated[str, Length(8, 128)] | None = None
    attributes: Any = None


@dataclass
class UpdateIdentity(Body):
    display_name: Annotated[str, Length(None, 255)] | None = None
    password: Annotated[str, Length(8, 128)] | None = None
    attributes: Any = None
    frozen: bool | None = None


@dataclass
class AssignRole(JudgedLater):
    role: Annotated[str, Length(1, 255)]


@dataclass
class CreateToken(JudgedLater):
    label: Annotated[str, Length(1, 255)]
    description: str | None = None
    expires_at: Timestamp | None = None


@dataclass
class RevokeToken(Body):
    reason: str | None = None
