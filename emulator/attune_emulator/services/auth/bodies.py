"""What the authentication endpoints are sent."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from attune_emulator.http.bodies import Body
from attune_emulator.http.fields import Items, Length, Range


@dataclass
class Login(Body):
    login: Annotated[str, Length(1, 255)]
    password: Annotated[str, Length(1)]
    invalid: ClassVar[str] = "Invalid login request"


@dataclass
class LdapLogin(Body):
    login: Annotated[str, Length(1, 255)]
    password: Annotated[str, Length(1, 512)]
    invalid: ClassVar[str] = "Invalid LDAP login request"


@dataclass
class TokenLogin(Body):
    token: Annotated[str, Length(1)]
    invalid: ClassVar[str] = "Invalid token login request"


@dataclass
class Register(Body):
    login: Annotated[str, Length(3, 255)]
    password: Annotated[str, Length(8, 128)]
    display_name: Annotated[str, Length(None, 255)] | None = None
    invalid: ClassVar[str] = "Invalid registration request"


@dataclass
class ChangePassword(Body):
    current_password: Annotated[str, Length(1)]
    new_password: Annotated[str, Length(8, 128)]
    invalid: ClassVar[str] = "Invalid change password request"


@dataclass
class UpdateMe(Body):
    display_name: Annotated[str, Length(None, 255)] | None = None
    invalid: ClassVar[str] = "Invalid profile update request"


@dataclass
class SensorToken(Body):
    sensor_ref: Annotated[str, Length(1, 255)]
    trigger_types: Annotated[list[str], Items(1)]
    ttl_seconds: Annotated[int, Range(3600, 259200)] | None = None
    invalid: ClassVar[str] = "Invalid sensor token request"


@dataclass
class Refresh(Body):
    refresh_token: Annotated[str, Length(1)]
    invalid: ClassVar[str] = "Invalid refresh token request"
