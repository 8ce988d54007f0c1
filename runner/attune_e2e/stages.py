"""What one call of the runner does, one after another: set up, run or self-test, tear down."""

from dataclasses import dataclass
from pathlib import Path

from attune_e2e import console
from attune_e2e.errors import GREEN
from attune_e2e.run import RunOptions, run
from attune_e2e.selection import Selection


@dataclass(frozen=True)
class Request:
    """The options of one call, freely combined."""

    sources: tuple[Path, ...] = ()
    tier: int | None = None
    tag: str | None = None
    name: str | None = None
    shard: str | None = None
    verbose: bool = False
    stop: bool = False
    setup: bool = False
    teardown: bool = False
    coverage: bool = False
    processes: int | None = None
    profile: str | None = None
    reset: bool = False
    results: Path | None = None
    self_test: bool = False
    selected: bool = False

    @property
    def runs(self) -> bool:
        """Tell whether suites run: --setup and --teardown alone do only what they say."""
        return not self.self_test and (self.selected or not (self.setup or self.teardown))


def perform(request: Request) -> int:
    """Do what was asked for; returns the first exit code that is not 0."""
    console.banner()
    code = GREEN
    if request.setup:
        from attune_e2e.setup import show_environment

        show_environment()
    if request.self_test:
        from attune_e2e.self_test import self_test

        code = self_test(stop=request.stop, verbose=request.verbose, processes=request.processes)
    if request.runs:
        code = code or run(_options(request))
    if request.teardown:
        from attune_e2e.sweep import teardown

        code = teardown(request.results) or code
    return code


def _options(request: Request) -> RunOptions:
    return RunOptions(
        sources=request.sources,
        selection=Selection(tier=request.tier, tag=request.tag, name=request.name, shard=request.shard),
        verbose=request.verbose,
        stop=request.stop,
        coverage=request.coverage,
        processes=request.processes,
        profile=request.profile,
        reset=request.reset,
        results=request.results,
    )
