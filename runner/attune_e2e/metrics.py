"""metrics.json of a whole run: what its processes wrote, put together."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from attune_e2e.markdown import table

FILE = "metrics.json"
# Lists of all processes together, and numbers that add up.
_LISTS = ("left", "figures", "waits")
_SUMS = ("requests", "retries")


def merge(results: Path) -> dict[str, Any]:
    """Write the metrics of every process as one file into the results; returns them, empty where there are none."""
    found = [_read(file) for file in sorted(results.glob(f"pabot_results/*/{FILE}"))]
    if not found:
        return _read(results / FILE) if (results / FILE).is_file() else {}
    whole: dict[str, Any] = {**found[0], "processes": len(found)}
    whole.pop("process", None)
    whole |= {name: sum(one.get(name, 0) for one in found) for name in _SUMS}
    whole |= {name: [entry for one in found for entry in one.get(name, [])] for name in _LISTS}
    (results / FILE).write_text(json.dumps(whole, indent=1), encoding="utf-8")
    return whole


def section(metrics: dict[str, Any]) -> list[str]:
    """Return the figures as a section of the summary; empty where nothing was measured."""
    by_name: dict[str, list[dict[str, Any]]] = {}
    for figure in metrics.get("figures", []):
        by_name.setdefault(figure["name"], []).append(figure)
    if not by_name:
        return []
    headers = ["", "values", "median", "least", "greatest", "target", ""]
    return ["## Figures\n", table(headers, [_row(name, figures) for name, figures in sorted(by_name.items())])]


def _row(name: str, figures: Sequence[dict[str, Any]]) -> list[str]:
    values = sorted(value for figure in figures for value in figure["values"])
    unit = f" {figures[0]['unit']}" if figures[0]["unit"] else ""
    shown = [f"{value:.4g}{unit}" for value in (values[len(values) // 2], values[0], values[-1])]
    return [name, str(len(values)), *shown, f"{figures[0]['target'] or '-'}", _judged(f["met"] for f in figures)]


def _judged(met: Iterable[bool | None]) -> str:
    known = [one for one in met if one is not None]
    return "" if not known else "met" if all(known) else "missed"


def _read(file: Path) -> dict[str, Any]:
    found = json.loads(file.read_text(encoding="utf-8"))
    return found if isinstance(found, dict) else {}
