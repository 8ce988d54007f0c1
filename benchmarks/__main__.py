"""Measure everything on an emulator of its own and write the table: `python -m benchmarks [FILE]`."""

import os
import platform as machine
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from attune_e2e import emulator
from attune_e2e.janitor import Janitor
from attune_e2e.markdown import table
from AttuneLibrary.core.context import Context
from benchmarks import library, platform, waits
from benchmarks.measured import Measured

TARGET = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
HEAD = """# Performance

Written by `python -m benchmarks`. Everything in the table was measured in one run, on a machine that was shared with
others: compare the lines with each other, not with another machine's.

{machine}

"""
HEADERS = ["what", "found", "to reach", "reached"]


def main() -> int:
    """Measure, print and write."""
    os.environ.pop("ATTUNE_API_URL", None)
    found: list[Measured] = []
    with Janitor() as janitor:
        begun = time.monotonic()
        started = emulator.start(janitor)
        ready = time.monotonic() - begun
        os.environ.update(ATTUNE_API_URL=started.url, ATTUNE_WS_URL=started.ws_url)
        context = Context({}, dict)
        for figures in (platform.measure(context, ready), library.measure(), waits.measure(context)):
            for figure in figures:
                print(" | ".join(figure.row), flush=True)
                found.append(figure)
        context.end()
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    rows = [figure.row for figure in found]
    target.write_text(HEAD.format(machine=_machine()) + table(HEADERS, rows) + "\n", encoding="utf-8")
    return 0


def _machine() -> str:
    load = os.getloadavg()[0]
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {machine.system()} on {machine.machine()}, "
        f"Python {machine.python_version()}, load {load:.1f} at the end of the run."
    )


if __name__ == "__main__":
    sys.exit(main())
