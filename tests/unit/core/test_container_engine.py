"""What the library asks a container engine, and what it makes of the answers."""

import sys
from pathlib import Path

import pytest

from AttuneLibrary.core.container_engine import Engine
from AttuneLibrary.core.errors import BadInput

ANSWERS = """
import json, sys
if sys.argv[1] == "ps":
    assert sys.argv[2:] == ["--all", "--quiet", "--no-trunc", "--filter", "label=attune.execution=7"], sys.argv
    print("one")
else:
    config = {"Image": "python:3.11-slim", "User": "1:1"}
    host = {"Memory": 5, "NetworkMode": "none", "Privileged": False}
    print(json.dumps([{"Name": "/c7", "State": {"Running": True}, "Config": config, "HostConfig": host}]))
"""


def engine(tmp_path: Path, code: str) -> Engine:
    script = tmp_path / "engine.py"
    script.write_text(code)
    return Engine(f"{sys.executable} {script}")


def test_the_containers_of_an_execution_are_summed_up(tmp_path: Path) -> None:
    (found,) = engine(tmp_path, ANSWERS).containers(7)
    assert (found["name"], found["image"], found["user"]) == ("c7", "python:3.11-slim", "1:1")
    assert (found["running"], found["memory"], found["network"], found["privileged"]) == (True, 5, "none", False)


def test_where_there_is_none_nothing_is_inspected(tmp_path: Path) -> None:
    assert engine(tmp_path, "import sys\nassert sys.argv[1] == 'ps'").containers(7) == []


def test_an_engine_that_fails_is_quoted(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=r"ps .*' ended with 3 and said: no daemon"):
        engine(tmp_path, "import sys\nprint('no daemon', file=sys.stderr)\nsys.exit(3)").containers(7)


def test_an_engine_that_is_not_there_is_named() -> None:
    with pytest.raises(BadInput, match="ATTUNE_CONTAINER_ENGINE is '/no/such/engine', which cannot be asked"):
        Engine("/no/such/engine").containers(7)
