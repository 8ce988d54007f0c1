"""How long a run takes longer for loading a library and having its first keyword answered."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measured import Measured, most, quantile

ROUNDS = 7
BARE = "*** Test Cases ***\nOne\n    Log    x\n"
OURS = "*** Settings ***\nLibrary    AttuneLibrary\n*** Test Cases ***\nOne\n    List Packs\n"
# The end of the run, where what it made is looked for, is no part of it.
LISTENER = (
    "import time\nROBOT_LISTENER_API_VERSION = 3\ndef end_test(data, result):\n    print(time.time(), flush=True)\n"
)
OTHER = f"*** Settings ***\nLibrary    RequestsLibrary\n{BARE}"


def measure() -> Iterator[Measured]:
    """Yield the figures; the platform that ATTUNE_API_URL names runs already."""
    with tempfile.TemporaryDirectory() as folder:
        # In turn, so that whatever else the machine does disturbs all three alike.
        times = [[_seconds(Path(folder), text) for text in (BARE, OURS, OTHER)] for _ in range(ROUNDS)]
    ours, other = (quantile([row[column] - row[0] for row in times], 0.5) for column in (1, 2))
    yield most("library: import and first keyword, median", ours, 0.35, "s")
    yield Measured("RequestsLibrary: import alone, median", f"{other:.2f} s: {other / ours:.1f} times as long")


def _seconds(folder: Path, text: str) -> float:
    suite, listener = folder / "suite.robot", folder / "listener.py"
    suite.write_text(text, encoding="utf-8")
    listener.write_text(LISTENER, encoding="utf-8")
    options = ["--outputdir", str(folder), "--console", "none", "--listener", str(listener)]
    begun = time.time()
    command = [sys.executable, "-m", "robot", *options, str(suite)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=True, text=True)
    return float(done.stdout.split()[0]) - begun
