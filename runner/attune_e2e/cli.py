"""The command line `attune-e2e`."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from attune_e2e import __version__, console, signals
from attune_e2e.errors import Interrupted, RunnerError

app = typer.Typer(
    name="attune-e2e", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
    rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]},
)  # fmt: skip

Sources = Annotated[list[Path] | None, typer.Argument(metavar="SUITES", help="Files or folders (default suites).")]
Tier = Annotated[int | None, typer.Option("--tier", metavar="N", help="Only this tier; joined with -m by AND.")]
Tag = Annotated[str | None, typer.Option("-m", "--tag", metavar="TAG", help="Only tests with this tag, such as T1.4.")]
Name = Annotated[str | None, typer.Option("-k", "--name", metavar="PATTERN", help="Only tests whose name matches.")]
Processes = Annotated[int | None, typer.Option("--processes", metavar="N", min=1, help="Suites at a time (4 x cores).")]
Profile = Annotated[str | None, typer.Option("--profile", metavar="NAME", help="A file of profiles/, such as real.")]
Jobs = Annotated[int | None, typer.Option("--jobs", metavar="N", min=1, help="Emulators at a time (2 x cores).")]
Results = Annotated[Path | None, typer.Option("--results", metavar="DIR", help="Where results go (default: results).")]


def main() -> int:
    """Run the command line; returns the exit code."""
    try:
        with signals.raising():
            app(standalone_mode=True)
    except RunnerError as problem:
        console.error(str(problem))
        return problem.code
    except Interrupted as stop:
        console.warning(str(stop))
        return stop.code
    return 0


def _leave(work: Callable[[], int]) -> None:
    raise typer.Exit(work())


@app.callback(invoke_without_command=True)
def _root(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    """End-to-end tests of the Attune automation platform."""
    if version:
        console.plain(f"attune-e2e {__version__}")
        raise typer.Exit


@app.command("run")
def run_command(
    sources: Sources = None,
    tier: Tier = None,
    tag: Tag = None,
    name: Name = None,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Log at DEBUG, print detail.")] = False,
    stop: Annotated[bool, typer.Option("-s", "--stop", help="Stop every process after the first failure.")] = False,
    setup: Annotated[bool, typer.Option("--setup", help="Make the environment; alone: nothing else.")] = False,
    teardown: Annotated[
        bool, typer.Option("--teardown", help="Remove leftovers on the platform and results; alone: nothing else.")
    ] = False,
    coverage: Annotated[bool, typer.Option("--coverage", help="Write coverage.md and coverage.json.")] = False,
    processes: Processes = None,
    profile: Profile = None,
    shard: Annotated[str | None, typer.Option("--shard", metavar="I/N", help="Only this share of the suites.")] = None,
    reset: Annotated[bool, typer.Option("--reset", help="First run the profile's command that resets it.")] = False,
    results: Results = None,
    self_test: Annotated[bool, typer.Option("--self-test", help="The project's own checks and tests.")] = False,
) -> None:
    """Run the suites: in parallel, against ATTUNE_API_URL or else the embedded emulator."""
    from attune_e2e.stages import Request, perform

    given = any(value is not None for value in (tier, tag, name, shard))
    selected = given or stop or coverage or reset or bool(sources)
    _leave(
        lambda: perform(
            Request(
                sources=tuple(sources or ()),
                tier=tier,
                tag=tag,
                name=name,
                shard=shard,
                verbose=verbose,
                stop=stop,
                setup=setup,
                teardown=teardown,
                coverage=coverage,
                processes=processes,
                profile=profile,
                reset=reset,
                results=results,
                self_test=self_test,
                selected=selected,
            )
        )
    )


@app.command("report")
def report_command(results: Results = None) -> None:
    """Rebuild summary.md and xunit.xml from results/output.xml."""
    from attune_e2e.rebuild import rebuild

    _leave(lambda: rebuild(results))


@app.command("sweep")
def sweep_command(
    prefix: Annotated[str, typer.Option("--prefix", metavar="TEXT", help="What their names begin with.")] = "e2e_",
    older_than: Annotated[str, typer.Option("--older-than", metavar="AGE", help="0, 90s, 30m, 2h or 1d.")] = "1h",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list what would be removed.")] = False,
) -> None:
    """Remove what killed runs left on the platform that ATTUNE_API_URL names."""
    from attune_e2e.sweep import seconds, sweep

    _leave(lambda: sweep(prefix=prefix, older_than=seconds(older_than), dry_run=dry_run))


@app.command("doctor")
def doctor_command() -> None:
    """Examine the platform that ATTUNE_API_URL names: what would make tests fail, and what to do."""
    from attune_e2e.doctor import doctor

    _leave(doctor)


@app.command("flaky")
def flaky_command(
    sources: Sources = None,
    times: Annotated[int, typer.Option("--times", metavar="N", help="Runs, 2 or more.")] = 5,
    tier: Tier = None,
    tag: Tag = None,
    name: Name = None,
    processes: Processes = None,
    results: Results = None,
) -> None:
    """Run tests several times: how often each passes, and how near it comes to its timeouts."""
    from attune_e2e.flaky import FlakyOptions, flaky
    from attune_e2e.selection import Selection

    selection = Selection(tier=tier, tag=tag, name=name)
    _leave(lambda: flaky(FlakyOptions(sources or [], selection, times, processes, results)))


@app.command("gaps")
def gaps_command(
    ids: Annotated[list[str] | None, typer.Argument(metavar="GAP", help="Ids (default: all that tests carry).")] = None,
    tier: Tier = None,
    jobs: Jobs = None,
    results: Results = None,
) -> None:
    """Show that each known gap fails its tests for its reason, and that they pass without it."""
    from attune_e2e.gaps import gaps
    from attune_e2e.switches import LabOptions

    _leave(lambda: gaps(ids or [], LabOptions(tier=tier, jobs=jobs, results=results)))


@app.command("mutants")
def mutants_command(
    ids: Annotated[list[str] | None, typer.Argument(metavar="DEFECT", help="Ids (default: all).")] = None,
    tier: Tier = None,
    jobs: Jobs = None,
    results: Results = None,
) -> None:
    """Show that each fault seeded in the emulator is noticed by the tests that must notice it."""
    from attune_e2e.mutants import mutants
    from attune_e2e.switches import LabOptions

    _leave(lambda: mutants(ids or [], LabOptions(tier=tier, jobs=jobs, results=results)))


@app.command("lint")
def lint_command() -> None:
    """Judge the checkout by the house rules that no other linter knows."""
    from attune_e2e.house_rules.lint import lint

    _leave(lint)


@app.command("docs")
def docs_command(
    emulator: Annotated[
        list[Path] | None, typer.Option("--emulator", metavar="OUTPUT", help="An output.xml of a run on the emulator.")
    ] = None,
    real: Annotated[
        list[Path] | None, typer.Option("--real", metavar="OUTPUT", help="An output.xml of a run on a real platform.")
    ] = None,
) -> None:
    """Bring the parts of the documents up to date that are made from the code, and the results in the test plan."""
    from attune_e2e.documents import refresh

    _leave(lambda: refresh(emulator or [], real or []))


_AS_GIVEN = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


@app.command("emulator", context_settings=_AS_GIVEN)
def emulator_command(context: typer.Context) -> None:
    """Run the emulator on its own; all options are the emulator's (--help shows them)."""
    from attune_e2e.emulator import hand_over

    hand_over(context.args)
