"""The audit log: filters by name, and what an event has to fit."""

from typing import Any

import pytest

from AttuneLibrary.core.context import Context
from AttuneLibrary.core.errors import BadInput
from AttuneLibrary.keywords.audit import PATH, Audit

EVENT = {
    "id": 1,
    "created": "2026-01-01T00:00:00.5Z",
    "event_type": "execution.started",
    "outcome": "success",
    "actor_login": "Ann",
    "http_status": None,
}


def test_filters_are_read_by_name(context: Context, platform: Any) -> None:
    platform.answer("GET", PATH, [])
    Audit(context).list_audit_events("event_type=execution.started", "resource_id=5")
    assert platform.last().options["params"] == {"event_type": "execution.started", "resource_id": "5"}


def test_a_misspelt_filter_is_named_before_anything_is_asked(context: Context, platform: Any) -> None:
    with pytest.raises(BadInput, match="unknown filter 'event_typ' \\(did you mean 'event_type'"):
        Audit(context).list_audit_events("event_typ=x")
    with pytest.raises(BadInput, match="unknown filter 'colour'"):
        Audit(context).audit_filter_should_select(EVENT, "colour")
    assert platform.asked == []


@pytest.mark.parametrize(
    ("name", "other", "fits"),
    [
        ("event_type", {"event_type": "execution.failed"}, False),
        ("actor_login", {"actor_login": "joANNa"}, True),
        ("created_after", {"created": "2026-01-01T00:00:00.499Z"}, False),
        ("created_after", {"created": "2026-01-01T00:00:00.51Z"}, True),
        ("created_before", {"created": "2026-01-01T00:00:01Z"}, False),
    ],
)
def test_a_filter_selects_what_fits(
    context: Context, platform: Any, name: str, other: dict[str, Any], fits: bool
) -> None:
    platform.answer("GET", PATH, [EVENT, {**EVENT, "id": 2, **other}])
    if fits:
        assert Audit(context).audit_filter_should_select(EVENT, name).endswith(": 2 events")
    else:
        with pytest.raises(AssertionError, match="finds what does not fit"):
            Audit(context).audit_filter_should_select(EVENT, name)


def test_an_event_that_its_own_value_does_not_find_is_a_fault(context: Context, platform: Any) -> None:
    platform.answer("GET", PATH, [{**EVENT, "id": 2}])
    with pytest.raises(AssertionError, match="does not find event 1"):
        Audit(context).audit_filter_should_select(EVENT, "event_type")
