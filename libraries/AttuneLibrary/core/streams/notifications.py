"""A stream of the notifier's frames."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ...client import FilterRefused, PlatformUnreachable
from ...client.closed import LOST, OURS, Closed
from .stream import Stream

if TYPE_CHECKING:
    from ...client.notifier import Notifier


class NotificationStream(Stream):
    """What the notifier sends for `filters`; its welcome and its complaints are kept apart from it.

    `notifier` makes a new connection, as often as it is needed; `patience` is how long an order may take.
    """

    def __init__(
        self, name: str, notifier: Callable[[], "Notifier"], filters: tuple[str, ...], patience: float = 10.0
    ) -> None:
        super().__init__(name)
        self._make, self._patience = notifier, patience
        self.filters = list(dict.fromkeys(filters))
        self.welcome: dict[str, Any] = {}
        self._notifier: Notifier | None = None
        self._complaints: list[str] = []
        self._heard = threading.Condition()

    @property
    def subprotocol(self) -> str | None:
        """The subprotocol that the notifier chose."""
        return self._notifier.subprotocol if self._notifier else None

    def connect(self) -> Callable[[], Closed]:
        notifier = self._notifier = self._make()
        self.welcome = notifier.welcome
        return lambda: self._read(notifier)

    def opened(self) -> None:
        try:
            self._obeyed(lambda notifier: notifier.subscribe(*self.filters))
        except BaseException:
            self.close()
            raise

    def disconnect(self) -> None:
        if self._notifier is not None:
            self._notifier.close()

    def add(self, *filters: str) -> None:
        """Listen to more from now on."""
        self._obeyed(lambda notifier: notifier.subscribe(*filters))
        self.filters += [text for text in filters if text not in self.filters]

    def remove(self, *filters: str) -> None:
        """Listen to less from now on."""
        self._obeyed(lambda notifier: notifier.unsubscribe(*filters))
        self.filters = [text for text in self.filters if text not in filters]

    def say(self, text: str) -> list[str]:
        """Send a text as it is; returns the notifier's complaints about it."""
        return self._complaints_about(lambda notifier: notifier.send(text))

    def _obeyed(self, order: Callable[["Notifier"], None]) -> None:
        complaints = self._complaints_about(order)
        if complaints:
            raise FilterRefused("; ".join(complaints), path=self.name, error=complaints[0])

    def _complaints_about(self, order: Callable[["Notifier"], None]) -> list[str]:
        """Give an order and wait until it has been obeyed, or complained about."""
        notifier = self._notifier
        if notifier is None or self.closed is not None:
            raise PlatformUnreachable(f"{self.name}: {self.closed or LOST}")
        with self._heard:
            self._complaints.clear()
        order(notifier)
        fence = notifier.fence()
        with self._heard:
            self._heard.wait_for(lambda: self._fenced(fence) or self.closed is not None, self._patience)
            if not self._fenced(fence):
                why = self.closed or f"an order was not obeyed within {self._patience:g} s"
                raise PlatformUnreachable(f"{self.name}: {why}")
            return [text for text in self._complaints if fence not in text]

    def _fenced(self, fence: str) -> bool:
        return any(fence in text for text in self._complaints)

    def _read(self, notifier: "Notifier") -> Closed:
        while (frame := notifier.read()) is not None:
            if frame.get("type") == "error":
                with self._heard:
                    self._complaints.append(str(frame.get("message")))
                    self._heard.notify_all()
            elif not self.inbox.put(frame):
                notifier.close()
                return OURS
        why = notifier.closed or LOST
        self.inbox.end(why)
        with self._heard:
            self._heard.notify_all()
        return why
