"""Listener in every robot of a run: one JSON line for what begins and ends, and no new test once the run is stopped."""

import json
import os
from pathlib import Path
from typing import Any

FILE = "ATTUNE_E2E_LIVE"
STOP = "ATTUNE_E2E_STOP"


class live:  # named like its module, as robot wants a listener class that is given without its module
    """Appends to the file ATTUNE_E2E_LIVE; the run is stopped once the file ATTUNE_E2E_STOP exists."""

    ROBOT_LISTENER_API_VERSION = 3
    # After the library's listener, which makes a skip of a failure that is a known gap.
    ROBOT_LISTENER_PRIORITY = -1000

    def __init__(self) -> None:
        # One write of one line to a file opened for appending is whole, whichever process writes it.
        self._file = os.open(os.environ[FILE], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        self._stop = Path(os.environ[STOP])
        self._tell(event="open", pid=os.getpid())

    def start_suite(self, data: Any, result: Any) -> None:
        """Leave out the tests of a suite that comes after the stop."""
        if self._stop.exists():
            data.tests.clear()
            data.suites.clear()

    def start_test(self, data: Any, result: Any) -> None:
        """Tell that a test began."""
        self._tell(event="start", test=result.full_name)

    def end_test(self, data: Any, result: Any) -> None:
        """Tell how a test ended."""
        seconds = result.elapsed_time.total_seconds()
        self._tell(event="end", test=result.full_name, status=result.status, seconds=seconds, message=result.message)

    def close(self) -> None:
        """Tell that this robot is done."""
        self._tell(event="close", pid=os.getpid())
        os.close(self._file)

    def _tell(self, **facts: Any) -> None:
        os.write(self._file, json.dumps(facts).encode() + b"\n")
