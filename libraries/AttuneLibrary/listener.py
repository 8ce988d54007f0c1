"""What the library does by itself as a run goes on: variables, metadata, cleaning up."""

from typing import Any

from .core.context import Context


class Listener:
    """Listener of version 3; one object however often the library is imported."""

    ROBOT_LISTENER_API_VERSION = 3

    def __init__(self, context: Context) -> None:
        self._context = context

    def start_suite(self, data: Any, result: Any) -> None:
        self._context.cleanup.open_scope()

    def start_test(self, data: Any, result: Any) -> None:
        self._context.cleanup.open_scope()

    def end_test(self, data: Any, result: Any) -> None:
        self._context.cleanup.close_scope()

    def end_suite(self, data: Any, result: Any) -> None:
        self._context.cleanup.close_scope()
