"""The argument files and robot.toml say the same, and robot and pabot take them."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from pabot.arguments import parse_args
from robot.run import RobotFramework

from attune_e2e import paths, profiles
from attune_e2e.errors import RunnerError

from .conftest import Runner

ROOT = paths.checkout() or Path()
NAMES = sorted(file.stem for file in (ROOT / "profiles").glob("*.args"))
# robot.toml's words for robot's options.
WORDS = {
    "consolecolors": "console-colors",
    "maxerrorlines": "max-error-lines",
    "loglevel": "log-level",
    "debugfile": "debug-file",
}


def from_file(name: str) -> dict[str, Any]:
    options, _ = RobotFramework().parse_arguments(["-A", str(ROOT / "profiles" / f"{name}.args"), "suites"])
    given = {key: value for key, value in options.items() if value not in ([], None)}
    variables = dict(pair.split(":", 1) for pair in given.pop("variable", []))
    found = {WORDS.get(key, key): value for key, value in given.items()}
    return {**found, **({"variables": variables} if variables else {})}


def from_toml(name: str) -> dict[str, Any]:
    document = tomllib.loads((ROOT / "robot.toml").read_text())
    profile = {key: value for key, value in document["profiles"][name].items() if key != "description"}
    return {key: str(v) if isinstance(v, int) else v for key, v in profile.items()}


def test_there_are_profiles() -> None:
    assert NAMES == ["ci", "debug", "emulator", "real"]


@pytest.mark.parametrize("name", NAMES)
def test_both_forms_say_the_same(name: str) -> None:
    assert from_file(name) == from_toml(name)


@pytest.mark.parametrize("name", NAMES)
def test_pabot_takes_it(name: str) -> None:
    given, sources, _, _ = parse_args(["-A", str(ROOT / "profiles" / f"{name}.args"), str(ROOT / "profiles")])
    expanded, _, _, _ = parse_args([*profiles.arguments(name), str(ROOT / "profiles")])
    assert {**given, "argumentfile": None} == {**expanded, "argumentfile": None}
    assert sources == [str(ROOT / "profiles")]


def test_an_unknown_profile_names_near_ones() -> None:
    with pytest.raises(RunnerError, match="no profile 'debgu'; near matches: debug"):
        profiles.arguments("debgu")


@pytest.mark.usefixtures("platform")
def test_a_run_with_one_leaves_its_output_where_it_belongs(start: Runner, suites: Path) -> None:
    run = start("run", "-m", "webhook", "--profile", "ci")
    output, _ = run.communicate(timeout=60)
    assert run.returncode == 0, output
    assert (suites.parent / "results" / "output.xml").is_file()


def test_without_a_folder_of_profiles_a_file_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "root", lambda: tmp_path)
    with pytest.raises(RunnerError, match=r"there is no folder profiles here; give a file that ends in \.args"):
        profiles.arguments("real")


def test_a_profile_says_how_its_platform_is_reset(tmp_path: Path) -> None:
    profile = tmp_path / "mine.args"
    profile.write_text(f"# reset: touch {tmp_path}/done\n--variable    GAPS:skip\n")
    assert profiles.reset(str(profile)) == f"touch {tmp_path}/done"
    assert (tmp_path / "done").exists()
    assert profiles.arguments(str(profile)) == ["--variable", "GAPS:skip"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# reset: exit 3\n", "'exit 3' ended with 3: the platform was not reset"),
        ("# x\n", "names no command to reset"),
    ],
)
def test_a_reset_that_cannot_be_is_one_clear_line(tmp_path: Path, text: str, line: str) -> None:
    profile = tmp_path / "mine.args"
    profile.write_text(text)
    with pytest.raises(RunnerError, match=line):
        profiles.reset(str(profile))


@pytest.mark.usefixtures("platform")
def test_only_reset_resets(start: Runner, suites: Path) -> None:
    profile = suites.parent / "mine.args"
    profile.write_text("# reset: echo anew >> resets.txt\n")
    for options in ((), ("--reset",)):
        run = start("run", "-m", "webhook", "--profile", str(profile), *options)
        output, _ = run.communicate(timeout=60)
        assert run.returncode == 0, output
    assert (suites.parent / "resets.txt").read_text() == "anew\n"
    assert "✓ reset by: echo anew >> resets.txt" in output


def test_a_reset_without_a_profile_is_one_clear_line(start: Runner) -> None:
    run = start("run", "--reset")
    output, _ = run.communicate(timeout=30)
    assert run.returncode == 2
    assert "✗ --reset needs --profile: a line '# reset: COMMAND' in the profile says how" in output
