"""Settings: where they come from, in which order, and what bad ones say."""

import pytest
from robot.api.types import Secret

from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.core.settings import ALL, Settings


def test_arguments_go_before_variables_before_the_environment_before_defaults() -> None:
    environment, variables = {"TEST_TIMEOUT": "40"}, {"TEST_TIMEOUT": "50"}
    assert Settings({}, {}, {}).timeout == 30
    assert Settings({}, {}, environment).timeout == 40
    assert Settings({}, variables, environment).timeout == 50
    assert Settings({"timeout": "1 min"}, variables, environment).timeout == 60


def test_every_value_knows_its_origin() -> None:
    settings = Settings({"timeout": "5"}, {"GAPS": "skip"}, {"ATTUNE_API_URL": "http://x:1/"})
    assert settings.value("timeout").origin == "import argument"
    assert settings.value("gaps").origin == "variable ${GAPS}"
    assert settings.value("api_url").origin == "environment variable ATTUNE_API_URL"
    assert settings.value("login").origin == "default"
    assert settings.api_url == "http://x:1"


def test_an_empty_text_counts_as_not_given() -> None:
    assert Settings({"timeout": None}, {"TEST_TIMEOUT": ""}, {"TEST_TIMEOUT": ""}).timeout == 30


@pytest.mark.parametrize(
    ("variable", "value", "complaint"),
    [
        ("ATTUNE_API_URL", "localhost:8080", "must be a URL that begins with http:// or https://"),
        ("ATTUNE_WS_URL", "http://x/ws", "must be a URL that begins with ws:// or wss://"),
        ("TEST_TIMEOUT", "soon", "must be a Robot Framework time such as 30, 500ms or 2 min"),
        ("TEST_TIMEOUT", "-1", "must be a Robot Framework time that is not negative, such as 30, 500ms or 2 min"),
        ("TIMEOUT_SCALE", "0", "must be a number above 0"),
        ("TIMEOUT_SCALE", "double", "must be a number above 0"),
        ("TIMEOUT_SCALE", "nan", "must be a number above 0"),
        ("KEEP_RESOURCES", "maybe", "must be one of never, on-failure, always"),
        ("GAPS", "ignore", "must be one of fail, skip"),
    ],
)
def test_a_bad_value_is_told_in_one_line(variable: str, value: str, complaint: str) -> None:
    with pytest.raises(BadInput) as caught:
        Settings({}, {}, {variable: value})
    assert str(caught.value) == f"{variable} is '{value}' (environment variable {variable}): {complaint}"


def test_the_password_may_be_a_secret_and_is_never_shown() -> None:
    settings = Settings({"password": Secret("hush hush")}, {}, {})
    assert settings.password == "hush hush"
    assert "hush" not in "\n".join(settings.lines())
    assert "hush" not in str(settings.public())


def test_every_setting_has_a_line_with_its_origin() -> None:
    lines = Settings({}, {}, {}).lines()
    assert len(lines) == len(ALL)
    assert all(line.endswith("(default)") for line in lines)


def test_a_change_returns_the_old_value_and_is_checked() -> None:
    settings = Settings({}, {}, {})
    assert settings.change("poll_interval", "100ms", "Set Poll Interval") == 0.5
    assert settings.poll_interval == 0.1
    with pytest.raises(BadInput, match="ATTUNE_POLL_INTERVAL is 'x'"):
        settings.change("poll_interval", "x", "Set Poll Interval")


def test_an_unknown_setting_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no setting 'colour'"):
        _ = Settings({}, {}, {}).colour
