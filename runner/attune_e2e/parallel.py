"""One parallel run: pabot with a process a suite, longest first, and its stopping."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from attune_e2e import catalogue, durations, paths
from attune_e2e.catalogue import PlannedTest
from attune_e2e.live import FILE, STOP
from attune_e2e.progress import LiveRun

OUTPUT = "output.xml"
# With it, suites that stop services stop those of a deployment that others use.
COMMANDS = "ATTUNE_SERVICE_COMMANDS"
TEARDOWN_TIMEOUT = 10.0
MERGE_TIMEOUT = 20.0
POLL = 0.05
CORES_FACTOR = 4


def default_processes() -> int:
    """Return four for each core: end-to-end tests wait more than they compute."""
    return CORES_FACTOR * (os.cpu_count() or 1)


@dataclass
class ParallelRun:
    """What pabot is started with.

    Args:
        sources: suites as given to robot.
        tests: exactly the tests to run.
        results: folder for the outputs.
        work: folder for what is needed while it runs; another one for each run.
        environment: variables that name the target and mark the processes.
        processes: how many suites at a time.
        arguments: further options of robot or pabot.
    """

    sources: Sequence[Path]
    tests: Sequence[PlannedTest]
    results: Path
    work: Path
    environment: Mapping[str, str]
    processes: int
    arguments: Sequence[str] = ()
    stop_at_failure: bool = False
    detail: bool = False
    quiet: bool = False
    stopped: bool = field(default=False, init=False)

    def execute(self) -> None:
        """Run to the end, or to the first failure where that was asked for."""
        self.work.mkdir(parents=True, exist_ok=True)
        self.results.mkdir(parents=True, exist_ok=True)
        live = LiveRun(self.live, len(self.tests), detail=self.detail, quiet=self.quiet)
        with live, self._pabot(live) as pabot:
            while pabot.poll() is None:
                if self.stop_at_failure and live.failed.is_set() and not self.stopped:
                    self._stop(pabot, live)
                time.sleep(POLL)

    @contextmanager
    def _pabot(self, live: LiveRun) -> Iterator[subprocess.Popen[bytes]]:
        with self.log.open("wb") as output:
            pabot = subprocess.Popen(
                self._command(), cwd=self.work, env=self._surroundings(), stdin=subprocess.DEVNULL, stdout=output,
                stderr=output, start_new_session=True,
            )  # fmt: skip
        try:
            yield pabot
        except BaseException:
            self._stop(pabot, live)
            raise

    def _stop(self, pabot: subprocess.Popen[bytes], live: LiveRun) -> None:
        """End every robot with its teardowns, then pabot with the merge of what they left.

        pabot would kill its robots after two seconds and invent results for them, so they are asked first.
        """
        self.stopped = True
        self._stop_file.touch()
        _signal(live.seen.processes, signal.SIGINT)
        deadline = time.monotonic() + TEARDOWN_TIMEOUT
        while pabot.poll() is None and live.seen.processes and time.monotonic() < deadline:
            time.sleep(POLL)
        if pabot.poll() is None:
            pabot.send_signal(signal.SIGINT)
        try:
            pabot.wait(timeout=MERGE_TIMEOUT)
        except subprocess.TimeoutExpired:
            pabot.kill()
            pabot.wait()

    @property
    def live(self) -> Path:
        """Return where the robots tell what they do."""
        return self.work / "live.ndjson"

    @property
    def _stop_file(self) -> Path:
        return self.work / "stop"

    @property
    def log(self) -> Path:
        """Return where pabot's own words are."""
        return self.work / "pabot.log"

    def _command(self) -> list[str]:
        # No argument files: a second pabot that starts meanwhile would delete the copies this one makes of them.
        names = [word for test in self.tests for word in ("--test", catalogue.literal(test.full_name))]
        (self.work / "order.txt").write_text("\n".join(self._order()) + "\n")
        return [
            sys.executable, "-m", "pabot.pabot", "--processes", str(self.processes), "--pabotlibport", "0",
            "--pabotconsole", "none", "--ordering", str(self.work / "order.txt"),
            *self.arguments, "--outputdir", str(self.results), "--output", OUTPUT,
            "--listener", "attune_e2e.live", *names, *map(str, self.sources),
        ]  # fmt: skip

    def _surroundings(self) -> dict[str, str]:
        found = paths.environment({**self.environment, FILE: str(self.live), STOP: str(self._stop_file)})
        # pabot starts `robot` by its name, whether or not this environment is activated.
        found["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), found.get("PATH", os.defpath)])
        return found

    def _order(self) -> Iterator[str]:
        """Longest first; suites that need a platform for themselves last and one at a time."""
        known = durations.read(self.results)
        tags: dict[str, set[str]] = {}
        for test in self.tests:
            tags.setdefault(test.suite, set()).update(test.tags)
        count = Counter(test.suite for test in self.tests)
        suites = sorted(tags, key=lambda suite: -known.get(suite, durations.guess(tags[suite], count[suite])))
        alone = {"exclusive", *(["needs:service-control"] if os.environ.get(COMMANDS) else [])}
        yield from (f"--suite {suite}" for suite in suites if not alone & tags[suite])
        for suite in suites:
            if alone & tags[suite]:
                yield "#WAIT"
                yield f"--suite {suite}"


def _signal(processes: Iterable[int], number: signal.Signals) -> None:
    for process in list(processes):
        try:
            os.kill(process, number)
        except ProcessLookupError:
            continue
