"""The documents tell the truth: links lead somewhere, and what has a name in the code has its line."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from attune_e2e import documents, profiles
from attune_e2e.cli import app
from attune_e2e.plan import plan
from attune_emulator import deviations
from attune_emulator.cli import build_parser
from AttuneLibrary.core import gaps, settings
from AttuneLibrary.core.context import Context

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *DOCS.glob("*.md")])
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} (.+?)\s*$", re.MULTILINE)
CODE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
VARIABLE = re.compile(r"(?<![\w{])(?:ATTUNE|TEST)_[A-Z][A-Z0-9_]+\b")
PARTS = ("Promise", "What happens", "Tests")
# Variables that are no settings of the library.
OTHERS = {"ATTUNE_NODE", "ATTUNE_E2E_PYTHON", "ATTUNE_E2E_VENV"}


def document(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def links() -> Iterator[tuple[Path, str]]:
    for file in DOCUMENTS:
        for target in LINK.findall(CODE.sub("", file.read_text(encoding="utf-8"))):
            if "://" not in target:
                yield file, target


def anchors(file: Path) -> set[str]:
    """The names that headings are linked by, as the sites that show Markdown make them."""
    found = HEADING.findall(CODE.sub("", file.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in found}


@pytest.mark.parametrize(("file", "target"), list(links()), ids=lambda value: getattr(value, "name", value))
def test_every_link_leads_somewhere(file: Path, target: str) -> None:
    path, _, anchor = target.partition("#")
    there = (file.parent / path).resolve() if path else file
    assert there.exists(), f"{file.name} links to {target}"
    if anchor:
        assert anchor in anchors(there), f"{there.name} has no heading {anchor}"


def sections(text: str) -> dict[str, str]:
    """The text below each heading of the second level."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_every_known_gap_is_described_and_no_other() -> None:
    described = sections(document("platform_gaps.md"))
    assert len(described) == len(re.findall(r"^## ", document("platform_gaps.md"), re.MULTILINE)), "one is told twice"
    assert set(gaps.registered()) ^ set(described) == set()
    assert [id for id, text in described.items() if not all(f"**{part}.**" in text for part in PARTS)] == []


@pytest.mark.parametrize("setting", settings.ALL, ids=lambda setting: setting.variable)
def test_every_setting_has_its_row_with_its_default(setting: settings.Setting) -> None:
    rows = [line for line in document("quick_start.md").splitlines() if line.startswith(f"| `{setting.variable}` |")]
    assert len(rows) == 1
    default = rows[0].split(" | ")[1]
    assert f"`{setting.default}`" in default or not setting.default


def test_variables_that_documents_name_exist() -> None:
    known = OTHERS | {setting.variable for setting in settings.ALL}
    named = {(file.name, name) for file in DOCUMENTS for name in VARIABLE.findall(file.read_text(encoding="utf-8"))}
    assert sorted(pair for pair in named if pair[1] not in known and pair[0] != "e2e-test-plan.md") == []


def options_of_runner() -> Iterator[tuple[str, str]]:
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]  # why: a group
        for parameter in command.params:
            if name != "emulator" and parameter.param_type_name == "option":
                yield from ((name, option) for option in parameter.opts)


@pytest.mark.parametrize(("command", "option"), list(options_of_runner()))
def test_every_option_of_the_runner_is_described(command: str, option: str) -> None:
    runner = sections(document("quick_start.md"))["The runner"]
    lines = runner.splitlines()
    mine = [line for line in lines if f"attune-e2e {command}" in line] if command != "run" else lines
    assert any(re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", line) for line in mine)


def test_every_command_of_the_runner_is_described() -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]  # why: a group of commands
    assert [name for name in commands if f"`attune-e2e {name}" not in document("quick_start.md")] == []


def test_every_option_of_the_emulator_is_described() -> None:
    options = {string for action in build_parser()._actions for string in action.option_strings}
    options -= {"-h", "--help", "--version"}
    assert sorted(option for option in options if f"| `{option} " not in document("emulator.md")) == []


def test_the_switches_of_the_emulator_are_listed() -> None:
    listed = set(re.findall(r"^\| `[a-z-]+` \| .+ \| [TX][\w., ]+ \|$", document("emulator.md"), re.MULTILINE))
    wanted = {
        f"| `{switch.id}` | {switch.sentence} | {', '.join(switch.scenarios)} |"
        for switch in deviations.REGISTRY.values()
        if switch.kind == "gap"
    }
    assert (wanted - listed, listed - wanted) == (set(), set()), "emulator.md lacks the first, has the second"


def test_tiers_profiles_and_capabilities_are_those_there_are() -> None:
    text = document("quick_start.md")
    for tier, title in plan().tiers.items():
        assert f"| {tier} | `tier{tier}` | {title} |" in text
    for file in (ROOT / profiles.FOLDER).glob("*.args"):
        assert f"| `{file.stem}` |" in text
    needs = sections(document("writing_tests.md"))["Tags"]
    assert [name for name in Context({}, dict).capabilities.names if f"`{name}`" not in needs] == []


@pytest.mark.parametrize("file", documents.MADE, ids=lambda file: file.name)
def test_what_is_made_from_the_code_is_fresh(file: Path) -> None:
    message = f"{file} is stale: attune-e2e docs brings it up to date"
    assert document(file.name) == documents.MADE[file](ROOT), message
