"""The library as a whole: its keywords, their documentation, its imports."""

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from AttuneLibrary import AttuneLibrary
from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.keywords import COMPONENTS

PLANNED = """
Login | Register | Logout | Register Pack | List Packs | Get Pack By Ref | Create Action | List Actions
Get Action By Ref | Create Trigger | Fire Webhook | Create Sensor | List Sensors | Create Rule | Enable Rule
Disable Rule | List Events | Get Event | List Enforcements | List Executions | Get Execution | Cancel Execution
List Inquiries | Respond To Inquiry | Datastore Get | Datastore Set | Datastore Delete | Get Secret | Create Secret
Update Secret | Wait For Condition | Wait For Execution Status | Wait For Execution Count | Wait For Event Count
Wait For Enforcement Count | Wait For Inquiry Status | Create Interval Timer | Create Date Timer | Create Cron Timer
Create Webhook Trigger | Create Simple Action | Create Echo Action | Create Failing Action | Create Sleep Action
Create Timer Automation | Create Webhook Automation | Unique Ref | Timestamp Now | Timestamp Future | Client
Unique User Client | Test Pack
"""
NAMES = [name.strip() for name in re.split(r"[|\n]", PLANNED) if name.strip()]


@pytest.fixture(scope="module")
def library() -> AttuneLibrary:
    return AttuneLibrary()


def python_name(keyword: str) -> str:
    return keyword.lower().replace(" ", "_")


@pytest.mark.parametrize("keyword", NAMES)
def test_every_planned_keyword_exists(library: AttuneLibrary, keyword: str) -> None:
    names = {python_name(name) for name in library.get_keyword_names()}
    assert python_name(keyword) in names


def test_no_two_components_define_one_keyword() -> None:
    defined = Counter(
        python_name(getattr(member, "robot_name", None) or name)
        for component in COMPONENTS
        for name, member in vars(component).items()
        if hasattr(member, "robot_name")
    )
    assert [name for name, times in defined.items() if times > 1] == []


def documented(text: str) -> bool:
    """A second name of a keyword need not repeat its example."""
    return "Example:\n| " in text or text.startswith("Same as `")


def test_every_keyword_has_documentation_with_an_example_and_a_tag(library: AttuneLibrary) -> None:
    poor = [
        name
        for name in library.get_keyword_names()
        if not documented(library.get_keyword_documentation(name)) or not library.get_keyword_tags(name)
    ]
    assert poor == []


def test_no_keyword_takes_arguments_it_does_not_know(library: AttuneLibrary) -> None:
    passing_on = {"request_should_be_refused", "wait_for_condition"}
    # Members of frames, of which unknown ones are refused.
    passing_on |= {"stream_should_receive", "stream_should_not_receive", "get_stream_frames"}
    passing_on |= {"notifications_should_be_timely"}
    catch_all = {
        name
        for name in library.get_keyword_names()
        if any(isinstance(a, str) and a.startswith("**") for a in library.get_keyword_arguments(name))
    }
    assert catch_all == passing_on


def test_an_argument_may_be_called_for(library: AttuneLibrary) -> None:
    assert ("for", "3s") in library.get_keyword_arguments("event_count_should_stay")
    assert "for" in library.get_keyword_types("event_count_should_stay")


def test_a_second_import_shares_everything_and_may_not_contradict_the_first() -> None:
    assert AttuneLibrary().context is AttuneLibrary().context
    with pytest.raises(BadInput, match="in use already with timeout=None, not 7s"):
        AttuneLibrary(timeout="7s")


def test_bad_settings_are_told_at_first_use_and_not_at_import(tmp_path: Path) -> None:
    code = (
        "import AttuneLibrary as a; l = a.AttuneLibrary(timeout='soon'); print('imported'); l.run_keyword('client', [])"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert answer.stdout == "imported\n"
    assert "TEST_TIMEOUT is 'soon' (import argument): must be a Robot Framework time" in answer.stderr


def test_its_documentation_is_made_without_a_platform(tmp_path: Path) -> None:
    target = tmp_path / "AttuneLibrary.html"
    environment = {"ATTUNE_API_URL": "http://127.0.0.1:9", "PYTHONPATH": str(Path(__file__).parents[2] / "libraries")}
    command = [sys.executable, "-m", "robot.libdoc", "AttuneLibrary", str(target)]
    answer = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert answer.returncode == 0, answer.stderr
    assert "Wait For Execution Status" in target.read_text()


def test_importing_it_loads_nothing_heavy() -> None:
    heavy = ("rich", "jsonschema", "websocket", "RequestsLibrary", "attune_emulator")
    code = f"import AttuneLibrary, sys; print([m for m in {heavy} if m in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout == "[]\n"
