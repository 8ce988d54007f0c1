"""Client of the platform's HTTP API; knows nothing of Robot Framework."""

from .answer import Answer
from .errors import (
    AttuneError,
    Conflict,
    FilterRefused,
    Forbidden,
    Invalid,
    NotFound,
    PlatformUnreachable,
    ServerError,
    TooManyRequests,
    Unauthorized,
)
from .event_source import Event, EventSource
from .masking import Masker
from .retry import RetryPolicy
from .session import Credentials, Session

__all__ = [
    "Answer",
    "AttuneError",
    "Conflict",
    "Credentials",
    "Event",
    "EventSource",
    "FilterRefused",
    "Forbidden",
    "Invalid",
    "Masker",
    "NotFound",
    "PlatformUnreachable",
    "RetryPolicy",
    "ServerError",
    "Session",
    "TooManyRequests",
    "Unauthorized",
]
