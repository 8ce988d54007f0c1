"""Creators: what exactly they ask the platform for."""

import subprocess
from typing import Any

import pytest

from AttuneLibrary.core.context import Context
from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.keywords.fixture_timers import FixtureTimers
from AttuneLibrary.keywords.fixtures import Fixtures


@pytest.fixture
def echoing(platform: Any) -> Any:
    """A platform that answers a creation with what was sent."""
    for path in ("actions", "triggers", "rules"):
        platform.answer("POST", f"/api/v1/{path}", lambda options: dict(options["json"], id=1))
    return platform


def run(script: str, **parameters: str) -> subprocess.CompletedProcess[str]:
    assigned = "".join(f"{name}={value!r}\n" for name, value in parameters.items())
    return subprocess.run(["bash", "-c", f"set -e\n{assigned}{script}"], capture_output=True, text=True, check=False)


def test_a_failing_action_fails_as_it_was_told(context: Context, echoing: Any) -> None:
    action = Fixtures(context).create_failing_action(exit_code=3, stderr="it's $HOME", stdout="before")
    done = run(action.entrypoint)
    assert (done.returncode, done.stdout, done.stderr) == (3, "before\n", "it's $HOME\n")


def test_a_failing_action_may_be_silent(context: Context, echoing: Any) -> None:
    done = run(Fixtures(context).create_failing_action(exit_code=255, stderr="").entrypoint)
    assert (done.returncode, done.stdout, done.stderr) == (255, "", "")


@pytest.mark.parametrize("exit_code", [0, -1, 256])
def test_an_exit_code_that_is_no_failure_is_refused(context: Context, exit_code: int) -> None:
    with pytest.raises(BadInput, match=r"exit_code is .* must be 1 to 255"):
        Fixtures(context).create_failing_action(exit_code=exit_code)


@pytest.mark.parametrize("message", ["hello", "-n", "-e a\\tb", "two\nlines"])
def test_an_echo_action_prints_its_message_as_it_is(context: Context, echoing: Any, message: str) -> None:
    script = Fixtures(context).create_echo_action().entrypoint
    done = subprocess.run(["bash", "-c", script], env={"message": message}, capture_output=True, text=True, check=True)
    assert done.stdout == f"{message}\n"


def test_a_sleep_action_takes_its_own_or_a_given_duration(context: Context, echoing: Any) -> None:
    script = Fixtures(context).create_sleep_action(duration=0.01).entrypoint
    assert run(script).stdout == "slept 0.01\n"
    assert run(script, duration="0").stdout == "slept 0\n"


@pytest.mark.parametrize("script", ["", "x" * 1025])
def test_a_script_that_does_not_fit_is_refused(context: Context, script: str) -> None:
    with pytest.raises(BadInput, match=rf"has {len(script)} characters; an inline action holds 1 to 1024"):
        Fixtures(context).create_simple_action(script=script)


def test_a_timer_automation_makes_one_rule(context: Context, echoing: Any) -> None:
    automation = Fixtures(context).create_timer_automation(5)
    made = [asked.path for asked in echoing.asked if asked.method == "POST"]
    assert made == ["/api/v1/actions", "/api/v1/rules"]
    assert automation.rule.trigger_params == {"unit": "seconds", "interval": 5}
    assert automation.rule.action_ref == automation.action.ref


def test_the_message_of_a_timer_reaches_its_rule(context: Context, echoing: Any) -> None:
    rule = FixtureTimers(context).create_interval_timer(5, action_params={"message": "tick"})
    assert rule.action_params == {"message": "tick"}


def test_a_webhook_automation_connects_its_parts(context: Context, echoing: Any) -> None:
    echoing.answers.update({("POST", f"/api/v1/triggers/{ref}/webhooks/enable"): {"ref": ref} for ref in ["mine.hook"]})
    context.names.ref = lambda suffix="": "hook" if suffix == "trigger" else f"fresh_{suffix}"  # type: ignore[method-assign]  # why: a known name
    automation = Fixtures(context).create_webhook_automation(criteria="event.payload.n > 3")
    rule = automation.rule
    assert (rule.trigger_ref, rule.action_ref) == ("mine.hook", automation.action.ref)
    assert rule.conditions == {"expression": "event.payload.n > 3"}
    assert rule.action_params == {"message": "{{ event.payload }}"}


def test_a_cron_timer_sends_its_expression_and_zone(context: Context, echoing: Any) -> None:
    rule = FixtureTimers(context).create_cron_timer("*/5 * * * * *", timezone="Europe/Berlin")
    assert rule.trigger_params == {"expression": "*/5 * * * * *", "timezone": "Europe/Berlin"}


@pytest.mark.parametrize("seconds", ["soon", None, "1 parsec"])
def test_a_time_that_is_none_is_refused(context: Context, seconds: Any) -> None:
    with pytest.raises(BadInput, match=r"^seconds is "):
        Fixtures(context).timestamp_future(seconds)


def test_refs_of_one_process_differ_and_name_their_purpose(context: Context) -> None:
    first, second = (Fixtures(context).unique_ref("webhook") for _ in range(2))
    assert first != second
    assert first.startswith("e2e_")
    assert first.endswith("_webhook")
