"""A chain as a picture: one row for each hop, time from left to right, as an inline SVG without scripts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from typing import Any

from .timer_marks import instant
from .words import TERMINAL

WIDTH, LABEL, ROW, PAD = 900, 330, 22, 8
# The newest rows of a long chain are the ones that are asked about.
MOST_ROWS = 40
COLOURS = {
    "requested": "#c5cbd3",
    "scheduling": "#a9b6c6",
    "scheduled": "#8aa0bb",
    "running": "#4a90d9",
    "canceling": "#e0a030",
    "completed": "#3a9d5d",
    "processed": "#3a9d5d",
    "responded": "#3a9d5d",
    "failed": "#d64545",
    "abandoned": "#d64545",
    "timeout": "#d64545",
    "cancelled": "#b07d2b",
}
PLAIN = "#6b7480"


@dataclass(frozen=True, slots=True)
class Row:
    """One hop: its words, and the moments at which it entered each status."""

    label: str
    steps: list[tuple[datetime, str]] = field(default_factory=list)
    depth: int = 0


def picture(chain: dict[str, Any], now: datetime) -> str:
    """Return the chain as an SVG element, or nothing where it holds no moment to draw.

    What has not ended is drawn up to `now`.
    """
    rows = [row for row in _rows(chain, now) if row.steps]
    if not rows:
        return ""
    shown = rows[-MOST_ROWS:]
    moments = [moment for row in shown for moment, _ in row.steps]
    first, span = min(moments), max((max(moments) - min(moments)).total_seconds(), 0.001)
    height = ROW * len(shown) + 2 * PAD + ROW
    drawn = [_drawn(row, number, first, span) for number, row in enumerate(shown)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
        ' font-family="sans-serif" font-size="12" role="img">'
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff" stroke="#c5cbd3"/>'
        f"{''.join(drawn)}{_axis(span, height)}</svg>"
    )


def _rows(chain: dict[str, Any], now: datetime) -> Iterator[Row]:
    for event in chain["events"]:
        yield Row(f"event {event['id']} of {event['trigger_ref']}", _moments((event.get("created"), "created")))
    for made in chain["enforcements"]:
        status = str(made["status"])
        yield Row(f"enforcement {made['id']} of {made['rule_ref']}: {status}", _moments((made.get("created"), status)))
    for execution in chain["executions"]:
        yield _execution(execution, str(execution.get("action_ref")), now)
        for child in execution.get("children", ()):
            task = (child.get("workflow_task") or {}).get("task_name")
            yield _execution(child, f"task {task}" if task else str(child.get("action_ref")), now, depth=1)
        for inquiry in execution.get("inquiries", ()):
            steps = _moments((inquiry.get("created"), "requested"), (inquiry.get("responded_at"), "responded"))
            yield Row(f"inquiry {inquiry['id']}: {inquiry['status']}", steps, depth=1)


def _execution(execution: dict[str, Any], name: str, now: datetime, depth: int = 0) -> Row:
    status = str(execution["status"])
    steps = _moments(*((step["time"], step["status"]) for step in execution.get("transitions", ())))
    if not steps:
        told = (("created", "requested"), ("started_at", "running"), ("updated", status))
        steps = _moments(*((execution.get(key), word) for key, word in told))
    if steps and status not in TERMINAL["execution"] and now > steps[-1][0]:
        steps.append((now, status))
    return Row(f"execution {execution['id']} {name}: {status}", steps, depth)


def _moments(*pairs: tuple[Any, str]) -> list[tuple[datetime, str]]:
    return [(instant(moment, "time"), status) for moment, status in pairs if moment]


def _drawn(row: Row, number: int, first: datetime, span: float) -> str:
    top = PAD + number * ROW

    def place(moment: datetime) -> float:
        room = WIDTH - LABEL - 2 * PAD - 60
        return LABEL + PAD + room * (moment - first).total_seconds() / span

    label = escape(_shortened(row.label))
    parts = [f'<text x="{PAD + 14 * row.depth}" y="{top + 15}">{label}<title>{escape(row.label)}</title></text>']
    for (begun, status), (ended, _) in zip(row.steps, row.steps[1:], strict=False):
        length = max(place(ended) - place(begun), 1.0)
        parts.append(
            f'<rect x="{place(begun):.1f}" y="{top + 5}" width="{length:.1f}" height="11"'
            f' fill="{COLOURS.get(status, PLAIN)}"><title>{escape(_told(status, begun, first))}</title></rect>'
        )
    moment, status = row.steps[-1]
    offset = f"+{(moment - first).total_seconds():.2f}"
    parts.append(
        f'<circle cx="{place(moment):.1f}" cy="{top + 10.5}" r="5" fill="{COLOURS.get(status, PLAIN)}">'
        f"<title>{escape(_told(status, moment, first))}</title></circle>"
        f'<text x="{place(moment) + 9:.1f}" y="{top + 15}" fill="{PLAIN}">{offset}</text>'
    )
    return "".join(parts)


def _axis(span: float, height: int) -> str:
    y, right = height - PAD - 4, WIDTH - PAD
    return (
        f'<text x="{LABEL + PAD}" y="{y}" fill="{PLAIN}">0 s</text>'
        f'<text x="{right}" y="{y}" fill="{PLAIN}" text-anchor="end">{span:.2f} s</text>'
    )


def _told(status: str, moment: datetime, first: datetime) -> str:
    return f"{status} +{(moment - first).total_seconds():.3f} s ({moment.isoformat()})"


def _shortened(label: str) -> str:
    return label if len(label) <= 52 else f"{label[:30]}…{label[-21:]}"
