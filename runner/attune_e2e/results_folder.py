"""The folder of results: cleared before a run, locked during it, and what the report is rebuilt from."""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from attune_e2e import catalogue, seen
from attune_e2e.catalogue import PlannedTest
from attune_e2e.errors import RunnerError
from attune_e2e.outcome import Outcome, judge
from attune_e2e.parallel import OUTPUT

# What a run writes; the recorded durations stay.
OURS = (
    OUTPUT, "log.html", "report.html", "xunit.xml", "summary.md", "coverage.md", "coverage.json", "metrics.json",
    "debug.log", "evidence", "pabot_results", ".plan.json", ".live.ndjson", "self-test", "self-test.json", "gaps",
    "mutants", "flaky",
)  # fmt: skip
PLAN = ".plan.json"
SELF_TEST = "self-test.json"
LIVE = ".live.ndjson"


@dataclass(frozen=True)
class Planned:
    """What a run set out to do, kept beside its output."""

    sources: list[str]
    tests: list[str]
    stopped: bool


def clear(folder: Path) -> list[str]:
    """Remove what runs wrote; returns the names of what there was."""
    found = [name for name in OURS if (folder / name).exists()]
    for name in found:
        target = folder / name
        if target.is_dir():
            shutil.rmtree(target)
        else:
            target.unlink()
    return found


def emptied(folder: Path) -> None:
    """Remove everything from a folder that is ours alone."""
    for entry in folder.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)
        else:
            entry.unlink()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep the folder for one run; the kernel frees it when the run dies.

    Raises:
        RunnerError: another run has it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            line = f"another run is writing to {folder}: wait for it, or name a folder by --results"
            raise RunnerError(line) from problem
        yield
    finally:
        os.close(handle)


def keep(folder: Path, planned: Planned, live: Path) -> None:
    """Write down what was planned and what the robots told."""
    (folder / PLAN).write_text(json.dumps(vars(planned), indent=1), encoding="utf-8")
    if live.exists():
        shutil.copyfile(live, folder / LIVE)


def rejudge(folder: Path) -> tuple[Outcome, Sequence[PlannedTest]]:
    """Return the outcome of the run that wrote this folder, and every test there is.

    Raises:
        RunnerError: no run left its plan or output here.
    """
    if not (folder / PLAN).exists() or not (folder / OUTPUT).exists():
        raise RunnerError(f"{folder} holds no results: there is no {OUTPUT} with a {PLAN} beside it")
    planned = Planned(**json.loads((folder / PLAN).read_text(encoding="utf-8")))
    tests = catalogue.read([Path(source) for source in planned.sources])
    wanted = set(planned.tests)
    chosen = [test for test in tests if test.full_name in wanted]
    return judge(folder / OUTPUT, chosen, stopped=planned.stopped, seen=seen.read(folder / LIVE)), tests
