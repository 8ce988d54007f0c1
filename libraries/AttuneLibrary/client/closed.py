"""How a connection that goes on and on came to its end."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Closed:
    """`code` is what a WebSocket was closed with, None where there was no such code."""

    why: str
    code: int | None = None

    def __str__(self) -> str:
        return self.why if self.code is None else f"{self.why} (code {self.code})"


OURS = Closed("closed by the test")
LOST = Closed("the connection was lost")
FINISHED = Closed("ended by the platform")
