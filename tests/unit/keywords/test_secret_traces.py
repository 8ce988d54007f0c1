"""A secret is found in every place that tells of an execution, and told by the place alone."""

import base64
from typing import Any

import pytest
from robot.api.types import Secret

from AttuneLibrary.core.context import Context
from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.core.streams import EventStream, Frame
from AttuneLibrary.keywords.secret_traces import SecretTraces

SECRET = Secret("hush-hush-4711")
PATH = "/api/v1/executions"


def tell(platform: Any, number: int = 7, **places: Any) -> None:
    """Prepare all that is told of an execution."""
    record = {"id": number, "action_ref": "mine.act", "result": {}, "config": None, "enforcement": None}
    platform.answer("GET", f"{PATH}/{number}", record | places.get("record", {}))
    platform.answer("GET", f"{PATH}/{number}/history", places.get("history", []))
    platform.answer("GET", f"{PATH}/{number}/artifacts", places.get("artifacts", []))
    platform.answer("GET", "/api/v1/audit-events", places.get("audit", []))

    def listed(options: dict[str, Any]) -> list[Any]:
        if "parent" in options["params"]:
            return places.get("children", []) if options["params"]["parent"] == 7 else []
        return [{"id": number}]

    platform.answer("GET", PATH, listed)


def test_where_nothing_shows_it_the_places_are_counted(context: Context, platform: Any) -> None:
    tell(platform)
    line = SecretTraces(context).execution_should_not_show(SECRET, 7)
    assert line == "execution 7: 10 places do not show it"


@pytest.mark.parametrize(
    ("places", "where"),
    [
        ({"record": {"result": {"deep": ["it is hush-hush-4711!"]}}}, "its result"),
        ({"record": {"config": {"pw": "hush-hush-4711"}}}, "its config"),
        ({"record": {"workflow_task": {"x": base64.b64encode(b"..hush-hush-4711").decode()}}}, "its record"),
        ({"history": [{"new_values": "hush-hush-4711"}]}, "its history"),
        ({"artifacts": [{"ref": "a.b", "name": "hush-hush-4711"}]}, "its artifacts"),
        ({"audit": [{"details": "hush-hush-4711"}]}, "the audit log"),
    ],
)
def test_a_place_that_shows_it_is_told(context: Context, platform: Any, places: dict[str, Any], where: str) -> None:
    tell(platform, **places)
    with pytest.raises(AssertionError) as failure:
        SecretTraces(context).execution_should_not_show(SECRET, 7)
    assert str(failure.value) == f"execution 7 shows the secret value in {where}"


def test_children_and_causes_are_looked_at(context: Context, platform: Any) -> None:
    tell(platform, 8, record={"config": "hush-hush-4711"})
    tell(platform, 7, record={"enforcement": 3}, children=[{"id": 8}])
    platform.answer("GET", "/api/v1/enforcements/3", {"id": 3, "event": 4, "config": {}})
    platform.answer("GET", "/api/v1/events/4", {"id": 4, "payload": "hush-hush-4711"})
    with pytest.raises(AssertionError, match=r"in its event, its config \(execution 8\)$"):
        SecretTraces(context).execution_should_not_show(SECRET, 7)


class Received(EventStream):
    """A stream that has received these frames."""

    def __init__(self, *pieces: str) -> None:
        self.name = "stdout of execution 7"
        self._pieces = pieces

    @property
    def frames(self) -> Any:
        return [Frame(number, 0.0, {"text": text}) for number, text in enumerate(self._pieces, start=1)]

    def __str__(self) -> str:
        return self.name


def test_a_secret_in_two_pieces_of_a_stream_is_found(context: Context, platform: Any) -> None:
    tell(platform)
    with pytest.raises(AssertionError, match=r"in stdout of execution 7$"):
        SecretTraces(context).execution_should_not_show(SECRET, 7, Received("hush-", "hush-4711"))
    with pytest.raises(AssertionError, match="stdout of execution 7 has received nothing, so it proves nothing"):
        SecretTraces(context).execution_should_not_show(SECRET, 7, Received())


@pytest.mark.parametrize("secret", ["hush-hush-4711", Secret("short")])
def test_what_is_no_secret_is_refused(context: Context, secret: Any) -> None:
    with pytest.raises(BadInput, match="secret must be a Secret of at least 8 characters"):
        SecretTraces(context).execution_should_not_show(secret, 7)
