"""Keywords about the run itself: its settings, locks, capabilities and the summary of a test."""

from typing import Any

from robot.api import logger
from robot.api.deco import keyword
from robot.api.exceptions import SkipExecution
from robot.libraries.BuiltIn import BuiltIn

from .base import Component


class RunSettings(Component):
    """How this run behaves, and what its target can do."""

    @keyword(tags=["settings"])
    def show_settings(self) -> Any:
        """Logs every setting with where it came from, secrets masked, and returns them by name without the secrets.

        A setting comes from the library's import arguments, a Robot variable (``-v TEST_TIMEOUT:10s``), an
        environment variable of the same name, or its default.

        Example:
        | ${settings}=    Show Settings
        | Log    A wait takes at most ${settings.timeout} seconds.
        """
        platform = self.context.platform
        lines = [*self.settings.lines(), f"target: {platform.describe()}", f"notifications: {platform.ws_url()}"]
        logger.info("\n".join(lines))
        return self.dotted(self.settings.public())

    @keyword(tags=["settings"])
    def set_poll_interval(self, interval: Any) -> str:
        """Sets the longest pause between two looks of every wait; returns the former one.

        Example:
        | ${before}=    Set Poll Interval    100ms
        | Set Poll Interval    ${before}
        """
        before = self.settings.change("poll_interval", interval, "Set Poll Interval")
        return f"{before:g}s"

    @keyword(tags=["settings"])
    def keep_resources(self, mode: str = "always") -> str:
        """Sets what is left undeleted from now on: ``never``, ``on-failure`` or ``always``; returns the former mode.

        What is kept is named in the log.

        Example:
        | Keep Resources    on-failure
        """
        before = self.settings.change("keep_resources", mode, "Keep Resources")
        return str(before)

    @keyword(tags=["settings"])
    def exclusive(self, name: str, *, gap: str | None = None, shared: bool = False, timeout: Any = "10 min") -> None:
        """Waits until no other test of any run on this machine holds ``name`` on this platform, and holds it.

        It is given back when the test or suite that took it has been cleaned up, also when the process is killed.
        With ``gap`` it is taken only where the target has that gap. With ``shared`` others may hold it as well that
        take it so: they keep out who would disturb all of them.

        Example:
        | Exclusive    timers    gap=timer-restart
        """
        if gap is not None and not self.context.platform.has_gap(gap):
            logger.debug(f"'{name}' is not taken: the target does not have the gap {gap}")
            return
        began = self.waiter.now()
        if self.context.exclusion.take(name, self.seconds(timeout) or 0.0, shared=shared):
            logger.info(f"'{name}' is ours after {self.waiter.now() - began:.2f} s")

    @keyword(tags=["settings"])
    def summary(self, *parts: Any) -> None:
        """Sets the test's message to one line: the ids, counts and times that matter. Parts are joined by spaces.

        Example:
        | Summary    event ${event.id}    execution ${execution.id}    ${count} enforcements
        """
        BuiltIn().set_test_message(self.context.masker.text(" ".join(map(str, parts))))

    @keyword(tags=["settings"])
    def capability(self, name: str) -> bool:
        """Returns whether the target has a capability, such as ``nodejs``, ``callback`` or ``service-control``.

        Those that cannot be found out by asking are named in ATTUNE_CAPABILITIES. An unknown name is an error.

        Example:
        | ${node}=    Capability    nodejs
        """
        return self.context.capabilities.has(name)

    @keyword(tags=["settings"])
    def require_capability(self, name: str) -> None:
        """Skips the test with a reason where the target lacks a capability; the tag ``needs:<name>`` does the same.

        Example:
        | Require Capability    nodejs
        """
        if not self.context.capabilities.has(name):
            raise SkipExecution(self.context.capabilities.reason(name))
