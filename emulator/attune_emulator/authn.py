"""Who is calling: tokens, passwords, and the caller of a request."""

import base64
import hashlib
import os
import secrets
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import jwt
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from starlette.requests import Request

from attune_emulator import deviations
from attune_emulator.http.errors import TokenRefused
from attune_emulator.store import Row

CALLER_TYPES = frozenset({"access", "sensor", "execution", "worker"})
SERVICE_TYPES = frozenset({"sensor", "worker"})

# Cheap on purpose: these hashes protect throw-away accounts, and every suite logs in many times.
_HASHER = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)


@dataclass(frozen=True)
class Caller:
    """The identity and token behind a request."""

    identity_id: int
    login: str
    token_type: str = "access"
    scope: str | None = None
    metadata: dict[str, Any] = field(default_factory=dict)

    @property
    def is_service(self) -> bool:
        """Sensors and workers skip every grant."""
        return self.token_type in SERVICE_TYPES

    @property
    def execution_id(self) -> int | None:
        """The execution an execution token belongs to."""
        return self.metadata.get("execution_id") if self.token_type == "execution" else None


class Tokens:
    """Issues and reads the platform's JSON web tokens."""

    def __init__(self, secret: str, access_ttl: int, refresh_ttl: int, leeway: int) -> None:
        self._secret, self._leeway = secret, leeway
        self.access_ttl, self.refresh_ttl = access_ttl, refresh_ttl

    def issue(
        self,
        subject: int,
        login: str,
        token_type: str,
        ttl: float,
        scope: str | None = None,
        metadata: dict[str, Any] | None = None,
    ) -> str:
        """Return a signed token that lives `ttl` seconds."""
        moment = int(time.time())
        claims: dict[str, Any] = {"sub": str(subject), "login": login, "token_type": token_type}
        claims |= {"iat": moment, "exp": int(moment + ttl)}
        claims |= {"scope": scope} if scope else {}
        claims |= {"metadata": metadata} if metadata else {}
        return jwt.encode(claims, self._secret, algorithm="HS256")

    def pair(self, identity: Row, **refresh_metadata: Any) -> dict[str, Any]:
        """Return what a login answers: an access and a refresh token."""
        subject, login = identity["id"], identity["login"]
        return {
            "access_token": self.issue(subject, login, "access", self.access_ttl),
            "refresh_token": self.issue(subject, login, "refresh", self.refresh_ttl, metadata=refresh_metadata),
            "token_type": "Bearer",
            "expires_in": self.access_ttl,
        }

    def claims(self, token: str) -> dict[str, Any]:
        """Return the claims of a valid token; raises jwt.InvalidTokenError."""
        signed = not deviations.on("token-signature-unchecked")
        claims: dict[str, Any] = jwt.decode(
            token, self._secret, algorithms=["HS256"], leeway=self._leeway, options={"verify_signature": signed}
        )
        return claims

    def caller(self, token: str) -> Caller:
        """Return the caller an ordinary endpoint accepts; raises TokenRefused."""
        try:
            claims = self.claims(token)
        except jwt.ExpiredSignatureError as error:
            raise TokenRefused("Authentication token expired") from error
        except jwt.InvalidTokenError as error:
            raise TokenRefused("Invalid authentication token") from error
        types = {*CALLER_TYPES, "refresh"} if deviations.on("refresh-token-accepted") else CALLER_TYPES
        if claims.get("token_type") not in types or not str(claims.get("sub", "")).isdigit():
            raise TokenRefused("Invalid authentication token")
        return Caller(
            identity_id=int(claims["sub"]),
            login=str(claims.get("login", "")),
            token_type=claims["token_type"],
            scope=claims.get("scope"),
            metadata=claims.get("metadata") or {},
        )


def bearer(request: Request) -> str | None:
    """Return the token a request carries in its header or cookie."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme == "Bearer" and token:
        return token
    return request.cookies.get("attune_access_token")


def hash_password(password: str) -> str:
    return _HASHER.hash(password)


def password_fits(password: str, stored: str | None) -> bool:
    if stored is None:
        return False
    try:
        return _HASHER.verify(stored, password)
    except (Argon2Error, InvalidHashError):
        return False


INTEGRATION_PREFIX = "attune_it_"


def new_integration_token() -> str:
    return INTEGRATION_PREFIX + secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Return the form in which an integration token is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def server_secret(directory: Path, name: str) -> str:
    """Return a secret kept in the data directory, made on first use and readable by its owner alone."""
    file = directory / f"{name}.secret"
    if not file.exists():
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(base64.urlsafe_b64encode(secrets.token_bytes(48)).decode())
    return file.read_text()
