"""Recorded figures: kept as they were measured, judged by their target, and never a failure."""

import json
from pathlib import Path
from typing import Any

import pytest

from AttuneLibrary.core.context import Context
from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.keywords.figures import Figures


def test_a_figure_is_written_with_its_test_and_target(context: Context, tmp_path: Path) -> None:
    context.metrics.test = "Suite.A Test"
    assert Figures(context).record_metric("latency", [0.02, "0.3"], target="<= 0.1", unit="s") is False
    (found,) = json.loads(context.metrics.write(tmp_path).read_text())["figures"]
    wanted = {"name": "latency", "test": "Suite.A Test", "values": [0.02, 0.3], "unit": "s"}
    assert found == wanted | {"target": "<= 0.1", "met": False}


@pytest.mark.parametrize(
    ("value", "target", "met"),
    [(100, ">= 100", True), (99.5, ">=100", False), (0.1, 0.1, True), (0.2, "0.1", False), (5, None, None)],
)
def test_whether_a_target_is_met(context: Context, value: object, target: object, met: object) -> None:
    assert Figures(context).record_metric("figure", value, target=target) is met


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"name": " ", "value": 1}, "name is empty"),
        ({"name": "x", "value": "fast"}, "value is 'fast'; it must be a number"),
        ({"name": "x", "value": []}, "value is []; it must be a number"),
        ({"name": "x", "value": True}, "value is True; it must be a number"),
        ({"name": "x", "value": float("nan")}, "value is nan; it must be a number"),
        ({"name": "x", "value": 1, "target": "quick"}, "target is 'quick'; it must be a number"),
    ],
)
def test_what_is_no_figure_is_refused_and_not_kept(context: Context, arguments: dict[str, Any], words: str) -> None:
    with pytest.raises(BadInput) as caught:
        Figures(context).record_metric(**arguments)
    assert str(caught.value).startswith(words)
    assert context.metrics.figures == []
