"""Platforms of the suite's own: their options, and that they are used, left and gone."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from AttuneLibrary.core.context import Context
from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.core.own_platform import Options

from .test_emulator import emulators_of, soon, temporary

__all__ = ["temporary"]

# A run that dies with a platform of its own in use.
RUN = """
import os, signal
from AttuneLibrary.core.context import Context
from AttuneLibrary.core.own_platform import Options
context = Context({}, dict)
print(context.own_platforms.start(Options(workers=0))["url"], flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_options_become_the_command_line() -> None:
    given = Options.read(heartbeat="300ms", stale_after="2s", token_ttl="1 min", default_timeout=4, workers="2")
    told = "--heartbeat 0.3 --stale-after 2 --token-ttl 60 --default-timeout 4 --workers 2"
    assert " ".join(given.arguments()) == told
    assert Options.read(heartbeat=None, workers=None).arguments() == ()


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"heartbeat": "often"}, "heartbeat is 'often'; it must be a time above 0 such as 500ms, 2s or 1 min"),
        ({"default_timeout": "0"}, "default_timeout is '0'; it must be a time above 0 such as 500ms, 2s or 1 min"),
        ({"stale_after": "-1"}, "stale_after is '-1'; it must be a time above 0 such as 500ms, 2s or 1 min"),
        ({"token_ttl": "1500ms"}, "token_ttl is '1500ms'; it must be whole seconds, at least 1"),
        ({"workers": "many"}, "workers is 'many'; it must be a whole number from 0"),
        ({"stale_after": "10s"}, "stale_after is 10 s; it must be above heartbeat, which is 30 s"),
    ],
)
def test_bad_options_are_named_with_what_is_allowed(given: dict[str, Any], text: str) -> None:
    with pytest.raises(BadInput) as caught:
        Options.read(**given)
    assert str(caught.value) == text


def test_it_is_used_until_its_scope_ends_and_has_the_switches_of_the_target(temporary: Path) -> None:
    context = Context({}, dict)
    shared = context.platform.api_url()
    other = context.sessions.open(token="x", alias="somebody")
    context.platform._known.info = {"gaps": ["paging", "key-ttl"], "defects": ["duplicate-event"]}
    context.scopes.open("suite")
    info = context.own_platforms.start(Options(workers=0))
    assert context.sessions.administrator().base_url == context.platform.api_url() == info["url"] != shared
    assert context.platform.ws_url() == info["ws_url"]
    assert (info["gaps"], info["defects"], info["workers"]) == (["key-ttl", "paging"], ["duplicate-event"], [])
    assert Path(info["database"]).is_relative_to(temporary)
    with pytest.raises(BadInput, match="no session 'somebody'"):
        context.sessions.get("somebody")
    context.cleanup.remember("pack", "mine", context.sessions.administrator())
    assert context.scopes.close("suite") == []
    assert context.platform.api_url() == shared
    assert context.sessions.get("somebody") is other
    assert soon(lambda: not Path(info["database"]).parents[1].exists())
    context.end()
    assert soon(lambda: list(temporary.iterdir()) == [])


def test_it_is_started_again_on_its_data_and_at_its_addresses(temporary: Path) -> None:
    context = Context({}, dict)
    context.scopes.open("suite")
    info = context.own_platforms.start(Options(workers=0))
    session = context.sessions.administrator()
    session.post("/api/v1/packs", json={"ref": "kept", "label": "kept", "version": "1.0.0"})
    assert [context.own_platforms.restart(number) for number in (signal.SIGTERM, signal.SIGKILL)] == [0, 137]
    assert session.get("/api/v1/packs/kept").data["ref"] == "kept"
    context.scopes.close("suite")
    assert soon(lambda: not Path(info["database"]).parents[1].exists())
    context.end()
    assert soon(lambda: list(temporary.iterdir()) == [])


def test_it_dies_with_a_killed_run(temporary: Path) -> None:
    run = subprocess.run([sys.executable, "-c", RUN], capture_output=True, text=True, env=dict(os.environ), check=False)
    assert run.returncode == -9 and run.stdout.startswith("http://127.0.0.1:"), run.stderr
    assert soon(lambda: emulators_of(temporary) == 0)
    assert soon(lambda: list(temporary.iterdir()) == [])
    with pytest.raises(OSError, match="refused"):
        urlopen(run.stdout.strip())
