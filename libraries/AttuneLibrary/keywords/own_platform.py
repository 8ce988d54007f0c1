"""Keywords for platforms of one's own."""

from signal import SIGKILL, SIGTERM
from typing import Any

from robot.api.deco import keyword
from robot.api.exceptions import SkipExecution
from robot.libraries.BuiltIn import BuiltIn
from robot.running.context import EXECUTION_CONTEXTS

from ..core.errors import BadInput
from ..core.own_platform import Options
from ..core.words import unknown
from .base import Component

CAPABILITY = "own-platform"
SIGNALS = {"TERM": SIGTERM, "KILL": SIGKILL}


class OwnPlatform(Component):
    """An emulator that no other suite uses, for what would harm or hinder the others."""

    @keyword(tags=["platform"])
    def start_own_platform(
        self,
        *,
        heartbeat: Any = None,
        stale_after: Any = None,
        token_ttl: Any = None,
        default_timeout: Any = None,
        workers: Any = None,
    ) -> Any:
        """Starts a fresh emulator and uses it instead of the run's target, until the end of the suite that started it.

        Call it first in the Suite Setup, before `Use A Pack Of My Own`: nothing of the run's target is there, not even
        its sessions; they are back when the suite has ended. Started by a test it lasts until the end of that test.
        Where the target is a real platform, the tests are skipped (``needs:own-platform``). Gaps and defects that are
        on in the run's emulator are on in this one too. It listens on loopback, on ports of its own, keeps its data in
        the temporary directory, and is gone with its suite, also when the run is killed.

        - ``heartbeat``: the workers' pause between two signs of life; 30 s unless given.
        - ``stale_after``: a worker that is silent for so long counts as lost; 90 s; must be above ``heartbeat``.
        - ``token_ttl``: life of access tokens, in whole seconds; a day.
        - ``default_timeout``: how long an action may take that says nothing itself; 5 min.
        - ``workers``: how many worker processes; 1.

        Returns an object with ``url``, ``ws_url``, ``database`` (see `Own Platform Database`), ``workers`` (their
        names), and the options as they are. It takes about a second and two of processor time: at most one a suite.

        Example:
        | Start Own Platform    heartbeat=300ms    stale_after=2s    workers=2
        | Use A Pack Of My Own
        """
        options = Options.read(
            heartbeat=heartbeat,
            stale_after=stale_after,
            token_ttl=token_ttl,
            default_timeout=default_timeout,
            workers=workers,
        )
        if not self.context.capabilities.has(CAPABILITY):
            raise SkipExecution(self.context.capabilities.reason(CAPABILITY))
        info = self.context.own_platforms.start(options)
        current = EXECUTION_CONTEXTS.current
        if current is not None:
            scope = "TEST" if current.test else "SUITE"
            getattr(BuiltIn(), f"set_{scope.lower()}_variable")("${API_BASE_URL}", info["url"])
        return self.dotted(info)

    @keyword(tags=["platform"])
    def use_a_quiet_platform(self) -> None:
        """Sees to it that the work of other suites does not spoil figures: starts a platform of the suite's own.

        Where the target is a deployed platform, it is used as it is; nothing else should run there meanwhile.

        Example:
        | Use A Quiet Platform
        | Use A Pack Of My Own
        """
        if self.context.capabilities.has(CAPABILITY):
            self.start_own_platform()

    @keyword(tags=["platform"])
    def restart_own_platform(self, signal: str = "TERM") -> int:
        """Ends the platform of `Start Own Platform` with all its services and workers, and starts it again on its data.

        ``signal`` is ``TERM`` (it is asked to end) or ``KILL``. Returns its exit code: 0, or 137 where it was killed.
        It answers at the same addresses, and sessions stay signed in; what its workers ran is lost.

        Example:
        | ${code}=    Restart Own Platform    KILL
        """
        name = str(signal).upper().removeprefix("SIG")
        if name not in SIGNALS:
            raise BadInput(unknown("signal", signal, tuple(SIGNALS)))
        self._own()
        return self.context.own_platforms.restart(SIGNALS[name])

    @keyword(tags=["platform"])
    def own_platform_database(self) -> str:
        """Returns the path of the SQLite file in which the platform of `Start Own Platform` keeps everything.

        For tests that look at what is stored. The newest changes may still lie beside it, in ``<path>-wal``.

        Example:
        | ${database}=    Own Platform Database
        | File Should Exist    ${database}
        """
        self._own()
        return str(self.context.platform.emulator_info()["database"])

    def _own(self) -> None:
        if not self.context.own_platforms.in_use:
            raise BadInput("there is no platform of one's own: 'Start Own Platform' comes first")
