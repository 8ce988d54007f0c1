"""The options of a run, together."""

from pathlib import Path

import pytest

from .conftest import Runner

pytestmark = pytest.mark.usefixtures("platform")


def test_the_options_combine_freely(start: Runner, suites: Path) -> None:
    run = start("run", "--tier", "1", "-k", "exit code", "-m", "failure", "-s", "-v", "--coverage")
    output, _ = run.communicate(timeout=60)
    assert run.returncode == 0, output
    assert "1 test, 1 passed, 0 failed" in output
    results = suites.parent / "results"
    written = (results / "output.xml").read_text()
    assert 'name="An Exit Code Is Recorded"' in written
    assert 'level="DEBUG"' in written
    assert (results / "coverage.md").is_file()
