"""Who may connect to the notifier: judged before the WebSocket is accepted."""

import time
from dataclasses import dataclass

import jwt
from starlette.websockets import WebSocket

from attune_emulator import deviations
from attune_emulator.authn import Caller, Tokens

SUBPROTOCOL = "attune.v1"
_TOKEN_PROTOCOL = "attune.jwt."
_REFUSED_TYPES = ("refresh", "sensor", "worker")


class Refused(Exception):
    """A connection that is not accepted; the message is the code the client is answered with."""


@dataclass(frozen=True)
class Guest:
    """Who connected, until when, and with which subprotocol to answer."""

    caller: Caller
    expires: float
    subprotocol: str | None

    @property
    def expired(self) -> bool:
        return time.time() > self.expires


def admit(websocket: WebSocket, tokens: Tokens) -> Guest:
    """Return who wants to connect; raises Refused."""
    if deviations.on("notifier-open"):
        return Guest(Caller(1, "", "access", metadata={}), time.time() + 3600, None)
    offered = [part.strip() for part in websocket.headers.get("sec-websocket-protocol", "").split(",")]
    try:
        claims = tokens.claims(_token(websocket, offered))
    except jwt.InvalidTokenError as error:
        raise Refused("invalid_or_expired_token") from error
    if claims.get("token_type") in _REFUSED_TYPES:
        raise Refused(f"{claims['token_type']}_tokens_not_allowed")
    if not str(claims.get("sub", "")).isdigit():
        raise Refused("invalid_subject_in_token")
    caller = Caller(
        int(claims["sub"]), str(claims.get("login", "")), claims["token_type"], metadata=claims.get("metadata") or {}
    )
    return Guest(caller, float(claims["exp"]), SUBPROTOCOL if SUBPROTOCOL in offered else None)


def _token(websocket: WebSocket, offered: list[str]) -> str:
    """Return the token from the header or, as browsers must send it, from the offered subprotocols."""
    scheme, _, token = websocket.headers.get("authorization", "").partition(" ")
    if scheme == "Bearer" and token:
        return token
    for name in () if deviations.on("browser-token-ignored") else offered:
        if name.startswith(_TOKEN_PROTOCOL):
            return name.removeprefix(_TOKEN_PROTOCOL)
    raise Refused("missing_token")
