"""What the processes of a run measured, put together."""

import json
from pathlib import Path
from typing import Any

from attune_e2e import metrics


def figure(name: str, *values: float, met: bool | None = True) -> dict[str, Any]:
    return {"name": name, "test": "T", "values": list(values), "unit": "s", "target": "<= 0.1", "met": met}


def written(results: Path, process: int, figures: list[dict[str, Any]], **facts: Any) -> None:
    folder = results / "pabot_results" / str(process)
    folder.mkdir(parents=True)
    content = {"run": "r", "process": str(process), "left": [], "waits": [], "figures": figures, **facts}
    (folder / "metrics.json").write_text(json.dumps(content))


def test_the_files_of_all_processes_become_one(tmp_path: Path) -> None:
    written(tmp_path, 0, [figure("latency", 0.02)], requests=3, retries=0, left=["pack p"])
    written(tmp_path, 1, [figure("latency", 0.5, 0.03, met=False)], requests=4, retries=1, waits=[{"looks": 2}])
    found = metrics.merge(tmp_path)
    assert found == json.loads((tmp_path / "metrics.json").read_text())
    assert (found["processes"], found["requests"], found["retries"]) == (2, 7, 1)
    assert (found["left"], found["waits"], "process" in found) == (["pack p"], [{"looks": 2}], False)
    assert [one["values"] for one in found["figures"]] == [[0.02], [0.5, 0.03]]


def test_the_summary_shows_each_figure_once_and_a_missed_target(tmp_path: Path) -> None:
    written(tmp_path, 0, [figure("latency", 0.02), figure("rate", 150, met=None)])
    written(tmp_path, 1, [figure("latency", 0.5, 0.03, met=False)])
    text = "\n".join(metrics.section(metrics.merge(tmp_path)))
    assert "| latency | 3 | 0.03 s | 0.02 s | 0.5 s | &lt;= 0.1 | missed |" in text
    assert "| rate | 1 | 150 s | 150 s | 150 s | &lt;= 0.1 |  |" in text


def test_a_run_that_measured_nothing_has_no_section(tmp_path: Path) -> None:
    assert metrics.section(metrics.merge(tmp_path)) == []
    assert list(tmp_path.iterdir()) == []


def test_what_one_robot_wrote_itself_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "metrics.json").write_text(json.dumps({"figures": [figure("latency", 0.02)]}))
    assert metrics.merge(tmp_path)["figures"] == [figure("latency", 0.02)]
