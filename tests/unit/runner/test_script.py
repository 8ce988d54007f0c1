"""run_e2e_tests.sh: the environment it makes, and its words where it cannot."""

import os
import subprocess
from pathlib import Path

import pytest

from attune_e2e import paths

SCRIPT = (paths.checkout() or Path()) / "run_e2e_tests.sh"


def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(SCRIPT), *arguments], env={**os.environ, **environment}, stdin=subprocess.DEVNULL, capture_output=True,
        text=True, check=False,
    )  # fmt: skip


def test_without_a_python_it_says_what_to_install(tmp_path: Path) -> None:
    done = run("--tier", "1", ATTUNE_E2E_PYTHON="no-such-python", ATTUNE_E2E_VENV=str(tmp_path / "venv"))
    assert done.returncode == 2
    assert "no Python 3.11 or newer" in done.stderr
    assert "ATTUNE_E2E_PYTHON" in done.stderr
    assert not (tmp_path / "venv").exists()


@pytest.fixture
def fake_python(tmp_path: Path) -> Path:
    """A Python that notes what it is asked to do, and makes an environment of such Pythons."""
    file = tmp_path / "python"
    file.write_text(
        f"""#!/usr/bin/env bash
echo "$@" >> {tmp_path}/calls
[ "$1 $2" = "-m venv" ] && mkdir -p "$3/bin" && cp "$0" "$3/bin/python" && cp "$0" "$3/bin/attune-e2e"
exit 0
"""
    )
    file.chmod(0o755)
    return file


def calls(tmp_path: Path) -> list[str]:
    file = tmp_path / "calls"
    lines = file.read_text().splitlines() if file.exists() else []
    file.unlink(missing_ok=True)
    return [line for line in lines if not line.startswith("-c")]


def test_the_first_start_installs_and_the_second_does_not(tmp_path: Path, fake_python: Path) -> None:
    environment = {
        "ATTUNE_E2E_PYTHON": str(fake_python),
        "ATTUNE_E2E_VENV": str(tmp_path / "venv"),
        "ATTUNE_NODE": "/bin/true",
    }
    assert run("--tier", "1", **environment).returncode == 0
    first = calls(tmp_path)
    assert sum("pip install" in call for call in first) == 2
    assert first[-1] == "run --tier 1"
    assert run("--tier", "1", **environment).returncode == 0
    assert [call for call in calls(tmp_path) if call != "--version"] == ["run --tier 1"]
    run("--self-test", **environment)
    third = calls(tmp_path)
    assert sum("requirements-dev.txt" in call for call in third) == 1
    assert third[-1] == "run --self-test"
    run("--setup", **environment)
    assert sum("pip install" in call for call in calls(tmp_path)) == 2


def test_commands_are_handed_over_as_they_are(tmp_path: Path, fake_python: Path) -> None:
    environment = {
        "ATTUNE_E2E_PYTHON": str(fake_python),
        "ATTUNE_E2E_VENV": str(tmp_path / "venv"),
        "ATTUNE_NODE": "/bin/true",
    }
    run("sweep", "--dry-run", **environment)
    assert calls(tmp_path)[-1] == "sweep --dry-run"
