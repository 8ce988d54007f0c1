"""What the library does by itself as a run goes on: variables, report header, skips, cleaning up, gaps."""

from pathlib import Path
from typing import Any

from robot.api import logger
from robot.libraries.BuiltIn import BuiltIn
from robot.running.context import EXECUTION_CONTEXTS

from .client import AttuneError
from .core.context import Context
from .core.errors import BadInput
from .core.gaps import TAG, gaps_in, ids_in
from .core.leaks import leaks
from .core.ordering import order_tiers
from .core.variables import suite_variables

NEEDS = "needs:"


class Listener:
    """Listener of version 3; one object however often the library is imported."""

    ROBOT_LISTENER_API_VERSION = 3

    def __init__(self, context: Context) -> None:
        self._context = context
        self._described: dict[str, str] = {}
        self._folder: Path | None = None
        self._judged = ""
        self._ended = False

    def start_suite(self, data: Any, result: Any) -> None:
        if _dry_run():
            return
        order_tiers(data)
        self._context.scopes.open(result.full_name)
        try:
            self._introduce(result)
        except (AttuneError, BadInput) as problem:
            # Every keyword is going to fail with it; said here once more, where people look first.
            logger.error(str(problem))

    def start_test(self, data: Any, result: Any) -> None:
        if _dry_run():
            return
        self._context.scopes.open(f"{result.full_name} (test)")
        self._context.metrics.test = result.full_name
        if reason := self._missing(result.tags):
            data.setup, data.teardown = None, None
            data.body.clear()
            data.body.create_keyword("Skip", args=[reason])

    def end_test(self, data: Any, result: Any) -> None:
        self._judge(result)
        self._close(f"{result.full_name} (test)", failed=result.failed)
        self._context.metrics.test = ""

    def end_suite(self, data: Any, result: Any) -> None:
        self._close(result.full_name, failed=bool(result.statistics.failed) or bool(result.message))

    def close(self) -> None:
        if self._ended or self._folder is None:
            return
        self._ended = True
        metrics = self._context.metrics
        metrics.left += self._leaks()
        counts = self._context.sessions.counts()
        self._context.end(keep=self._keeps(failed=False))
        for line in metrics.left:
            logger.warn(f"left behind: {line}")
        if metrics.waits or metrics.figures or counts["requests"]:
            names = self._context.names
            metrics.write(self._folder, run=names.run, process=names.process, **self._described, **counts)

    def _introduce(self, result: Any) -> None:
        """Check that the target answers, and put what it is where reports and suites find it."""
        if not self._folder:
            self._folder = _output_folder()
        if not self._described:
            settings = self._context.settings
            self._context.platform.health()
            self._described = {
                "Target": self._context.platform.describe(),
                "Timing tolerance": f"{settings.timing_tolerance:g} x the plan's figures",
            }
        root = result
        while root.parent is not None:
            root = root.parent
        for name, text in self._described.items():
            root.metadata[name] = result.metadata[name] = text
        for name, value in suite_variables(self._context.settings, self._context.platform.api_url()).items():
            BuiltIn().set_suite_variable(name, value)

    def _missing(self, tags: Any) -> str | None:
        """Why the target cannot run a test at all."""
        for tag in map(str, tags):
            if tag.startswith(NEEDS):
                try:
                    if not self._context.capabilities.has(tag[len(NEEDS) :]):
                        return self._context.capabilities.reason(tag[len(NEEDS) :])
                except (AttuneError, BadInput) as problem:
                    logger.error(f"{tag}: {problem}")
        return None

    def _judge(self, result: Any) -> None:
        """Tell a known gap from an ordinary failure, and a gap that is no more from a known one."""
        if not ids_in(result.tags) or self._judged == result.full_name:
            return
        self._judged = result.full_name
        try:
            if result.failed:
                self._excuse(result)
            elif result.passed:
                self._celebrate(result)
        except (AttuneError, BadInput) as problem:
            logger.warn(f"{result.full_name}: the target could not be asked for its gaps: {problem}")

    def _excuse(self, result: Any) -> None:
        for gap in gaps_in(result.tags):
            if gap.explains(result.message) and self._context.platform.has_gap(gap.id):
                if self._context.settings.gaps == "skip":
                    result.status = "SKIP"
                result.message = f"Known gap '{gap.id}' of the platform: {gap.happens}\n{result.message}"
                return

    def _celebrate(self, result: Any) -> None:
        for gap in ids_in(result.tags):
            if self._context.platform.has_gap(gap):
                note = f"{TAG}{gap} seems fixed: the promise is kept by {self._context.platform.describe()}"
                result.message = f"{result.message}\n{note}".strip()
                logger.warn(f"{result.full_name}: {note}")

    def _close(self, scope: str, *, failed: bool) -> None:
        for line in self._context.scopes.close(scope, keep=self._keeps(failed)):
            self._context.metrics.left.append(line)
            logger.warn(line)

    def _keeps(self, failed: bool) -> bool:
        try:
            mode = self._context.settings.keep_resources
        except BadInput:
            return False
        return mode == "always" or (mode == "on-failure" and failed)

    def _leaks(self) -> list[str]:
        """Only asked where nothing was kept on purpose and something was made."""
        context = self._context
        if not context.cleanup.made or context.settings.keep_resources != "never":
            return []
        try:
            context.metrics.left += context.cleanup.close_scope()
            return leaks(context.sessions.administrator(), context.names.prefix)
        except AttuneError as problem:
            return [f"(what is left could not be listed: {str(problem).splitlines()[0]})"]


def _dry_run() -> bool:
    current = EXECUTION_CONTEXTS.current
    return current is None or bool(current.dry_run)


def _output_folder() -> Path:
    return Path(str(BuiltIn().get_variable_value("${OUTPUT DIR}")))
