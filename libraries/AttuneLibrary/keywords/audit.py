"""Keywords about the audit log: who did what, when, and how it ended."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from robot.api.deco import keyword

from ..core.counts import Expected
from ..core.errors import BadInput
from ..core.timer_marks import instant
from ..core.waiting import Wait
from ..core.words import unknown
from .resources import Resources

PATH = "/api/v1/audit-events"
SHOWN = 5
# Events are written in batches: one that comes twice comes almost at once.
SETTLE = 0.3
CONTAINED = ("actor_login", "http_path")
SINCE, UNTIL = "created_after", "created_before"
FILTERS = (
    *("category", "event_type", "outcome", "actor_identity", "actor_login", "resource_type", "resource_id"),
    *("resource_ref", "request_id", "http_status", "http_method", "http_path", SINCE, UNTIL),
)
# What a list leaves out of an event and only the event itself shows.
UNLISTED = ("resource_id",)


class Audit(Resources):
    """The audit log; reading it takes an administrator."""

    @keyword(tags=["audit"])
    def list_audit_events(self, *filters: str, most: int | None = None, session: Any = None) -> list[Any]:
        """Returns the audit events that all given filters fit, newest first, from all pages or the first ``most``.

        Filters are written as name=value and are those of the platform: ``category``, ``event_type``, ``outcome``,
        ``actor_identity``, ``actor_login`` (a part of it), ``resource_type``, ``resource_id``, ``resource_ref``,
        ``request_id``, ``http_status``, ``http_method``, ``http_path`` (a part of it), ``created_after``,
        ``created_before``.

        Example:
        | ${events}=    List Audit Events    resource_id=${execution.id}    category=execution
        """
        return self.every(PATH, session, most=most, **_read(filters))

    @keyword(tags=["audit"])
    def get_audit_event(self, event: Any, *, session: Any = None) -> Any:
        """Returns one audit event with its details; ``event`` is an id or an event of a list.

        Example:
        | ${event}=    Get Audit Event    ${events}[0]
        """
        number = event.get("id") if isinstance(event, dict) else event
        return self.dotted(self.api(session).get(f"{PATH}/{number}").data)

    @keyword(tags=["audit"])
    def list_audit_events_of_request(self, request_id: str, *, session: Any = None) -> list[Any]:
        """Returns everything that one request left in the audit log, oldest first.

        Example:
        | ${events}=    List Audit Events Of Request    ${event.request_id}
        """
        found = self.api(session).get(f"{PATH}/by-request/{request_id}").items
        return [self.dotted(event) for event in found]

    @keyword(tags=["audit", "wait"])
    def wait_for_audit_events(
        self, count: Any, *filters: str, operator: str = ">=", timeout: Any = None, session: Any = None
    ) -> list[Any]:
        """Waits until so many audit events fit all filters, which are those of `List Audit Events`; returns them.

        The platform writes its audit log a little after the fact.

        Example:
        | Wait For Audit Events    1    event_type=execution.started    resource_id=${execution.id}    operator===
        """
        expected, chosen = Expected.of(count, operator), _read(filters)
        wait = Wait[list[Any]](
            keyword="Wait For Audit Events",
            subject="audit events with " + ", ".join(f"{name} {value}" for name, value in chosen.items()),
            wanted=str(expected),
            look=lambda: self.every(PATH, session, **chosen),
            holds=lambda events: expected.holds(len(events)),
            show=lambda events: f"are {len(events)}",
            explain=lambda events: [_line(event) for event in (events or [])[:SHOWN]],
            settle=min(self.settings.settle, SETTLE) if expected.settles else 0.0,
        )
        found: list[Any] = self.waiter.until(wait, timeout=self.seconds(timeout), poll_interval=0.1)
        return found

    @keyword(tags=["audit", "assertion"])
    def audit_filter_should_select(self, event: Any, name: str, *others: str, session: Any = None) -> str:
        """Fails unless a filter with an event's own value finds that event and nothing but what fits.

        ``name`` is a filter of `List Audit Events`; ``created_after`` takes the event's own moment, ``created_before``
        the next millisecond. ``others`` are further filters, to keep the list short. Returns a line with the number
        of events.

        Example:
        | Audit Filter Should Select    ${event}    event_type    actor_login=${ann.login}
        """
        if name not in FILTERS:
            raise BadInput(unknown("filter", name, FILTERS))
        value = _moment(name, event) if name in (SINCE, UNTIL) else event[name]
        found = self.list_audit_events(*others, f"{name}={value}", session=session)
        if all(one["id"] != event["id"] for one in found):
            raise AssertionError(f"audit filter {name}={value} does not find event {event['id']}, which has that value")
        read: Callable[[Any], Any] = self._whole(session) if name in UNLISTED else lambda one: one
        wrong = [_line(one) for one in map(read, found) if not _fits(name, one, value)]
        if wrong:
            raise AssertionError(f"audit filter {name}={value} finds what does not fit: {'; '.join(wrong[:SHOWN])}")
        return f"{name}={value}: {len(found)} events"

    def _whole(self, session: Any) -> Callable[[Any], Any]:
        return lambda one: self.get_audit_event(one, session=session)


def _read(filters: Sequence[str]) -> dict[str, Any]:
    """The filters by name."""
    pairs: dict[str, Any] = {name: value for name, _, value in (one.partition("=") for one in filters)}
    for name in pairs:
        if name not in FILTERS:
            raise BadInput(unknown("filter", name, FILTERS))
    return pairs


def _moment(name: str, event: Any) -> str:
    """`created_before` leaves out the very moment."""
    later = timedelta(milliseconds=1 if name == UNTIL else 0)
    return (instant(event["created"]) + later).isoformat().replace("+00:00", "Z")


def _fits(name: str, event: Any, value: Any) -> bool:
    if name == SINCE:
        return instant(event["created"]) >= instant(value)
    if name == UNTIL:
        return instant(event["created"]) <= instant(value)
    if name in CONTAINED:
        return str(value).lower() in str(event[name]).lower()
    return bool(event[name] == value)


def _line(event: Any) -> str:
    return f"{event['created']} {event['event_type']} {event['outcome']} by {event['actor_login']}"
