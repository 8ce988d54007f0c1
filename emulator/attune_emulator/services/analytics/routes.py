"""Figures over time, counted by the hour."""

from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from attune_emulator import clock
from attune_emulator.http.call import Call
from attune_emulator.http.fields import Timestamp
from attune_emulator.http.queries import Query
from attune_emulator.http.replies import data
from attune_emulator.http.routes import Routes

routes = Routes("analytics")

MOST_HOURS = 8760
_TERMINAL = ("completed", "failed", "cancelled", "timeout", "abandoned")


@dataclass
class Span(Query):
    """A stretch of time: from `since` to `until`, or the last `hours`."""

    since: Timestamp | None = None
    until: Timestamp | None = None
    hours: int = 24

    def bounds(self) -> tuple[str, str]:
        hours = min(max(self.hours, 1), MOST_HOURS)
        return self.since or clock.after(-3600 * hours), self.until or clock.now()


# Per series: the table, the column with the time, and the one that tells the lines of the series apart.
_SERIES = {
    "execution_throughput": ("execution", "created", "action_ref"),
    "execution_status": ("execution", "updated", "status"),
    "event_volume": ("event", "created", "trigger_ref"),
    "enforcement_volume": ("enforcement", "created", "NULL"),
    "worker_status": ("worker", "updated", "status"),
}


def _series(call: Call, name: str, bounds: tuple[str, str]) -> list[dict[str, Any]]:
    table, time, label = _SERIES[name]
    return call.db.all(
        f"SELECT substr({time}, 1, 13) || ':00:00Z' AS bucket, {label} AS label, count(*) AS value FROM {table}"
        f" WHERE {time} BETWEEN ? AND ? GROUP BY 1, 2 ORDER BY 1, 2",
        *bounds,
    )


def _answer(call: Call, name: str, query: Span) -> Response:
    bounds = query.bounds()
    return data({"since": bounds[0], "until": bounds[1], "data": _series(call, name, bounds)})


def _failure_rate(call: Call, bounds: tuple[str, str]) -> dict[str, Any]:
    rows = call.db.all(
        f"SELECT status, count(*) AS n FROM execution WHERE status IN {_TERMINAL}"
        " AND updated BETWEEN ? AND ? GROUP BY status",
        *bounds,
    )
    counts = dict.fromkeys(_TERMINAL, 0) | {row["status"]: row["n"] for row in rows}
    total, failed = sum(counts.values()), counts["failed"] + counts["timeout"]
    return {
        "since": bounds[0],
        "until": bounds[1],
        "total_terminal": total,
        "failed_count": counts["failed"],
        "timeout_count": counts["timeout"],
        "completed_count": counts["completed"],
        "failure_rate_pct": round(100 * failed / total, 2) if total else 0.0,
    }


@routes.get("/api/v1/analytics/dashboard")
def dashboard(call: Call, query: Span) -> Response:
    """Return every series at once."""
    bounds = query.bounds()
    series = {name: _series(call, name, bounds) for name in _SERIES}
    return data({"since": bounds[0], "until": bounds[1]} | series | {"failure_rate": _failure_rate(call, bounds)})


@routes.get("/api/v1/analytics/executions/throughput")
def execution_throughput(call: Call, query: Span) -> Response:
    """Count executions made, by action."""
    return _answer(call, "execution_throughput", query)


@routes.get("/api/v1/analytics/executions/status")
def execution_status(call: Call, query: Span) -> Response:
    """Count executions by the status they reached."""
    return _answer(call, "execution_status", query)


@routes.get("/api/v1/analytics/executions/failure-rate")
def failure_rate(call: Call, query: Span) -> Response:
    """Tell the share of executions that failed."""
    return data(_failure_rate(call, query.bounds()))


@routes.get("/api/v1/analytics/events/volume")
def event_volume(call: Call, query: Span) -> Response:
    """Count events by trigger."""
    return _answer(call, "event_volume", query)


@routes.get("/api/v1/analytics/enforcements/volume")
def enforcement_volume(call: Call, query: Span) -> Response:
    """Count enforcements."""
    return _answer(call, "enforcement_volume", query)


@routes.get("/api/v1/analytics/workers/status")
def worker_status(call: Call, query: Span) -> Response:
    """Count workers by status."""
    return _answer(call, "worker_status", query)
