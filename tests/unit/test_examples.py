"""The examples work, and what documents show of them and of the keywords is right."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```robotframework\n(.*?)^```", re.MULTILINE | re.DOTALL)
PARTS = [
    (file.name, number, block)
    for file in sorted((ROOT / "docs").glob("*.md"))
    for number, block in enumerate(BLOCK.findall(file.read_text(encoding="utf-8")))
    if not block.startswith("***")
]
AROUND = """\
*** Settings ***
Resource    {resource}
Library    RequestsLibrary

*** Test Cases ***
"""


def robot(*arguments: str | Path, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run robot as somebody who has installed the library, with no platform given."""
    environment = {name: text for name, text in os.environ.items() if not name.startswith(("ATTUNE_", "TEST_"))}
    environment["PYTHONPATH"] = str(ROOT / "libraries")
    return subprocess.run(
        [sys.executable, "-m", "robot", "--outputdir", str(folder), *map(str, arguments)],
        cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_examples_pass_on_the_emulator(tmp_path: Path) -> None:
    done = robot(ROOT / "examples", folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("document", "example"),
    [("README.md", "first_test.robot"), ("docs/writing_tests.md", "suite_template.robot")],
)
def test_a_document_shows_its_example_as_it_is(document: str, example: str) -> None:
    shown = BLOCK.findall((ROOT / document).read_text(encoding="utf-8"))
    assert (ROOT / "examples" / example).read_text(encoding="utf-8") in shown


def test_steps_that_documents_show_could_be_run(tmp_path: Path) -> None:
    """A dry run of each as a test: keywords exist, arguments fit."""
    cases = [f"{name} {number}\n{block}" for name, number, block in PARTS]
    assert cases
    suite = tmp_path / "shown.robot"
    suite.write_text(AROUND.format(resource=ROOT / "resources/attune.resource") + "\n".join(cases), encoding="utf-8")
    done = robot("--dryrun", suite, folder=tmp_path)
    assert done.returncode == 0, done.stdout
